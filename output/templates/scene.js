// What lies where in the map; vis-network keeps the camera and finds what is under the pointer.

const container = document.getElementById("map");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const items = new vis.DataSet();
const network = new vis.Network(
  container,
  { nodes: items, edges: new vis.DataSet() },
  read("options"),
);
const scene = {
  nodes: [],
  links: [],
  chosen: null,
  hovered: null,
  topic: null,
  near: new Set(),
  places: [],
  colors: {},
  labels: null,
  labelsScale: 0,
  middle: { x: 0, y: 0 },
  scale: 1,
};
const LARGEST_SCALE = 2.2;
const MARGIN = 110;

const frame = container.querySelector(".vis-network");
frame.setAttribute("role", "application");
frame.setAttribute(
  "aria-label",
  "Map: arrow keys move it, + and - zoom. Search and lists hold the same as text.",
);

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
  measureMap();
  items.clear();
  items.add(scene.nodes.map(itemOf));
}

const itemOf = ({ id, at, label }) => ({
  id,
  ...at,
  shape: "custom",
  ctxRenderer: target,
  title: label,
});

// What vis-network takes for the node when it looks for one under the pointer.
function target({ id }) {
  const scale = network.getScale();
  const side = Math.max(20, 2.4 * radiusOf(nodes.get(id), scale)) / scale;
  return { drawNode() {}, nodeDimensions: { width: side, height: side } };
}

function viewport() {
  return { width: container.clientWidth, height: container.clientHeight };
}

// The middle and the scale at which the map fills its place, with margins for labels.
function measureMap() {
  const { width, height } = viewport();
  const [xs, ys] = [scene.nodes.map((node) => node.at.x), scene.nodes.map((node) => node.at.y)];
  const box = xs.length
    ? [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
    : [0, 0, 0, 0];
  const [wide, high] = [Math.max(1, box[1] - box[0]), Math.max(1, box[3] - box[2])];
  scene.middle = { x: (box[0] + box[1]) / 2, y: (box[2] + box[3]) / 2 };
  scene.scale = Math.max(
    0.02,
    Math.min((width - MARGIN) / wide, (height - MARGIN) / high, LARGEST_SCALE),
  );
}

function moveCamera(animated) {
  const { chosen } = scene;
  const position = chosen
    ? { x: chosen.at.x + focusFrame(viewport()).shift, y: chosen.at.y }
    : scene.middle;
  const scale = chosen ? 1 : scene.scale;
  const animation =
    animated && !calm.matches ? { duration: 350, easingFunction: "easeInOutQuad" } : false;
  network.moveTo({ position, scale, animation });
}

function isDimmed(node) {
  return scene.chosen
    ? !scene.near.has(node)
    : scene.topic !== null && node.topic !== scene.topic;
}
