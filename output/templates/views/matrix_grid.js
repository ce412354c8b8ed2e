// The matrix on the page: a grid (the pattern of ARIA) in which arrow keys move.

const MORE = 20;
const LEVELS = [1, 2, 3, 5, 8]; // papers from which a cell has its next colour
const grid = element("table", {});
const gridPlace = { row: 1, column: 1 };
let gridDrawn = "";
grid.setAttribute("role", "grid");
grid.setAttribute("aria-label", "Matrix of papers");

const level = (papers) => LEVELS.filter((from) => papers >= from).length;

function matrixCell(row, column) {
  const papers = cellOf(row, column).length;
  const cell = element("td", { textContent: papers || "", className: `level-${level(papers)}` });
  cell.setAttribute("role", "gridcell");
  const amount = papers ? plural(papers, "paper") : "no paper";
  cell.setAttribute("aria-label", `${row.label} and ${column.label}: ${amount}`);
  cell.title = `${row.label} × ${column.label}: ${amount}`;
  cell.addEventListener("click", () => select(row, column));
  return cell;
}

function matrixHead(node, scope) {
  const cell = element("th", {
    scope,
    title: `${node.label}: ${plural(matrix.totals.get(node), "paper")}`,
  });
  cell.setAttribute("role", scope === "col" ? "columnheader" : "rowheader");
  cell.append(element("span", { textContent: node.label, dir: "auto" }));
  cell.append(element("small", { textContent: count(matrix.totals.get(node)) }));
  cell.addEventListener("click", () => select(node));
  return cell;
}

function drawGrid() {
  const corner = element("td", {});
  corner.setAttribute("role", "gridcell");
  corner.setAttribute("aria-label", "Papers");
  const lines = [
    element("tr", {}, corner, ...matrix.columns.map((column) => matrixHead(column, "col"))),
    ...matrix.rows.map((row) =>
      element(
        "tr",
        {},
        matrixHead(row, "row"),
        ...matrix.columns.map((column) => matrixCell(row, column)),
      ),
    ),
  ];
  for (const line of lines) line.setAttribute("role", "row");
  grid.replaceChildren(element("thead", {}, lines[0]), element("tbody", {}, ...lines.slice(1)));
  for (const part of grid.children) part.setAttribute("role", "rowgroup");
  moveInGrid(1, 1, false);
}

// Make one cell the one that the Tab key reaches, within the grid.
function moveInGrid(row, column, focused = true) {
  grid.rows[gridPlace.row]?.cells[gridPlace.column]?.removeAttribute("tabindex");
  gridPlace.row = Math.max(0, Math.min(row, grid.rows.length - 1));
  gridPlace.column = Math.max(0, Math.min(column, grid.rows[0].cells.length - 1));
  const cell = grid.rows[gridPlace.row].cells[gridPlace.column];
  cell.tabIndex = 0;
  if (focused) cell.focus();
}

grid.addEventListener("keydown", (event) => {
  const { row, column } = gridPlace;
  const places = {
    ArrowLeft: [row, column - 1],
    ArrowRight: [row, column + 1],
    ArrowUp: [row - 1, column],
    ArrowDown: [row + 1, column],
    Home: [row, 0],
    End: [row, Infinity],
    PageUp: [0, column],
    PageDown: [Infinity, column],
  };
  if (event.key in places) moveInGrid(...places[event.key]);
  else if (event.key === "Enter" || event.key === " ") event.target.click();
  else return;
  event.preventDefault();
});
grid.addEventListener("click", ({ target }) => {
  const cell = target.closest("td, th");
  if (cell) moveInGrid(cell.parentElement.rowIndex, cell.cellIndex);
});

function markGrid() {
  const chosen = new Set(selectedNodes());
  const cell = chosenCell();
  const [place, across] = cell
    ? [matrix.rows.indexOf(cell.row) + 1, matrix.columns.indexOf(cell.column) + 1]
    : [0, 0];
  for (const [i, line] of [...grid.rows].entries())
    for (const [j, box] of [...line.cells].entries()) {
      const node = i ? (j ? null : matrix.rows[i - 1]) : matrix.columns[j - 1];
      const on = node ? chosen.has(node) : i > 0 && i === place && j === across;
      box.classList.toggle("selected", on);
      if (on) box.setAttribute("aria-selected", "true");
      else box.removeAttribute("aria-selected");
    }
  bringCellIntoSight(place, across);
}

