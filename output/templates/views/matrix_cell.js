// A cell of the matrix in the panel: its papers with their sentences, or the gap it is.

function tiesBetween(paper, node) {
  return paper.ties.filter(
    ({ node: other, link }) =>
      other === node && link.subject === paper && ofAnyType().links.has(link),
  );
}

function sentencesOf(paper, node) {
  return tiesBetween(paper, node).flatMap(({ link, reading }) => [
    muted(`${reading} ${node.label} (${link.confidence.toFixed(2)})`),
    ...link.evidence.slice(0, 2).map(quote),
  ]);
}

function crossedPaper(row, column) {
  return (paper) =>
    element(
      "li",
      {},
      nodeButton(paper, paper.year || ""),
      ...sentencesOf(paper, row),
      ...sentencesOf(paper, column),
    );
}

// Cells that are filled along a row or a column, as buttons.
function filledCells(title, pairs) {
  const filled = pairs.filter(([row, column]) => cellOf(row, column).length);
  if (!filled.length) return [];
  const open = (row, column) => {
    select(row, column);
    panel.focus({ preventScroll: true });
  };
  const item = ([row, column, other]) => {
    const press = button("", () => open(row, column), { className: "node" });
    const papers = plural(cellOf(row, column).length, "paper");
    press.append(icon(other.group), element("span", { textContent: other.label, dir: "auto" }));
    press.append(element("small", { textContent: papers }));
    return element("li", {}, press);
  };
  filled.sort((a, b) => cellOf(b[0], b[1]).length - cellOf(a[0], a[1]).length);
  return [heading(title), list(filled, item)];
}

function verdictOf(papers, row, column) {
  const measured = page.matrix.measured.includes(column.group);
  const [one, many] = measured ? ["evaluates on", "evaluate on"] : ["names", "name"];
  if (!papers.length) return `A gap: no paper here that names ${row.label} ${one} ${column.label}.`;
  const does = papers.length === 1 ? one : many;
  const naming = plural(papers.length, "paper names", "papers name");
  return `${naming} ${row.label} and ${does} ${column.label}.`;
}

const totalled = (node) => nodeButton(node, plural(matrix.totals.get(node) || 0, "paper"));

function showCell({ row, column }) {
  const papers = [...cellOf(row, column)].sort(byDegree);
  panel.replaceChildren(
    element("h2", { textContent: `${row.label} × ${column.label}`, dir: "auto" }),
    element("p", { textContent: verdictOf(papers, row, column) }),
    element("ul", {}, ...[row, column].map((node) => element("li", {}, totalled(node)))),
    ...(papers.length ? [heading("Papers"), list(papers, crossedPaper(row, column))] : []),
    ...filledCells(
      `${row.label} elsewhere`,
      matrix.all.columns.filter((other) => other !== column).map((other) => [row, other, other]),
    ),
    ...filledCells(
      `Others on ${column.label}`,
      matrix.all.rows.filter((other) => other !== row).map((other) => [other, column, other]),
    ),
  );
  panel.scrollTop = 0;
}
