// Where dots and their labels go in the timeline: x is the year, bands of rows are communities or
// types. The most linked get a label and a row in which it is free; the rest stand close by.

const ROW_PITCH = 17;
const DOT = 5;
const DOT_PITCH = 13;
const LABEL_GAP = 5;
const MOST_LABELS = 160;
const MOST_LABELS_OF_BAND = 40;
const MOST_ROWS = 14;
const BAND_HEAD = 26;
const AXIS = 26;
const SIDE = 16;
const timelineFont = `12px ${FONT}`;

const yearOf = (node) => node.year ?? node.first;

function timelineNodes() {
  const papers = lookedAt() === "papers";
  const entities = new Set(page.entityTypes);
  const wanted = (node) => (papers ? isPaper(node) : entities.has(node.group));
  return listed.filter((node) => wanted(node) && isOn(node) && yearOf(node)).sort(byDegree);
}

// Nodes by band, as [key, name, nodes]; what belongs to no community comes last.
function bandsOf(shown) {
  const { lanes } = state.get();
  if (lanes === "type" || !page.topics.length)
    return Object.entries(page.styles)
      .map(([group, [name]]) => [group, `${name}s`, shown.filter((node) => node.group === group)])
      .filter(([, , inside]) => inside.length);
  const topics = page.topics.map((names, topic) => [
    topic,
    names
      .slice(0, 2)
      .map((id) => nodes.get(id)?.label)
      .filter(Boolean)
      .join(" · "),
    shown.filter((node) => node.topic === topic),
  ]);
  const rest = shown.filter((node) => page.topics[node.topic] === undefined);
  const other = lookedAt() === "papers" ? "Other papers" : "Other concepts";
  return [...topics, [null, topics.length ? other : "", rest]].filter(
    ([, , inside]) => inside.length,
  );
}

// A row of the band, as intervals of x that are taken.
const isFreeIn = (row, left, right) => row.every(([from, to]) => right <= from || left >= to);

function rowFor(rows, left, right) {
  const free = rows.findIndex((row) => isFreeIn(row, left, right));
  if (free < 0) rows.push([[left, right]]);
  else rows[free].push([left, right]);
  return free < 0 ? rows.length - 1 : free;
}

// A dot with its label to the right, or to the left where the right has less room than it needs.
function withLabel(node, rows, frame) {
  const x = frame.x(yearOf(node)) + DOT + 1;
  const gap = DOT + LABEL_GAP;
  const [before, after] = [x - gap - SIDE, frame.width - SIDE - x - gap];
  const label = fitted(shortLabel(node, 48), timelineFont, Math.min(280, Math.max(before, after)));
  const wide = measure(label, timelineFont);
  const side = wide > after ? -1 : 1;
  const [left, right] =
    side < 0 ? [x - gap - wide - 8, x + DOT + 3] : [x - DOT - 3, x + gap + wide + 8];
  return { node, x, row: rowFor(rows, left, right), label, side };
}

// A dot without a label in the first free place of its year, or null where the band is full.
function withoutLabel(node, rows, frame, most) {
  const start = frame.x(yearOf(node)) + DOT + 1;
  const places = Math.max(1, Math.floor((frame.step - 2) / DOT_PITCH));
  for (let i = 0; i < most; i += 1)
    for (let place = 0; place < places; place += 1) {
      const x = start + place * DOT_PITCH;
      rows[i] ||= [];
      if (!isFreeIn(rows[i], x - DOT - 1, x + DOT + 1)) continue;
      rows[i].push([x - DOT - 1, x + DOT + 1]);
      return { node, x, row: i };
    }
  return null;
}

function layBand([key, name, inside], top, { frame, labels, lit }) {
  const rows = [];
  const dots = inside.slice(0, labels).map((node) => withLabel(node, rows, frame));
  const most = Math.max(rows.length, MOST_ROWS);
  const left = new Map();
  for (const node of inside.slice(labels)) {
    const free = withoutLabel(node, rows, frame, most);
    const dot = free || (lit?.has(node) ? withLabel(node, rows, frame) : null);
    if (dot) dots.push(dot);
    else left.set(yearOf(node), (left.get(yearOf(node)) || 0) + 1);
  }
  for (const dot of dots) dot.y = top + BAND_HEAD + (dot.row + 0.5) * ROW_PITCH;
  const foot = top + BAND_HEAD + rows.length * ROW_PITCH;
  const more = [...left].map(([year, number]) => ({ x: frame.x(year), y: foot, number }));
  return { key, name, top, dots, more, height: foot - top + (more.length ? ROW_PITCH : 0) + 6 };
}

// The whole timeline for a width: {bands, years, frame, width, height}; what is lit has a place even
// where a band is full.
function layTimeline(width, lit) {
  const shown = timelineNodes();
  const years = shown
    .map(yearOf)
    .reduce(([a, b], year) => [Math.min(a, year), Math.max(b, year)], [Infinity, -Infinity]);
  const [first, last] = years;
  const step = (width - 2 * SIDE) / Math.max(1, last - first + 1);
  const frame = { width, step, x: (year) => SIDE + (year - first) * step };
  const groups = bandsOf(shown);
  const share = Math.min(MOST_LABELS_OF_BAND, Math.ceil(MOST_LABELS / Math.max(1, groups.length)));
  const labels = shown.length > MOST_LABELS ? share : Infinity;
  let top = AXIS;
  const bands = groups.map((group) => {
    const band = layBand(group, top, { frame, labels, lit });
    top += band.height;
    return band;
  });
  return { bands, years, frame, width, height: top + AXIS, shown };
}
