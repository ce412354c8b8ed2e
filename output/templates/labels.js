// Where labels go: at constant size on the screen, and never one over another.

const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif";
const LABEL_HEIGHT = 15;
const CELL = 64;
const FIRST = 50;

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

  isFree([left, top, right, bottom]) {
    for (const key of this.keys([left, top, right, bottom]))
      for (const [l, t, r, b] of this.cells.get(key) || [])
        if (left < r && right > l && top < b && bottom > t) return false;
    return true;
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

// Labels of nodes, most important first, as {node, text, x, y, width} in pixels from the origin.
// The first ones may cover marks of less important nodes, the others cover none.
function placeLabels(ordered, { scale, measure, bounds }) {
  const [marks, taken] = [new Boxes(), new Boxes()];
  const boxOf = (node, r) => [
    node.at.x * scale - r,
    node.at.y * scale - r,
    node.at.x * scale + r,
    node.at.y * scale + r,
  ];
  for (const node of ordered) marks.add(boxOf(node, node.radius * 0.9));
  const placed = [];
  ordered.forEach((node, rank) => {
    const text = shortLabel(node);
    const width = measure(text, labelFont(node));
    taken.add(boxOf(node, node.radius * 0.9));
    const free = [...placesAround(node.at.x * scale, node.at.y * scale, node.radius, width)]
      .map(([x, y]) => ({
        node,
        text,
        x,
        y,
        width,
        box: [x - 3, y, x + width + 3, y + LABEL_HEIGHT],
      }))
      .filter(({ box }) => within(box, bounds) && taken.isFree(box));
    const best = free.find(({ box }) => marks.isFree(box)) || (rank < FIRST ? free[0] : undefined);
    if (!best) return;
    taken.add(best.box);
    placed.push(best);
  });
  return placed;
}
