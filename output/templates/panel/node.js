// All that is known of one node.

const MOST_AUTHORS = 8;

// Why a name stands for an entity.
const REASONS = {
  decision: () => "you decided so",
  vocabulary: (source) => `the vocabulary has it under “${source}”`,
  definition: (source) => `its long form stands beside it in ${source}`,
  spelling: () => "it is the same but for spelling",
  wording: (source) => `it words the same as “${source}”`,
  context: (source) => `papers on the same things mean it so, as ${source}`,
  open: () => "nothing tells what it stands for",
};

function reasonItem([name, reason, source, papers]) {
  const told = nodes.get(source);
  const item = element("li", {}, element("b", { textContent: name, dir: "auto" }));
  const text = REASONS[reason]?.(told ? "the paper below" : source) ?? reason;
  item.append(element("span", { textContent: `: ${text} (${plural(papers, "paper")})` }));
  if (told) item.append(nodeButton(told));
  return item;
}

function reasonsOf(node) {
  if (!node.reasons?.length) return [];
  return [foldOut("Why these names are one", element("ul", {}, ...node.reasons.map(reasonItem)))];
}

// Tools that start from a node; each is a button with its action.
function actionsOf(node) {
  const { expanded, filters } = state.get();
  const open = expanded.includes(node.id);
  const made = [
    button(open ? "Show apart" : "Expand on the map", () =>
      state.set({
        expanded: open ? expanded.filter((id) => id !== node.id) : [...expanded, node.id],
      }),
    ),
    button("Find a path to…", () => askForPath(node)),
  ];
  if (node.topic !== undefined) {
    const only = filters.community.includes(String(node.topic));
    made.push(
      button(only ? "All communities" : "Only its community", () =>
        state.set({
          selection: [],
          filters: { ...filters, community: only ? [] : [String(node.topic)] },
        }),
      ),
    );
  }
  return element("div", { className: "actions" }, ...made);
}

function placesOf(node) {
  const repositories = node.ties.map((tie) => tie.node).filter(isRepository);
  const addresses = [node, ...repositories].flatMap((place) => place.links || []);
  return addresses.length ? [element("p", { className: "away" }, ...addresses.map(webLink))] : [];
}

function headOf(node) {
  return [
    element("p", { className: "kind" }, icon(node.group), page.styles[node.group][0]),
    element("h2", { textContent: node.label, dir: "auto" }),
  ];
}

function authorsOf({ authors }) {
  if (!authors) return [];
  const [first, rest] = [authors.slice(0, MOST_AUTHORS), authors.slice(MOST_AUTHORS)];
  const written = element("p", { textContent: first.join(", "), dir: "auto" });
  if (!rest.length) return [written];
  return [written, foldOut(`and ${count(rest.length)} more`, muted(rest.join(", ")))];
}

function showPaper(node) {
  const when = [node.venue, node.year].filter(Boolean).join(", ");
  showInPanel(
    ...headOf(node),
    ...authorsOf(node),
    ...(when ? [muted(when)] : []),
    ...placesOf(node),
    actionsOf(node),
    ...(node.ties.length ? tieLists(node) : [muted("No link of this paper is known.")]),
    ...(node.source
      ? [element("p", { className: "source", textContent: `Read from ${node.source}` })]
      : []),
  );
}

function familyBranch(member, chosen, seen = new Set()) {
  seen.add(member);
  const item = element("li", {}, nodeButton(member));
  if (member === chosen) item.firstChild.setAttribute("aria-current", "true");
  const below = variantsOf(member).filter((tie) => !seen.has(tie.node));
  if (below.length)
    item.append(element("ul", {}, ...below.map((tie) => familyBranch(tie.node, chosen, seen))));
  return item;
}

function familyOf(node) {
  if (!parentsOf(node).length && !variantsOf(node).length) return [];
  const evidence = [...parentsOf(node), ...variantsOf(node)];
  return [
    heading("Family"),
    element("ul", { className: "tree" }, familyBranch(rootOf(node), node)),
    foldOut("The sentences behind it", list(evidence, tieItem)),
  ];
}

function yearParts(node) {
  const counts = papersByYear(node);
  if (!counts.length) return [];
  const [first, latest] = [counts[0][0], counts.at(-1)[0]];
  const span = first === latest ? `All in ${first}` : `First ${first}, latest ${latest}`;
  return [heading("Papers by year", span), ...(first === latest ? [] : [yearChart(counts)])];
}

function showConcept(node) {
  const inPapers = ({ papers }) => plural(papers, "paper");
  const benchmarks = benchmarksOf(node);
  const company = oftenWith(node);
  const subjects = node.group === page.benchmark ? evaluatedOn(node) : [];
  showInPanel(
    ...headOf(node),
    ...(node.aliases ? [muted(`Also: ${node.aliases.join(", ")}`)] : []),
    ...(node.ambiguous
      ? [muted("A short form that papers leave open: it may stand for several things.")]
      : []),
    ...reasonsOf(node),
    actionsOf(node),
    ...yearParts(node),
    ...tieLists(node, [VARIANT_OF, HAS_VARIANT]),
    ...familyOf(node),
    ...(benchmarks.length
      ? [heading("Benchmarks of its papers", "evaluated in"), names(benchmarks, inPapers, 6)]
      : []),
    ...(subjects.length
      ? [heading("What was evaluated here", "introduced in"), names(subjects, inPapers, 6)]
      : []),
    ...(company.length
      ? [heading("Often together with", "shared"), names(company, inPapers, 8)]
      : []),
  );
}

function showOther(node) {
  const when = [node.authors?.join(", "), node.year].filter(Boolean).join(", ");
  showInPanel(
    ...headOf(node),
    ...(when && !node.label.includes(String(node.year)) ? [muted(when)] : []),
    ...placesOf(node),
    actionsOf(node),
    ...tieLists(node),
  );
}

function showNode(node) {
  if (isPaper(node)) showPaper(node);
  else if (isConcept(node)) showConcept(node);
  else showOther(node);
}
