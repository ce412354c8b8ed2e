// Where labels go: at constant size on the screen, and never one over another.

const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif";
const LABEL_HEIGHT = 15;
const CELL = 64;
const [FIRST, FIRST_NARROW] = [50, 12]; // labels that may cover marks
const MOST_LABELLED = 900;
const NAME_HEIGHT = 19;
const FOOTING = 34; // pixels at the foot of the map that hold the status

class Boxes {
  constructor() {
    this.cells = new Map();
  }

  *keys([left, top, right, bottom]) {
    for (let x = Math.floor(left / CELL); x <= Math.floor(right / CELL); x++)
      for (let y = Math.floor(top / CELL); y <= Math.floor(bottom / CELL); y++) yield `${x} ${y}`;
  }

  add(box) {
    for (const key of this.keys(box)) {
      if (!this.cells.has(key)) this.cells.set(key, []);
      this.cells.get(key).push(box);
    }
  }

  // How many boxes a box overlaps, counted up to a limit.
  overlaps([left, top, right, bottom], limit = Infinity) {
    const found = new Set();
    for (const key of this.keys([left, top, right, bottom]))
      for (const box of this.cells.get(key) || []) {
        const [l, t, r, b] = box;
        if (left < r && right > l && top < b && bottom > t) found.add(box);
        if (found.size >= limit) return found.size;
      }
    return found.size;
  }

  isFree(box) {
    return !this.overlaps(box, 1);
  }
}

function labelFont(node) {
  return isPaper(node) ? `12px ${FONT}` : `600 12.5px ${FONT}`;
}

// Four places for a label of this width around a mark of this radius, best first.
function* placesAround(x, y, radius, width) {
  const [gap, half] = [radius + 3, LABEL_HEIGHT / 2];
  yield [x - width / 2, y + gap];
  yield [x + gap, y - half];
  yield [x - gap - width, y - half];
  yield [x - width / 2, y - gap - LABEL_HEIGHT];
}

const within = (box, [left, top, right, bottom]) =>
  box[0] >= left && box[1] >= top && box[2] <= right && box[3] <= bottom;

const leastCovering = (placed, marks) =>
  placed
    .map((label) => ({ label, covered: marks.overlaps(label.box) }))
    .sort((a, b) => a.covered - b.covered)[0]?.label;

// Names of communities and labels of nodes, most important first, as {node or topic, text, font,
// x, y, box} in pixels from the origin of the map. The first ones may cover marks of less important
// nodes, the others cover none.
function placeLabels(ordered, { scale, bounds }) {
  const [marks, taken] = [new Boxes(), new Boxes()];
  const boxOf = (node, r) => [
    node.at.x * scale - r,
    node.at.y * scale - r,
    node.at.x * scale + r,
    node.at.y * scale + r,
  ];
  for (const node of ordered) marks.add(boxOf(node, node.radius * 0.9));
  const first = viewport().width < NARROW ? FIRST_NARROW : FIRST;
  const placed = [];
  const put = (label, places, rank) => {
    const height = label.node ? LABEL_HEIGHT : NAME_HEIGHT;
    const free = places
      .map(([x, y]) => ({ ...label, x, y, box: [x - 3, y, x + label.width + 3, y + height] }))
      .filter(({ box }) => within(box, bounds) && taken.isFree(box));
    const clear = free.find(({ box }) => marks.isFree(box));
    const best = clear || (rank < first ? leastCovering(free, marks) : undefined);
    if (!best) return;
    taken.add(best.box);
    placed.push(best);
  };
  for (const label of communityNames()) put(label, [...placesOfName(label, scale)], 0);
  ordered.forEach((node, rank) => {
    const [text, font] = [shortLabel(node), labelFont(node)];
    const width = measure(text, font);
    taken.add(boxOf(node, node.radius * 0.9));
    const places = placesAround(node.at.x * scale, node.at.y * scale, node.radius, width);
    put({ node, text, font, width }, [...places], rank);
  });
  return placed;
}

function communityNames() {
  const narrow = viewport().width < NARROW;
  const font = `700 ${narrow ? 13 : 15}px ${FONT}`;
  return page.topics.flatMap((_, topic) => {
    const members = scene.nodes.filter((node) => node.topic === topic);
    const text = communityName(topic, narrow ? 1 : 2);
    return members.length > 2 ? [{ topic, text, font, members, width: measure(text, font) }] : [];
  });
}

// Above, below or in the middle of what belongs to a community.
function* placesOfName({ members, width }, scale) {
  const [xs, ys] = [members.map(({ at }) => at.x * scale), members.map(({ at }) => at.y * scale)];
  const x = xs.reduce((sum, value) => sum + value, 0) / xs.length - width / 2;
  const [top, bottom] = [Math.min(...ys) - 14 - NAME_HEIGHT, Math.max(...ys) + 14];
  const up = (top + bottom) / 2 < scene.middle.y * scale;
  for (const [near, far] of [
    [0, 1],
    [0.12, 0.88],
  ])
    for (const shift of [0, -60, 60, -120, 120]) {
      yield [x + shift, top + (bottom - top) * (up ? near : far)];
      yield [x + shift, top + (bottom - top) * (up ? far : near)];
    }
  yield [x, (top + bottom) / 2];
}

// What labels may cover: at the first sight what the view holds, nearer what lies around it.
function labelBounds(at, { width, height }) {
  const [dx, dy] = [width / 2 - 6, height / 2 - 6];
  const grown = at.scale > 1.05 * scene.scale ? 2 : 1;
  const { x, y } = grown === 1 ? scene.middle : at;
  const [left, top] = [x * at.scale, y * at.scale];
  return [left - dx * grown, top - dy * grown, left + dx * grown, top + dy * grown - FOOTING];
}

// The labels for a camera, which are kept while they fit.
function labelsAt(at, size) {
  const { x, y } = at;
  const kept = scene.labels;
  const far = kept && Math.hypot(x - kept.x, y - kept.y) * at.scale > size.width / 2;
  if (!kept || kept.scale !== at.scale || kept.width !== size.width || far) {
    const bounds = labelBounds(at, size);
    const inside = (node) => {
      const [left, top] = [node.at.x * at.scale, node.at.y * at.scale];
      return within([left, top, left, top], bounds);
    };
    const ordered = scene.nodes.filter(inside).slice(0, MOST_LABELLED);
    const placed = placeLabels(ordered, { scale: at.scale, bounds });
    scene.labels = { x, y, scale: at.scale, width: size.width, placed };
  }
  return scene.labels.placed;
}
