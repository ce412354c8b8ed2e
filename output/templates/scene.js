// What lies where in the map.

const scene = {
  nodes: [],
  links: [],
  chosen: null,
  hovered: null,
  topic: null,
  near: new Set(),
  places: [],
  areas: [],
  colors: {},
  labels: null,
  middle: { x: 0, y: 0 },
  scale: 1,
};
const LARGEST_SCALE = 2.2;
const MARGIN = 110;
const REACH = 12; // pixels around a small mark that still count as the mark
const tip = document.getElementById("tip");

function radiusOf(node, scale) {
  const zoom = Math.min(1.5, Math.max(0.75, Math.sqrt(scale)));
  return (node === scene.chosen ? Math.max(12, 1.3 * node.size) : node.size) * zoom;
}

function placesOfFocus(chosen) {
  const { at } = chosen;
  const places = focusPlaces(chosen, focusFrame(viewport()));
  return places.map((place) => ({ ...place, x: place.x + at.x, y: place.y + at.y }));
}

// Give every shown node its place, in the overview or around the selected one.
function arrange() {
  const upright = viewport().height > viewport().width;
  for (const node of nodes.values()) node.at = isOn(node) ? home(node, upright) : null;
  const chosen = selectedNode();
  if (chosen) chosen.at = home(chosen, upright) || { x: 0, y: 0 };
  scene.places = chosen ? placesOfFocus(chosen) : [];
  for (const { node, x, y } of scene.places) if (node) node.at = { x, y };
  Object.assign(scene, { chosen, topic: null, hovered: null });
  scene.near = new Set([chosen, ...scene.places.map((place) => place.node)]);
  scene.nodes = [...nodes.values()]
    .filter((node) => node.at)
    .sort((a, b) => isPaper(a) - isPaper(b) || byDegree(a, b));
  scene.labels = null;
  scene.links = links.filter(
    chosen
      ? ({ subject, object }) =>
          (subject === chosen || object === chosen) &&
          scene.near.has(subject) &&
          scene.near.has(object)
      : ({ subject, object }) => subject.at && object.at,
  );
  scene.areas = page.topics.map((_, topic) => areaOf(topic));
  measureMap();
}

// Pairs of near members of a community: thick lines along them cover its ground.
function areaOf(topic) {
  const cells = new Map();
  const pairs = [];
  const side = 2 * TINT_RADIUS;
  for (const node of scene.nodes) {
    if (node.topic !== topic) continue;
    const [column, row] = [Math.floor(node.at.x / side), Math.floor(node.at.y / side)];
    pairs.push([node, node]);
    for (const [dx, dy] of [[0, 0], [1, 0], [-1, 0], [0, 1], [0, -1], [1, 1], [-1, -1], [1, -1], [-1, 1]])
      for (const other of cells.get(`${column + dx} ${row + dy}`) || [])
        if (Math.hypot(node.at.x - other.at.x, node.at.y - other.at.y) < side)
          pairs.push([node, other]);
    const key = `${column} ${row}`;
    cells.set(key, [...(cells.get(key) || []), node]);
  }
  return pairs;
}

// The node under a point of the screen, in the hand's reach of small marks.
function nodeAt(point) {
  let found = null;
  let nearest = Infinity;
  for (const node of scene.nodes) {
    const { x, y } = toScreen(node.at);
    const distance = Math.hypot(x - point.x, y - point.y) - node.radius;
    const reach = isDimmed(node) ? 0 : Math.max(2, REACH - node.radius);
    if (distance < Math.min(nearest, reach)) [found, nearest] = [node, distance];
  }
  return found;
}

function showHovered(node, point) {
  canvas.style.cursor = node ? "pointer" : "";
  tip.hidden = !node;
  if (node) {
    const links = plural(node.degree, "link");
    tip.textContent = `${node.label} (${page.styles[node.group][0].toLowerCase()}, ${links})`;
    const { width } = viewport();
    const left = point.x > width / 2;
    tip.style.left = left ? "" : `${point.x + 14}px`;
    tip.style.right = left ? `${width - point.x + 14}px` : "";
    tip.style.top = `${point.y + 14}px`;
  }
  if (scene.hovered === node) return;
  scene.hovered = node;
  redraw();
}

// The middle and the scale at which the map fills its place, with margins for labels.
function measureMap() {
  const { width, height } = viewport();
  const [xs, ys] = [scene.nodes.map((node) => node.at.x), scene.nodes.map((node) => node.at.y)];
  const ends = (values) => values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity]);
  const [left, right, top, bottom] = xs.length ? [...ends(xs), ...ends(ys)] : [0, 0, 0, 0];
  const [wide, high] = [Math.max(1, right - left), Math.max(1, bottom - top)];
  scene.middle = { x: (left + right) / 2, y: (top + bottom) / 2 };
  scene.scale = Math.max(
    FARTHEST,
    Math.min((width - MARGIN) / wide, (height - MARGIN) / high, LARGEST_SCALE),
  );
}

function moveCamera(animated) {
  const { chosen } = scene;
  const position = chosen
    ? { x: chosen.at.x + focusFrame(viewport()).shift, y: chosen.at.y }
    : scene.middle;
  flyTo({ ...position, scale: chosen ? 1 : scene.scale }, animated);
}

function isDimmed(node) {
  return scene.chosen
    ? !scene.near.has(node)
    : scene.topic !== null && node.topic !== scene.topic;
}
