// The filters beside the legend: each with the number of what it would keep.

const facets = find("facets");
const FACETS = {
  role: "Link",
  year: "Year",
  venue: "Venue",
  source: "Source",
  confidence: "Confidence",
};
const SURENESS = ["0.5", "0.7", "0.9"];
const FIRST_VALUES = 8;

// How many links or papers each value of a facet would keep, given all other filters but types.
function facetCounts(name) {
  const { nodes: on, links: through } = sift({ ...state.get().filters, type: [], [name]: [] });
  const counts = new Map();
  const add = (value) => counts.set(value, (counts.get(value) || 0) + 1);
  if (name === "role") for (const { relation } of through) add(relation);
  else for (const node of on) if (isPaper(node)) add(OF_PAPERS[name](node));
  return counts;
}

function checkbox(name, value, text, number) {
  const box = element("input", {
    type: "checkbox",
    checked: state.get().filters[name].includes(value),
  });
  box.addEventListener("change", () => {
    const others = state.get().filters[name].filter((other) => other !== value);
    setFilter(name, box.checked ? [...others, value] : others);
  });
  const small = element("small", { textContent: count(number) });
  return element("label", {}, box, element("span", { textContent: text, dir: "auto" }), small);
}

function checkboxes(name, textOf, order) {
  const counts = facetCounts(name);
  for (const value of state.get().filters[name]) if (!counts.has(value)) counts.set(value, 0);
  const values = [...counts].sort(order);
  if (values.length < 2 && !state.get().filters[name].length) return [];
  return [
    list(
      values,
      ([value, number]) => element("li", {}, checkbox(name, value, textOf(value), number)),
      FIRST_VALUES,
    ),
  ];
}

function dropdown(label, options, chosen, onChoose) {
  const select = element("select", {});
  for (const [value, text] of options)
    select.append(element("option", { value, textContent: text, selected: value === chosen }));
  select.addEventListener("change", () => onChoose(select.value));
  return element(
    "label",
    { className: "dropdown" },
    element("span", { textContent: label }),
    select,
  );
}

function yearChoices() {
  const counts = facetCounts("year");
  const years = [
    ...new Set(listed.filter((node) => isPaper(node) && node.year).map((node) => node.year)),
  ].sort();
  if (years.length < 2) return [];
  const chosen = state.get().filters.year.map(Number).filter(Number.isFinite);
  const [from, to] = chosen.length
    ? [Math.min(...chosen), Math.max(...chosen)]
    : [years[0], years.at(-1)];
  const options = years.map((year) => [
    String(year),
    `${year} (${count(counts.get(String(year)) || 0)})`,
  ]);
  const set = (low, high) => {
    const kept = years.filter((year) => year >= Math.min(low, high) && year <= Math.max(low, high));
    setFilter("year", kept.length === years.length ? [] : kept.map(String));
  };
  return [
    dropdown("from", options, String(from), (value) => set(Number(value), to)),
    dropdown("to", options, String(to), (value) => set(from, Number(value))),
  ];
}

function confidenceChoices() {
  const { links: through } = sift({ ...state.get().filters, type: [], confidence: [] });
  const options = ["0", ...SURENESS].map((least) => {
    const number = [...through].filter(({ confidence }) => confidence >= Number(least)).length;
    return [least, `${least === "0" ? "any" : `at least ${least}`} (${count(number)})`];
  });
  const [chosen = "0"] = state.get().filters.confidence;
  return [
    dropdown("of a link", options, chosen, (value) =>
      setFilter("confidence", value === "0" ? [] : [value]),
    ),
  ];
}

const byCount = (a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1);

function facetParts() {
  const inOrder = (a, b) => relations.indexOf(a[0]) - relations.indexOf(b[0]);
  return {
    role: checkboxes("role", (relation) => page.readings[relation][0], inOrder),
    year: yearChoices(),
    confidence: confidenceChoices(),
    venue: checkboxes("venue", (venue) => venue, byCount),
    source: checkboxes("source", (source) => source, byCount),
  };
}

function showFacets() {
  find("clear").hidden = !isFiltered();
  if (facets.hidden) return;
  const focused = [...facets.querySelectorAll("input, select")].indexOf(document.activeElement);
  const sets = Object.entries(facetParts()).filter(([, parts]) => parts.length);
  const made = sets.map(([name, parts]) =>
    element("fieldset", {}, element("legend", { textContent: FACETS[name] }), ...parts),
  );
  facets.replaceChildren(...made);
  if (focused >= 0) facets.querySelectorAll("input, select")[focused]?.focus();
}

find("filters").addEventListener("click", () => {
  facets.hidden = !facets.hidden;
  find("filters").setAttribute("aria-expanded", String(!facets.hidden));
  showFacets();
});
find("clear").addEventListener("click", clearFilters);