// Where the selection was not made in the grid, the Tab key leads to it.
function bringCellIntoSight(place, across) {
  if (grid.contains(document.activeElement)) return;
  const node = selectedNode();
  const row = place || matrix.rows.indexOf(node) + 1;
  const column = across || (row ? 1 : matrix.columns.indexOf(node) + 1);
  if (!row && !column) return;
  moveInGrid(row, column, false);
  grid.rows[row].cells[column].scrollIntoView({ block: "nearest", inline: "nearest" });
}

function typeSelect(label, side) {
  const types = page.matrix[side].filter((type) => page.styles[type]);
  const options = types.map((type) =>
    element("option", { value: type, textContent: `${page.styles[type][0]}s` }),
  );
  const chooser = element("select", {}, ...options);
  chooser.addEventListener("change", () => state.set({ [side]: chooser.value }));
  return element("label", {}, label, chooser);
}

function moreOf(side) {
  const grow = () => {
    const [rows, columns] = matrixSize();
    state.set({ top: side === "rows" ? `${rows + MORE}x${columns}` : `${rows}x${columns + MORE}` });
  };
  return button("", grow, { className: "more" });
}

const matrixTools = {
  rows: typeSelect("Rows", "rows"),
  columns: typeSelect("Columns", "columns"),
  order: choice("Order", "order", [
    ["papers", "By papers"],
    ["similar", "Alike together"],
  ]),
  moreRows: moreOf("rows"),
  moreColumns: moreOf("columns"),
};
const emptyMatrix = element("p", { className: "nothing" });
const matrixKey = element("p", { className: "key" });
find("matrix-tools").prepend(...Object.values(matrixTools).slice(0, 3));
const gridFrame = element("div", { className: "frame" }, grid, matrixTools.moreColumns);
find("matrix").append(matrixKey, gridFrame, matrixTools.moreRows, emptyMatrix);

function showMatrix() {
  layMatrix();
  const types = matrixTypes();
  for (const side of ["rows", "columns"])
    matrixTools[side].querySelector("select").value = types[side];
  matrixTools.order.update();
  const nothing = !matrix.rows.length || !matrix.columns.length;
  gridFrame.hidden = matrixKey.hidden = nothing;
  emptyMatrix.hidden = !nothing;
  sayMatrix(nothing);
  const ids = (shown) => shown.map((node) => node.id).join(" ");
  const wanted = `${ids(matrix.rows)} × ${ids(matrix.columns)} ${toAddress({ ...state.get(), selection: [] })}`;
  if (!nothing && wanted !== gridDrawn) drawGrid();
  gridDrawn = wanted;
  if (!nothing) markGrid();
}

function sayMatrix(nothing) {
  const { row, column, doing } = matrixWords();
  const [rows, columns] = [matrix.all.rows.length, matrix.all.columns.length];
  emptyMatrix.textContent = `Nothing to compare: no paper here names a ${row} and a ${column}.`;
  matrixKey.replaceChildren(
    element("span", { className: "sample level-2", textContent: "2" }),
    ` papers that name the ${row} and ${doing} ${column}`,
    element("span", { className: "sample level-0" }),
    " none does: a gap. Press a cell to read the sentences.",
  );
  find("matrix-status").textContent = nothing
    ? ""
    : `${count(matrix.rows.length)} of ${plural(rows, row)}, ${count(matrix.columns.length)} of ${plural(columns, column)}`;
  const [most, across] = matrixSize();
  const left = {
    moreRows: [Math.min(rows, LARGEST_SIZE[0]) - most, row],
    moreColumns: [Math.min(columns, LARGEST_SIZE[1]) - across, column],
  };
  for (const [key, [more, what]] of Object.entries(left)) {
    matrixTools[key].hidden = nothing || more <= 0;
    matrixTools[key].textContent = plural(Math.min(MORE, more), `more ${what}`);
  }
}

views.matrix = {
  show: showMatrix,
  nodes: () => [
    ...new Set(
      matrix.rows.flatMap((row) => matrix.columns.flatMap((column) => cellOf(row, column))),
    ),
  ],
  table: () => ({
    names: ["", ...matrix.columns.map((column) => column.label)],
    rows: matrix.rows.map((row) => [
      row.label,
      ...matrix.columns.map((column) => cellOf(row, column).length),
    ]),
  }),
  draw: drawMatrix,
  size: matrixPictureSize,
};
