// The views of the graph: one of them is shown. A view has `show()`, which brings it up to date
// with the state; `nodes()`, what it shows; `table()`, that as names and rows; and, where it can be
// a picture, `draw(pen, size)` and `size()`.

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
function choice(label, field, options) {
  const group = element("div", { className: "choice" });
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", label);
  for (const [value, textContent] of options) {
    const button = element("button", { type: "button", value, textContent });
    button.addEventListener("click", () => state.set({ [field]: value }));
    group.append(button);
  }
  group.update = () => {
    for (const button of group.children)
      button.setAttribute("aria-pressed", String(button.value === state.get()[field]));
  };
  return group;
}

// Add a node to the selection, as the one that the details are of, or take it away.
function toggle(node) {
  const others = state.get().selection.filter((id) => id !== node.id);
  const on = others.length < state.get().selection.length;
  state.set({ selection: on ? others : [...others, node.id] });
}
