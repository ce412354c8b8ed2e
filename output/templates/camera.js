// The camera over the map: which point is in the middle, how near it is, and the hands that move it.

const container = document.getElementById("map");
const canvas = container.querySelector("canvas");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const camera = { x: 0, y: 0, scale: 1 };
const [NEAREST, FARTHEST] = [8, 0.02];
const STEP = 60; // pixels that an arrow key moves the map
const STILL = 4; // pixels within which a press is a click
const pointers = new Map();
let frame = 0;
let flight = 0;
let pressed = null;

const viewport = () => ({ width: container.clientWidth, height: container.clientHeight });

function toScreen({ x, y }, at = camera, { width, height } = viewport()) {
  return { x: (x - at.x) * at.scale + width / 2, y: (y - at.y) * at.scale + height / 2 };
}

function toMap({ x, y }) {
  const { width, height } = viewport();
  return {
    x: (x - width / 2) / camera.scale + camera.x,
    y: (y - height / 2) / camera.scale + camera.y,
  };
}

// Draw once before the next picture of the screen, however often this is asked.
function redraw() {
  if (!frame)
    frame = requestAnimationFrame(() => {
      frame = 0;
      paint();
    });
}

function paint() {
  const { width, height } = viewport();
  if (!width || !height) return; // another view is shown
  const ratio = devicePixelRatio || 1;
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== wide || canvas.height !== high)
    Object.assign(canvas, { width: wide, height: high });
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  drawMap(canvasPen(context), camera, { width, height }, context);
  document.documentElement.dataset.drawn = Number(document.documentElement.dataset.drawn || 0) + 1;
}

function place(position) {
  cancelAnimationFrame(flight);
  Object.assign(camera, position);
  camera.scale = Math.min(NEAREST, Math.max(FARTHEST, camera.scale));
  redraw();
}

function flyTo(target, animated) {
  cancelAnimationFrame(flight);
  if (!animated || calm.matches) return place(target);
  const [start, began, duration] = [{ ...camera }, performance.now(), 350];
  const step = (now) => {
    const part = Math.min(1, Math.max(0, (now - began) / duration));
    const eased = part < 0.5 ? 2 * part * part : 1 - 2 * (1 - part) ** 2;
    for (const key of ["x", "y"]) camera[key] = start[key] + (target[key] - start[key]) * eased;
    camera.scale = start.scale * (target.scale / start.scale) ** eased;
    redraw();
    if (part < 1) flight = requestAnimationFrame(step);
  };
  flight = requestAnimationFrame(step);
  return undefined;
}

function zoomAt(point, factor) {
  const held = toMap(point);
  place({ scale: Math.min(NEAREST, Math.max(FARTHEST, camera.scale * factor)) });
  const moved = toMap(point);
  place({ x: camera.x + held.x - moved.x, y: camera.y + held.y - moved.y });
}

const middle = () => ({ x: container.clientWidth / 2, y: container.clientHeight / 2 });

function pointOf(event) {
  const { left, top } = container.getBoundingClientRect();
  return { x: event.clientX - left, y: event.clientY - top };
}

function onMove(event) {
  const before = pointers.get(event.pointerId);
  const now = pointOf(event);
  if (!before) return showHovered(event.pointerType === "mouse" ? nodeAt(now) : null, now);
  const [other] = [...pointers].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
  pointers.set(event.pointerId, now);
  if (other) {
    pressed = null;
    const distance = (at) => Math.max(1, Math.hypot(at.x - other.x, at.y - other.y));
    zoomAt(
      { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 },
      distance(now) / distance(before),
    );
  } else if (!pressed || Math.hypot(now.x - pressed.x, now.y - pressed.y) > STILL) {
    pressed = null;
    showHovered(null);
    place({
      x: camera.x - (now.x - before.x) / camera.scale,
      y: camera.y - (now.y - before.y) / camera.scale,
    });
  } else pointers.set(event.pointerId, before);
  return undefined;
}

canvas.addEventListener("pointerdown", (event) => {
  if (event.button) return;
  canvas.setPointerCapture(event.pointerId);
  pointers.set(event.pointerId, pointOf(event));
  pressed = pointOf(event);
});
canvas.addEventListener("pointermove", onMove);
canvas.addEventListener("pointerup", (event) => {
  pointers.delete(event.pointerId);
  if (pressed) go(nodeAt(pressed));
  pressed = null;
});
for (const name of ["pointercancel", "pointerleave"])
  canvas.addEventListener(name, (event) => {
    pointers.delete(event.pointerId);
    pressed = null;
    showHovered(null);
  });
canvas.addEventListener(
  "wheel",
  (event) => {
    event.preventDefault();
    const pixels = event.deltaY * (event.deltaMode ? 20 : 1);
    zoomAt(pointOf(event), Math.exp(-pixels * (event.ctrlKey ? 0.01 : 0.0018)));
  },
  { passive: false },
);
canvas.addEventListener("keydown", (event) => {
  const [dx, dy] =
    { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key] ||
    [];
  if (dx !== undefined)
    place({ x: camera.x + (dx * STEP) / camera.scale, y: camera.y + (dy * STEP) / camera.scale });
  else if (event.key === "+" || event.key === "=") zoomAt(middle(), 1.3);
  else if (event.key === "-") zoomAt(middle(), 1 / 1.3);
  else if (event.key === "0") moveCamera(true);
  else return;
  event.preventDefault();
});
