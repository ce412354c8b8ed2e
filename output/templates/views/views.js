// The views of the graph: one of them is shown. A view has `show()`, which brings it up to date
// with the state; `nodes()`, what it shows; `table()`, that as names and rows; and, where it can be
// a picture, `draw(pen, size)` and `size()` (with `marks` if its marks need a legend).

const views = {};
const tabs = [...find("views").children];

function showViews() {
  const { view } = state.get();
  for (const tab of tabs) {
    const on = tab.value === view;
    tab.setAttribute("aria-selected", String(on));
    tab.tabIndex = on ? 0 : -1;
    find(tab.getAttribute("aria-controls")).hidden = !on;
  }
  views[view].show();
}

for (const [i, tab] of tabs.entries()) {
  tab.addEventListener("click", () => state.set({ view: tab.value }));
  tab.addEventListener("keydown", (event) => {
    const steps = { ArrowRight: i + 1, ArrowLeft: i - 1, Home: 0, End: -1 };
    if (!(event.key in steps)) return;
    event.preventDefault();
    const next = tabs.at(steps[event.key] % tabs.length);
    next.focus();
    next.click();
  });
}

// Buttons of which one is pressed, for a field of the state: [value, name] each.
function choice(label, field, options, set = (value) => state.set({ [field]: value })) {
  const made = options.map(([value, name]) => button(name, () => set(value), { value }));
  const group = element("div", { className: "choice" }, ...made);
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", label);
  group.update = (chosen = state.get()[field]) => {
    for (const each of made) each.setAttribute("aria-pressed", String(each.value === chosen));
  };
  return group;
}

// Whether papers or concepts are looked at: what the state says, unless the types that the filter
// keeps are all of the other kind.
function lookedAt() {
  const { of, filters } = state.get();
  const papers = filters.type.includes(page.paper);
  const others = filters.type.some((type) => type !== page.paper);
  return papers === others ? of : papers ? "papers" : "concepts";
}

function lookAt(of) {
  const { filters } = state.get();
  const change = of !== lookedAt() && filters.type.length;
  state.set({ of, ...(change && { filters: { ...filters, type: [] } }) });
}

const papersOrConcepts = (label) =>
  choice(
    label,
    "of",
    [
      ["papers", "Papers"],
      ["concepts", "Concepts"],
    ],
    lookAt,
  );

// What the filters keep, whatever types they let one look at.
const ofAnyType = (() => {
  let filters = null;
  let result = null;
  return () => {
    if (filters !== state.get().filters) {
      ({ filters } = state.get());
      result = sift({ ...filters, type: [] });
    }
    return result;
  };
})();

const select = (...chosen) => state.set({ selection: chosen.map(({ id }) => id), path: [] });

// Add a node to the selection, as the one that the details are of, or take it away.
function toggle(node) {
  const chosen = selectedNodes();
  const others = chosen.filter((other) => other !== node);
  select(...others, ...(others.length < chosen.length ? [] : [node]));
}
