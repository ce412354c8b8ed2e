// What lies where in the map: the map itself, one node and its neighbours, or a path.

const scene = {
  nodes: [],
  links: [],
  chosen: null, // the selected node
  alone: false, // the selected node and its neighbours stand apart from the map
  path: null,
  hovered: null,
  topic: null, // the community that is pointed at
  near: new Set(),
  places: [],
  areas: [],
  tint: 0,
  colors: {},
  labels: null,
  middle: { x: 0, y: 0 },
  scale: 1,
};
const LARGEST_SCALE = 2.2;
const [FEWEST_SHOWN, MOST_SHOWN] = [110, 300];
const GROUND = 2600; // square pixels that a node and its label take
const LARGEST_IN_ROWS = 8;
const TINT_RADIUS = 40; // units of the map around a node that are of its community
const FEWEST_PIXELS = 26;

const byImportance = (a, b) => isPaper(a) - isPaper(b) || byDegree(a, b);
const isWhole = () => hasWhole && state.get().extent === "whole";

// How many nodes the view has room for.
function room() {
  const { width, height } = viewport();
  return Math.round(Math.min(MOST_SHOWN, Math.max(FEWEST_SHOWN, (width * height) / GROUND)));
}

// Of nodes in order at most so many, about half of them papers.
function bestOf(ordered, most) {
  if (ordered.length <= most) return ordered;
  const [papers, others] = [ordered.filter(isPaper), ordered.filter((node) => !isPaper(node))];
  const half = Math.max(most >> 1, most - others.length);
  return [...others.slice(0, most - Math.min(half, papers.length)), ...papers.slice(0, half)];
}

// Nodes of the map with their places there: the overview, all nodes, or the best of a filter.
function nodesOfMap() {
  const filtered = hasWhole && isFiltered();
  const upright = viewport().height > viewport().width;
  const home = ({ x, y, all }) => {
    const [right, down] = (isWhole() || filtered ? all : x !== undefined && [x, y]) || [];
    if (right === undefined) return null;
    return upright ? { x: down, y: right } : { x: right, y: down };
  };
  for (const node of listed) node.at = isOn(node) ? home(node) : null;
  const placed = listed.filter((node) => node.at).sort(byDegree);
  const shown = bestOf(placed, isWhole() ? Infinity : room());
  const stay = new Set(shown);
  for (const node of placed) if (!stay.has(node)) node.at = null;
  const expanded = state.get().expanded.flatMap((id) => nodes.get(id) || []);
  for (const node of expanded) {
    const joining = [node, ...new Set(node.ties.map((tie) => tie.node))];
    const fresh = joining.filter((each) => !each.at && (each === node || isOn(each)));
    takeSeats(fresh, shown);
    shown.push(...fresh);
  }
  return shown;
}

const around = (places, { x, y }) =>
  places.map((place) => ({ ...place, x: place.x + x, y: place.y + y }));

// Give every shown node its place.
function arrange() {
  const [chosen, path] = [selectedNode(), shownPath()];
  const alone = Boolean(chosen && !path && !state.get().expanded.includes(chosen.id));
  const shown = nodesOfMap();
  if (alone) {
    chosen.at ||= { x: 0, y: 0 };
    scene.places = around(focusPlaces(chosen, focusFrame(viewport())), chosen.at);
  } else scene.places = path ? pathPlaces(path, viewport()) : [];
  for (const { node, x, y } of scene.places) if (node) node.at = { x, y };
  Object.assign(scene, { chosen: path ? null : chosen, alone, path, topic: null, hovered: null });
  scene.near = new Set(
    alone || path
      ? [...(alone ? [chosen] : []), ...scene.places.map((place) => place.node)]
      : chosen && [chosen, ...chosen.ties.map((tie) => tie.node)],
  );
  scene.nodes = [...new Set([...shown, ...scene.near])].filter((node) => node?.at);
  scene.nodes.sort((a, b) => scene.near.has(b) - scene.near.has(a) || byImportance(a, b));
  scene.labels = null;
  scene.links = links.filter(isDrawn);
  measureMap();
  scene.tint = isWhole() ? TINT_RADIUS : Math.max(TINT_RADIUS, FEWEST_PIXELS / scene.scale);
  scene.areas = page.topics.map((_, topic) => (alone || path ? [] : areaOf(topic)));
}

function isDrawn(link) {
  const { subject, object } = link;
  if (scene.path) {
    const [i, j] = [scene.path.indexOf(subject), scene.path.indexOf(object)];
    return i >= 0 && j >= 0 && Math.abs(i - j) === 1;
  }
  if (scene.alone)
    return (
      (subject === scene.chosen || object === scene.chosen) &&
      scene.near.has(subject) &&
      scene.near.has(object)
    );
  return subject.at && object.at && isLinkOn(link);
}

// Pairs of near members of a community: thick lines along them cover its ground.
function areaOf(topic) {
  const cells = new Map();
  const pairs = [];
  const side = 2 * scene.tint;
  for (const node of scene.nodes) {
    if (node.topic !== topic) continue;
    const [column, row] = [Math.floor(node.at.x / side), Math.floor(node.at.y / side)];
    pairs.push([node, node]);
    for (let x = column - 1; x <= column + 1; x++)
      for (let y = row - 1; y <= row + 1; y++)
        for (const other of cells.get(`${x} ${y}`) || [])
          if (Math.hypot(node.at.x - other.at.x, node.at.y - other.at.y) < side)
            pairs.push([node, other]);
    const key = `${column} ${row}`;
    if (!cells.has(key)) cells.set(key, []);
    cells.get(key).push(node);
  }
  return pairs;
}

function radiusOf(node, scale) {
  const zoom = Math.min(1.5, Math.max(isWhole() ? 0.3 : 0.75, Math.sqrt(scale)));
  const apart = (scene.alone || scene.path) && scene.near.has(node);
  const size = apart ? Math.min(node.size, LARGEST_IN_ROWS) : node.size;
  return (node === scene.chosen ? Math.max(12, 1.3 * node.size) : size) * zoom;
}

function extentOf(values) {
  let [low, high] = values.length ? [Infinity, -Infinity] : [0, 0];
  for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  return { middle: (low + high) / 2, length: Math.max(1, high - low) };
}

// The middle and the scale at which nodes fill the view, with margins for labels.
function frameOf(framed) {
  const { width, height } = viewport();
  const margin = width < NARROW ? 64 : 110;
  const across = extentOf(framed.map((node) => node.at.x));
  const down = extentOf(framed.map((node) => node.at.y));
  const scale = Math.min(
    (width - margin) / across.length,
    (height - margin) / down.length,
    LARGEST_SCALE,
  );
  return { x: across.middle, y: down.middle, scale: Math.max(FARTHEST, scale) };
}

function measureMap() {
  const { x, y, scale } = frameOf(scene.nodes);
  Object.assign(scene, { middle: { x, y }, scale });
}

function moveCamera(animated) {
  const { chosen, alone, path } = scene;
  if (path) flyTo({ x: 0, y: 0, scale: 1 }, animated);
  else if (alone) {
    const { x, y } = chosen.at;
    flyTo({ x: x + focusFrame(viewport()).shift, y, scale: 1 }, animated);
  } else
    flyTo(
      frameOf(chosen ? scene.nodes.filter((node) => scene.near.has(node)) : scene.nodes),
      animated,
    );
}

function isDimmed(node) {
  if (scene.near.size) return !scene.near.has(node);
  return scene.topic !== null && node.topic !== scene.topic;
}
