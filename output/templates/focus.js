// One node and its neighbours in columns, told apart by relation: on either side of it, or on a
// narrow screen all on the right of it.

const ROW = 24;
const WIDEST_ROW = 40;
const NARROW = 600;

// How the focus lies in the view: `shift` is how far the node is left of the middle.
function focusFrame({ width, height }) {
  const narrow = width < NARROW;
  const reach = narrow ? 70 : Math.min(210, width * 0.19);
  return {
    sides: narrow ? 1 : 2,
    reach,
    shift: narrow ? width / 2 - 36 : 0,
    room: width / 2 - 30,
    high: height - 90,
  };
}

// Captions and nodes as rows of one or two columns; a column that goes on repeats its caption.
function columnsOf(node, sides, capacity) {
  const rows = [];
  const seen = new Set([node]);
  for (const [reading, ties] of groupedTies(node)) {
    const fresh = ties.filter((tie) => !seen.has(tie.node));
    for (const tie of fresh) seen.add(tie.node);
    if (fresh.length) rows.push({ reading });
    rows.push(...fresh.map((tie) => ({ reading, node: tie.node })));
  }
  const kept = rows.slice(0, sides * capacity - sides + 1);
  const split = sides === 2 && kept.length > 4 ? Math.ceil(kept.length / 2) : kept.length;
  const [right, left] = [kept.slice(0, split), kept.slice(split)];
  if (right.at(-1)?.node === undefined) left.unshift(...right.splice(-1));
  else if (left[0]?.node) left.unshift({ reading: left[0].reading });
  return [right, left.length > 1 ? left : []];
}

// Rows around the origin, in pixels: {reading, node, x, y, side, width}; a caption has no node.
function focusPlaces(node, { sides, reach, shift, room, high }) {
  const places = [];
  columnsOf(node, sides, Math.max(4, Math.floor(high / ROW))).forEach((rows, column) => {
    const side = column ? -1 : 1;
    const step = Math.min(WIDEST_ROW, high / Math.max(1, rows.length));
    const half = ((rows.length + 1) * step) / 2;
    rows.forEach((row, i) => {
      const y = (i - (rows.length - 1) / 2) * step;
      const x = reach * Math.sqrt(1 - ((0.9 * y) / half) ** 2);
      places.push({ ...row, x: side * x, y, side, width: room + shift - x });
    });
  });
  return places;
}
