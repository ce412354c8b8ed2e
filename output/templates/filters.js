// What the filters of the state keep, and what is selected: the same in every view.

const UNKNOWN = "unknown";
const OF_PAPERS = {
  year: (node) => String(node.year ?? UNKNOWN),
  venue: (node) => node.venue ?? UNKNOWN,
  source: (node) => node.source ?? UNKNOWN,
};

const allows = (values, value) => !values.length || values.includes(value);

// The nodes and links that some filters keep. A concept stays while a link to a paper does; which
// types are looked at does not decide about links of others.
function sift(filters) {
  const passes = (node) =>
    allows(filters.community, String(node.topic)) &&
    (!isPaper(node) ||
      Object.entries(OF_PAPERS).every(([name, of]) => allows(filters[name], of(node))));
  const least = Math.max(0, ...filters.confidence.map(Number).filter(Number.isFinite));
  const through = links.filter(
    ({ subject, object, relation, confidence }) =>
      confidence >= least && allows(filters.role, relation) && passes(subject) && passes(object),
  );
  const linked = new Set(through.flatMap(({ subject, object }) => [subject, object]));
  const byPaper = ["year", "venue", "source"].some((name) => filters[name].length);
  const byLink = filters.role.length || least > 0;
  const on = new Set(
    listed.filter(
      (node) =>
        allows(filters.type, node.group) &&
        passes(node) &&
        (linked.has(node) || !(byLink || (byPaper && !isPaper(node)))),
    ),
  );
  const linksOn = through.filter(({ subject, object }) => on.has(subject) && on.has(object));
  return { nodes: on, links: new Set(linksOn) };
}

const sifted = (() => {
  let filters = null;
  let result = null;
  return () => {
    if (filters !== state.get().filters) {
      ({ filters } = state.get());
      result = sift(filters);
    }
    return result;
  };
})();
const isOn = (node) => sifted().nodes.has(node);
const isLinkOn = (link) => sifted().links.has(link);
const isFiltered = () => Object.values(state.get().filters).some((values) => values.length);

function setFilter(name, values) {
  state.set({ filters: { ...state.get().filters, [name]: values } });
}

function clearFilters() {
  const { filters } = state.get();
  state.set({ filters: Object.fromEntries(Object.keys(filters).map((name) => [name, []])) });
}

const selectedNodes = () =>
  state
    .get()
    .selection.map((id) => nodes.get(id))
    .filter(Boolean);
const selectedNode = () => selectedNodes().at(-1) || null;
