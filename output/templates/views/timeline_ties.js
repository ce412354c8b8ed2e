// What the timeline lights up with a selected node.

const MOST_COMPANIONS = 15;

const tiedTo = (node) =>
  node.ties.filter(({ link }) => ofAnyType().links.has(link)).map((tie) => tie.node);

// The concepts that several papers name together with this one, most often first.
function companions(node) {
  const entities = new Set(page.entityTypes);
  const shared = new Map();
  for (const paper of papersOf(node))
    for (const other of new Set(tiedTo(paper)))
      if (other !== node && entities.has(other.group))
        shared.set(other, (shared.get(other) || 0) + 1);
  return [...shared]
    .filter(([, papers]) => papers > 1)
    .sort((a, b) => b[1] - a[1] || byDegree(a[0], b[0]))
    .slice(0, MOST_COMPANIONS)
    .map(([other]) => other);
}

// What a selected node is linked to; a concept among concepts, what is named together with it.
const timelineTies = (node) =>
  isPaper(node) || lookedAt() === "papers" ? tiedTo(node) : [...tiedTo(node), ...companions(node)];

// The selected nodes and what they are linked to; null if nothing is selected.
function timelineLit() {
  const chosen = selectedNodes();
  return chosen.length ? new Set(chosen.flatMap((node) => [node, ...timelineTies(node)])) : null;
}
