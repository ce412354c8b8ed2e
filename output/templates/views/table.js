// The graph as a table of papers or of what they name: sorted, filtered, marked.

const FIRST_ROWS = 100;
const FIRST_NAMES = 2;
const tableBody = find("rows");
let rowsShown = FIRST_ROWS;
let rowsDrawn = "";

const related = (node, relation) =>
  node.ties
    .filter(
      ({ link }) =>
        link.relation === relation && link.subject === node && ofAnyType().links.has(link),
    )
    .map((tie) => tie.node);
const papersOf = (node) =>
  new Set(
    node.ties
      .filter((tie) => isPaper(tie.node) && ofAnyType().links.has(tie.link))
      .map((tie) => tie.node),
  );
const namesOf = (others) => others.map((other) => other.label);

function latestYear(node) {
  const years = [...papersOf(node)].map((paper) => paper.year).filter(Boolean);
  return years.length ? Math.max(...years) : undefined;
}

// Columns as {key, name, value, number, narrow}; those that are not narrow need a wide screen.
// A value is a text, a number or a list of names.
const TABLES = {
  papers: [
    { key: "title", name: "Title", value: (node) => node.label, narrow: true },
    { key: "year", name: "Year", value: (node) => node.year, number: true, narrow: true },
    { key: "venue", name: "Venue", value: (node) => node.venue },
    { key: "authors", name: "Authors", value: (node) => node.authors || [] },
    {
      key: "introduces",
      name: "Introduces",
      value: (node) => namesOf(related(node, page.relations.introduces)),
    },
    {
      key: "evaluates",
      name: "Evaluates on",
      value: (node) => namesOf(related(node, page.relations.evaluates)),
    },
    { key: "links", name: "Links", value: (node) => node.degree, number: true, narrow: true },
  ],
  concepts: [
    { key: "name", name: "Name", value: (node) => node.label, narrow: true },
    { key: "type", name: "Type", value: (node) => page.styles[node.group][0], narrow: true },
    {
      key: "papers",
      name: "Papers",
      value: (node) => papersOf(node).size,
      number: true,
      narrow: true,
    },
    { key: "first", name: "First", value: (node) => node.first, number: true },
    { key: "latest", name: "Latest", value: latestYear, number: true },
    { key: "also", name: "Also called", value: (node) => node.aliases || [] },
  ],
};

const rowsOf = (of) => listed.filter((node) => isPaper(node) === (of === "papers") && isOn(node));
const filled = (columns, rows) =>
  columns.filter(({ value }) => !rows.length || rows.some((node) => !isEmpty(whole(value(node)))));

// The columns of a table in which some node has a value, given the filters.
const filledColumns = (() => {
  let filters = null;
  const known = {};
  return (of) => {
    if (filters !== state.get().filters) Object.assign(known, { papers: null, concepts: null });
    ({ filters } = state.get());
    known[of] ??= filled(TABLES[of], rowsOf(of));
    return known[of];
  };
})();

const whole = (value) => (Array.isArray(value) ? value.join("; ") : value);

function brief(value) {
  if (!Array.isArray(value) || value.length <= FIRST_NAMES) return whole(value) ?? "";
  return `${value.slice(0, FIRST_NAMES).join("; ")} and ${value.length - FIRST_NAMES} more`;
}

const FIRST_ORDER = { papers: "-links", concepts: "-papers" };

function sortOf(sort, of) {
  const wanted = filledColumns(of).some(({ key }) => key === sort.replace("-", ""))
    ? sort
    : FIRST_ORDER[of];
  return { key: wanted.replace("-", ""), down: wanted.startsWith("-") };
}

// What the table shows: nodes with the words of the reader, in the order of the chosen column.
function tableNodes() {
  const value = state.get();
  const of = lookedAt();
  const words = fold(value.find).split(" ").filter(Boolean);
  const columns = filledColumns(of);
  const cells = (node) => fold(columns.map((column) => whole(column.value(node)) ?? "").join(" "));
  const kept = rowsOf(of).filter((node) => !words.length || holds(cells(node), words));
  const { key, down } = sortOf(value.sort, of);
  const column = columns.find((each) => each.key === key);
  const keyed = kept.map((node) => ({ node, by: whole(column.value(node)) }));
  keyed.sort(
    (a, b) =>
      emptyLast(a.by, b.by) ?? ((down ? -1 : 1) * compared(a.by, b.by) || byDegree(a.node, b.node)),
  );
  return keyed.map(({ node }) => node);
}

