// What follows from the links of a concept: its years, its benchmarks, its company, its family.

const [VARIANT_OF, HAS_VARIANT] = page.readings.variant_of;
const isConcept = (node) => page.entityTypes.includes(node.group);
const papersNaming = (node) => [
  ...new Set(node.ties.filter((tie) => isPaper(tie.node)).map((tie) => tie.node)),
];

// [year, papers] from the first year to the latest, the years between with none as well.
function papersByYear(node) {
  const years = papersNaming(node)
    .map((paper) => paper.year)
    .filter(Boolean);
  if (!years.length) return [];
  const first = Math.min(...years);
  const counts = Array.from({ length: Math.max(...years) - first + 1 }, (_, i) => [first + i, 0]);
  for (const year of years) counts[year - first][1] += 1;
  return counts;
}

// {node, papers}: what papers have these readings with, of some papers; most papers first.
function named(papers, readings, accepts) {
  const counts = new Map();
  for (const paper of papers) {
    const found = paper.ties.filter((tie) => readings.includes(tie.reading) && accepts(tie.node));
    for (const node of new Set(found.map((tie) => tie.node)))
      counts.set(node, (counts.get(node) || 0) + 1);
  }
  return [...counts]
    .map(([node, papers]) => ({ node, papers }))
    .sort((a, b) => b.papers - a.papers || byDegree(a.node, b.node));
}

const forward = (relation) => page.readings[relation][0];

// Benchmarks of the papers that have more to do with a concept than to mention it.
function benchmarksOf(node) {
  const close = node.ties.filter(
    (tie) => isPaper(tie.node) && !["mentions", "compares_to"].includes(tie.link.relation),
  );
  const papers = new Set(close.map((tie) => tie.node));
  return named(
    papers,
    [forward("evaluates_on")],
    (other) => other !== node && other.group === page.benchmark,
  );
}

// What the papers that evaluate on a benchmark introduce.
function evaluatedOn(benchmark) {
  const ties = benchmark.ties.filter((tie) => tie.link.relation === "evaluates_on");
  return named(
    ties.map((tie) => tie.node),
    [forward("introduces")],
    (other) => other !== benchmark,
  );
}

// Concepts that share several papers with this one, more of them than their frequency makes likely.
function oftenWith(node) {
  const readings = page.roles.map(forward);
  const company = named(
    papersNaming(node),
    readings,
    (other) => other !== node && isConcept(other),
  );
  return company
    .filter(({ node: other, papers }) => papers > 1 && !page.hubs.includes(other.id))
    .sort((a, b) => b.papers ** 2 / b.node.degree - a.papers ** 2 / a.node.degree)
    .slice(0, 8);
}

const parentsOf = (node) => node.ties.filter((tie) => tie.reading === VARIANT_OF);
const variantsOf = (node) => node.ties.filter((tie) => tie.reading === HAS_VARIANT);

// The oldest ancestor of a family.
function rootOf(node, seen = new Set()) {
  const [parent] = parentsOf(node);
  return !parent || seen.has(node) ? node : rootOf(parent.node, seen.add(node));
}
