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

// How many of each of some groups fit into so many rows, by turns.
function sharesOf(sizes, rows) {
  const shares = sizes.map(() => 0);
  for (let left = rows, before = -1; left !== before; ) {
    before = left;
    for (const [i, size] of sizes.entries())
      if (left > 0 && shares[i] < size) {
        shares[i] += 1;
        left -= 1;
      }
  }
  return shares;
}

// Captions and nodes as rows of one or two columns; a column that goes on repeats its caption.
function columnsOf(node, sides, capacity) {
  const seen = new Set([node]);
  const groups = groupedTies(node).flatMap(([reading, ties]) => {
    const fresh = [...new Set(ties.map((tie) => tie.node))].filter((other) => !seen.has(other));
    for (const other of fresh) seen.add(other);
    return fresh.length ? [{ reading, fresh }] : [];
  });
  const room = sides * capacity - groups.length - (sides - 1);
  const shares = sharesOf(
    groups.map(({ fresh }) => fresh.length),
    Math.max(groups.length, room),
  );
  const rows = groups.flatMap(({ reading, fresh }, i) => {
    const part = shares[i] < fresh.length ? ` (${shares[i]} of ${count(fresh.length)})` : "";
    const caption = { reading: reading + part };
    return [caption, ...fresh.slice(0, shares[i]).map((other) => ({ reading, node: other }))];
  });
  const split = sides === 2 && rows.length > 4 ? Math.ceil(rows.length / 2) : rows.length;
  const [right, left] = [rows.slice(0, split), rows.slice(split)];
  if (right.length && !right.at(-1).node) left.unshift(...right.splice(-1));
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