const holds = (text, words) => words.every((word) => text.includes(word));
const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
const compared = (a, b) =>
  typeof a === "number" && typeof b === "number" ? a - b : collator.compare(a ?? "", b ?? "");
const isEmpty = (value) => value === undefined || value === null || value === "";
const emptyLast = (a, b) =>
  isEmpty(a) || isEmpty(b) ? isEmpty(a) - isEmpty(b) || undefined : undefined;

const columnClass = ({ number, narrow }) => `${number ? "number" : ""} ${narrow ? "" : "wide"}`;

function tableRow(node) {
  const columns = filledColumns(lookedAt());
  const row = element("tr", {});
  row.dataset.id = node.id;
  const box = element("input", { type: "checkbox" });
  box.setAttribute("aria-label", `Select ${node.label}`);
  box.addEventListener("change", () => toggle(node));
  row.append(element("td", {}, box));
  for (const column of columns) {
    const { key, value } = column;
    const first = key === columns[0].key;
    const cell = element(first ? "th" : "td", {
      className: columnClass(column),
    });
    if (first) {
      cell.scope = "row";
      cell.append(nodeButton(node));
    } else {
      cell.dir = "auto";
      cell.textContent = brief(value(node));
    }
    row.append(cell);
  }
  return row;
}

function headCell(column, sort) {
  const sorted = column.key === sort.key;
  const cell = element("th", {
    scope: "col",
    className: columnClass(column),
  });
  cell.setAttribute("aria-sort", sorted ? (sort.down ? "descending" : "ascending") : "none");
  const press = button(
    column.name,
    () => {
      const down = sorted ? !sort.down : Boolean(column.number);
      state.set({ sort: `${down ? "-" : ""}${column.key}` });
      find("head").querySelector(`[value="${column.key}"]`).focus();
    },
    { value: column.key },
  );
  const arrow = sorted ? (sort.down ? "▼" : "▲") : "";
  press.append(element("span", { className: "arrow", textContent: arrow, ariaHidden: "true" }));
  cell.append(press);
  return cell;
}

const tableChoice = papersOrConcepts("Rows");
const tableFind = element("input", {
  type: "search",
  placeholder: "Filter rows",
  autocomplete: "off",
});
tableFind.setAttribute("aria-label", "Filter the rows by words in any column");
tableFind.addEventListener("input", () => {
  rowsShown = FIRST_ROWS;
  state.set({ find: tableFind.value.trim() }, { replace: true });
});
find("table-tools").prepend(tableChoice, tableFind);
find("more-rows").addEventListener("click", () => {
  const before = rowsShown;
  rowsShown += FIRST_ROWS;
  showTable();
  tableBody.children[before]?.querySelector("button").focus();
});

function showTable() {
  const value = state.get();
  const wanted = `${toAddress({ ...value, selection: [], expanded: [] })} ${rowsShown}`;
  if (wanted !== rowsDrawn) drawTable(value);
  rowsDrawn = wanted;
  markRows();
}

function drawTable(value) {
  const of = lookedAt();
  tableChoice.update(of);
  if (tableFind.value.trim() !== value.find) tableFind.value = value.find;
  const shown = tableNodes();
  const sort = sortOf(value.sort, of);
  const mark = element(
    "th",
    { scope: "col" },
    element("span", { className: "unseen", textContent: "Selected" }),
  );
  find("head").replaceChildren(mark, ...filledColumns(of).map((column) => headCell(column, sort)));
  const place = shown.indexOf(selectedNode());
  if (place >= rowsShown && place < 10 * FIRST_ROWS) rowsShown = place + 1;
  tableBody.replaceChildren(...shown.slice(0, rowsShown).map(tableRow));
  const total = `${plural(shown.length, of === "papers" ? "paper" : "concept")}${value.find ? ` with “${value.find}”` : ""}`;
  find("table-status").textContent =
    shown.length > rowsShown ? `First ${count(rowsShown)} of ${total}` : total;
  find("more-rows").hidden = shown.length <= rowsShown;
}

function markRows() {
  const chosen = new Set(state.get().selection);
  for (const row of tableBody.children) {
    row.classList.toggle("selected", chosen.has(row.dataset.id));
    row.querySelector("input").checked = chosen.has(row.dataset.id);
  }
}

views.table = {
  show: showTable,
  nodes: tableNodes,
  table() {
    const columns = filledColumns(lookedAt());
    const names = ["id", ...columns.map(({ name }) => name)];
    const rows = tableNodes().map((node) => [
      node.id,
      ...columns.map(({ value }) => whole(value(node))),
    ]);
    return { names, rows };
  },
};
