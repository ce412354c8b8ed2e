// Who evaluates what where: rows against columns, and in each cell the papers that name both.
// What nobody has done stays visibly empty.

const FIRST_SIZE = [20, 15];
const LARGEST_SIZE = [400, 200];
const matrix = { rows: [], columns: [], cells: new Map(), totals: new Map(), all: null };

const isDone = ({ link }) =>
  link.relation !== page.relations.mentions && ofAnyType().links.has(link);
const isMeasured = ({ link }) =>
  link.relation === page.relations.evaluates && ofAnyType().links.has(link);
const cellKey = (row, column) => `${row.id} ${column.id}`;

// Papers of each entity of a type, by ties that count.
function papersBy(type, counts) {
  const found = new Map();
  for (const node of nodes.values()) {
    if (node.group !== type) continue;
    const papers = new Set(
      node.ties.filter((tie) => isPaper(tie.node) && counts(tie)).map((tie) => tie.node),
    );
    if (papers.size) found.set(node, papers);
  }
  return found;
}

// The entities of a side by how many of their papers the other side has, too, then by their papers.
function byShared(own, other) {
  const there = new Set([...other.values()].flatMap((papers) => [...papers]));
  const shared = new Map(
    [...own].map(([node, papers]) => [
      node,
      [...papers].filter((paper) => there.has(paper)).length,
    ]),
  );
  return [...own.keys()].sort(
    (a, b) => shared.get(b) - shared.get(a) || own.get(b).size - own.get(a).size || byDegree(a, b),
  );
}

// Rows, columns and cells of all that the filters keep. A benchmark or metric counts where a paper
// evaluates on it, anything else where it is not only mentioned.
function crossed(types) {
  const measured = page.matrix.measured.includes(types.columns);
  const across = papersBy(types.columns, measured ? isMeasured : isDone);
  const down = papersBy(types.rows, isDone);
  const columnsOf = new Map();
  for (const [column, papers] of across)
    for (const paper of papers) columnsOf.set(paper, [...(columnsOf.get(paper) || []), column]);
  const cells = new Map();
  for (const [row, papers] of down)
    for (const paper of papers)
      for (const column of columnsOf.get(paper) || []) {
        if (column === row) continue;
        const key = cellKey(row, column);
        cells.set(key, [...(cells.get(key) || []), paper]);
      }
  return {
    rows: byShared(down, across),
    columns: byShared(across, down),
    cells,
    totals: new Map([...down, ...across].map(([node, papers]) => [node, papers.size])),
  };
}

// The first nodes of a list, and before them what is selected and lies beyond.
function pinned(all, size) {
  const beyond = selectedNodes().filter((node) => all.indexOf(node) >= size);
  return [...beyond, ...all.slice(0, size - beyond.length)];
}

// Rows and columns set so that what is alike lies together: by the mean place of what they share
// (reciprocal averaging, Hill 1973).
function alike(rows, columns, cells) {
  let place = new Map(columns.map((column, i) => [column, i]));
  const mean = (own, others, key) => {
    let [sum, weight] = [0, 0];
    for (const other of others) {
      const papers = cells.get(key(own, other))?.length || 0;
      sum += papers * place.get(other);
      weight += papers;
    }
    return weight ? sum / weight : Infinity;
  };
  const sorted = (own, others, key) => {
    const means = new Map(own.map((node) => [node, mean(node, others, key)]));
    return own.toSorted((a, b) =>
      means.get(a) === means.get(b) ? 0 : means.get(a) - means.get(b),
    );
  };
  for (let round = 0; round < 12; round += 1) {
    rows = sorted(rows, columns, cellKey);
    place = new Map(rows.map((row, i) => [row, i]));
    columns = sorted(columns, rows, (column, row) => cellKey(row, column));
    place = new Map(columns.map((column, i) => [column, i]));
  }
  return [rows, columns];
}

// Types of the rows and of the columns: what the state says, or else the first that are there.
function matrixTypes() {
  const { rows, columns } = state.get();
  const pick = (wanted, types) => {
    const there = types.filter((type) => page.styles[type]);
    return there.includes(wanted) ? wanted : there[0];
  };
  return { rows: pick(rows, page.matrix.rows), columns: pick(columns, page.matrix.columns) };
}

// What rows and columns are, and what the papers in the cells do on the columns.
function matrixWords() {
  const types = matrixTypes();
  const name = (type) => page.styles[type]?.[0].toLowerCase() || "concept";
  const doing = page.matrix.measured.includes(types.columns) ? "evaluate on the" : "the";
  return { row: name(types.rows), column: name(types.columns), doing };
}

// How many rows and columns are shown at most: what the state says as "40x15", within limits.
function matrixSize() {
  const given = /^(\d{1,4})x(\d{1,4})$/.exec(state.get().top)?.slice(1).map(Number) || FIRST_SIZE;
  return given.map((size, i) => Math.max(FIRST_SIZE[i], Math.min(size, LARGEST_SIZE[i])));
}

function layMatrix() {
  const value = state.get();
  const [most, across] = matrixSize();
  const all = crossed(matrixTypes());
  let rows = pinned(all.rows, most);
  let columns = pinned(all.columns, across);
  if (value.order === "similar") [rows, columns] = alike(rows, columns, all.cells);
  Object.assign(matrix, { all, rows, columns, cells: all.cells, totals: all.totals });
}

const cellOf = (row, column) => matrix.cells.get(cellKey(row, column)) || [];

// The row and the column that are selected together, if they are.
function chosenCell() {
  const chosen = selectedNodes();
  const { rows, columns } = matrixTypes();
  const row = chosen.findLast((node) => node.group === rows);
  const column = chosen.findLast((node) => node.group === columns && node !== row);
  return row && column ? { row, column } : null;
}
