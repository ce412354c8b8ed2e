// What the reader does, and the address that remembers it.

function go(node) {
  state.set({ selection: node ? [node.id] : [], path: [] });
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
  marks: true,
};

function refresh() {
  showViews();
  const [chosen, path] = [selectedNode(), shownPath()];
  const cell = state.get().view === "matrix" && chosenCell();
  if (cell) showCell(cell);
  else if (path) showPath(path);
  else if (chosen) showNode(chosen);
  else showOverview();
  showFacets();
  for (const type of find("legend").querySelectorAll("[value]"))
    type.setAttribute("aria-pressed", String(state.get().filters.type.includes(type.value)));
}

function showStatus() {
  const { chosen, alone, path } = scene;
  const near = scene.places.filter((place) => place.node).length;
  const reachable = listed.filter((node) => node.all && isOn(node)).length;
  const of = isFiltered() ? [...sifted().nodes].length : nodes.size;
  find("status").textContent = path
    ? plural(Math.max(0, path.length - 1), "link")
    : alone
      ? `${count(near)} of ${plural(chosen.degree, "neighbour")} shown`
      : `${count(scene.nodes.length)} of ${plural(of, "node")} shown`;
  const more = isWhole() || reachable > scene.nodes.length;
  find("extent").hidden = !hasWhole || alone || Boolean(path) || !more;
  find("extent").textContent = isWhole() ? "Show fewer" : "Show all";
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
    `${parts.join(", ")}. Click a node to read the sentence behind each link.`;
}

function showLegend() {
  for (const [group, [name]] of Object.entries(page.styles)) {
    const type = button("", () => toggleType(group), { value: group });
    type.append(icon(group), name, element("small", { textContent: count(page.totals[group]) }));
    find("legend").insertBefore(type, find("filters"));
  }
}

function toggleType(group) {
  const { type } = state.get().filters;
  const on = type.includes(group) ? type.filter((other) => other !== group) : [...type, group];
  setFilter("type", on.length === Object.keys(page.styles).length ? [] : on);
}

find("home").addEventListener("click", () => {
  state.set({ selection: [], path: [], expanded: [], extent: "overview" });
  moveCamera(true);
});
find("extent").addEventListener("click", () => {
  state.set({ extent: state.get().extent === "whole" ? "overview" : "whole" });
});
new ResizeObserver(() => {
  arrange();
  moveCamera(false);
}).observe(container);
state.subscribe((after, before) => {
  refresh();
  const moved = ["selection", "path", "expanded", "extent", "filters"].some(
    (field) => after[field] !== before[field],
  );
  if (moved) moveCamera(true);
});
addEventListener("keydown", (event) => {
  if (event.key === "/" && !document.activeElement.matches("input[type=search], select")) {
    event.preventDefault();
    query.focus();
  } else if (event.key === "Escape" && query.value) closeSearch();
  else if (event.key === "Escape") go(null);
});

showTheme();
showHoldings();
showLegend();
refresh();
moveCamera(false);
requestAnimationFrame(() => {
  document.documentElement.dataset.ready = "true";
});
