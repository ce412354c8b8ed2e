// What the reader does, and the address that remembers it.

function go(node) {
  state.set({ selection: node ? [node.id] : [] });
  if (node) panel.focus({ preventScroll: true });
}

views.graph = {
  show() {
    arrange();
    showStatus();
  },
  nodes: () => scene.nodes,
  table: () => nodeTable(scene.nodes),
  draw: (pen, size) => drawMap(pen, camera, size),
  size: viewport,
};

function refresh() {
  showViews();
  const chosen = selectedNode();
  const cell = state.get().view === "matrix" && chosenCell();
  if (cell) showCell(cell);
  else if (chosen) showNode(chosen);
  else showOverview();
  for (const button of find("legend").children)
    button.setAttribute("aria-pressed", String(kept("type", button.value)));
}

function showStatus() {
  const near = scene.places.filter((place) => place.node).length;
  find("status").textContent = scene.chosen
    ? `${shortLabel(scene.chosen)}: ${count(near)} of ${plural(scene.chosen.degree, "neighbour")} shown`
    : `${count(scene.nodes.length)} of ${plural(nodes.size, "node")} shown`;
  const more = [...nodes.values()].filter((node) => node.all && isOn(node)).length;
  find("extent").hidden = !hasWhole || Boolean(scene.chosen);
  const wider = more === nodes.size ? "Show all" : `Show ${count(more)}`;
  find("extent").textContent = state.get().extent === "whole" ? "Show fewer" : wider;
}

function showTheme(theme) {
  document.documentElement.dataset.theme = theme;
  find("theme").textContent = theme === "dark" ? "Light" : "Dark";
  const style = getComputedStyle(document.documentElement);
  for (const name of ["ground", "text", "muted", "edge", "accent", "tint"])
    scene.colors[name] = style.getPropertyValue(`--${name}`).trim();
  redraw();
}

function showHoldings() {
  const { totals } = page;
  const entities = page.entityTypes.reduce((sum, type) => sum + (totals[type] || 0), 0);
  const years = listed.filter((node) => isPaper(node) && node.year).map((node) => node.year);
  const span = [...new Set([Math.min(...years), Math.max(...years)])].join("–");
  const parts = [
    plural(totals[page.paper] || 0, "paper"),
    plural(entities, "concept"),
    plural(totals.links, "link"),
    ...(years.length ? [span] : []),
  ];
  find("holdings").textContent =
    `${parts.join(", ")}. Click a node or search to read the sentence behind each link.`;
}

function showLegend() {
  for (const [group, [name]] of Object.entries(page.styles)) {
    const button = element("button", { type: "button", value: group }, icon(group), name);
    button.append(element("small", { textContent: count(page.totals[group]) }));
    button.addEventListener("click", () => toggleType(group));
    find("legend").append(button);
  }
}

function toggleType(group) {
  const types = Object.keys(page.styles);
  const on = types.filter((type) => kept("type", type) !== (type === group));
  setFilter("type", on.length === types.length ? [] : on);
}

find("home").addEventListener("click", () => {
  if (selectedNode()) go(null);
  else moveCamera(true);
});
find("theme").addEventListener("click", () =>
  showTheme(document.documentElement.dataset.theme === "dark" ? "light" : "dark"),
);
find("extent").addEventListener("click", () => {
  state.set({ extent: state.get().extent === "whole" ? "overview" : "whole" });
});
new ResizeObserver(() => {
  arrange();
  moveCamera(false);
}).observe(container);
state.subscribe((after, before) => {
  refresh();
  const chose = after.selection !== before.selection;
  if (chose || after.extent !== before.extent) moveCamera(chose);
});
addEventListener("keydown", (event) => {
  if (event.key === "/" && document.activeElement !== query) {
    event.preventDefault();
    query.focus();
  } else if (event.key === "Escape" && query.value) closeSearch();
  else if (event.key === "Escape") go(null);
});

showTheme(matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
showHoldings();
showLegend();
refresh();
moveCamera(false);
requestAnimationFrame(() => {
  document.documentElement.dataset.ready = "true";
});
