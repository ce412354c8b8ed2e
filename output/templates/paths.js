// A shortest chain of links between two nodes.

class Queue {
  constructor() {
    this.heap = [];
  }

  push(cost, node) {
    const { heap } = this;
    let i = heap.push([cost, node]) - 1;
    for (let up = (i - 1) >> 1; i > 0 && heap[up][0] > cost; i = up, up = (i - 1) >> 1)
      [heap[i], heap[up]] = [heap[up], heap[i]];
  }

  pop() {
    const { heap } = this;
    const [first, last] = [heap[0], heap.pop()];
    if (!heap.length) return first;
    heap[0] = last;
    for (let i = 0, down = 1; down < heap.length; down = 2 * i + 1) {
      if (down + 1 < heap.length && heap[down + 1][0] < heap[down][0]) down += 1;
      if (heap[down][0] >= last[0]) break;
      [heap[i], heap[down]] = [heap[down], heap[i]];
      i = down;
    }
    return first;
  }
}

// The nodes of a path from one to another, none where there is none. Fewer links come first, then
// nodes of few links: they say more (Dijkstra 1959).
function findPath(from, to) {
  const costs = new Map([[from, 0]]);
  const before = new Map();
  const done = new Set();
  const queue = new Queue();
  queue.push(0, from);
  while (queue.heap.length) {
    const [cost, node] = queue.pop();
    if (node === to) break;
    if (done.has(node)) continue;
    done.add(node);
    for (const { node: next } of node.ties) {
      const longer = cost + 100 + Math.log(1 + next.degree);
      if (longer >= (costs.get(next) ?? Infinity)) continue;
      costs.set(next, longer);
      before.set(next, node);
      queue.push(longer, next);
    }
  }
  if (!costs.has(to)) return [];
  const path = [to];
  while (path[0] !== from) path.unshift(before.get(path[0]));
  return path;
}

const shownPath = () => {
  const [from, to] = state.get().path.map((id) => nodes.get(id));
  return from && to ? findPath(from, to) : null;
};

// A path from top to bottom, between its nodes how they are linked: {node or reading, x, y, side,
// width} in pixels around the middle of the view.
function pathPlaces(path, { width, height }) {
  const step = Math.min(110, (height - 130) / Math.max(1, path.length - 1));
  const x = -Math.min(width / 2 - 40, 230);
  const row = { x, side: 1, width: width / 2 - x - 50 };
  return path.flatMap((node, i) => {
    const y = (i - (path.length - 1) / 2) * step;
    const before = path[i - 1]?.ties.find((tie) => tie.node === node);
    const reading = { ...row, x: x + 16, reading: before?.reading, y: y - step / 2 };
    return before ? [reading, { ...row, node, y }] : [{ ...row, node, y }];
  });
}
