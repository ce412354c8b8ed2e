// What the reader does, and the address that remembers it.

// The address of a node keeps the signs that are allowed in a fragment readable.
const address = (node) =>
  `n=${encodeURIComponent(node.id).replace(/%3A/g, ":").replace(/%2F/g, "/")}`;

function go(node) {
  location.hash = node ? address(node) : "";
}

function nodeInAddress() {
  const match = /^#n=(.+)$/.exec(location.hash);
  try {
    return (match && nodes.get(decodeURIComponent(match[1]))) || null;
  } catch {
    return null;
  }
}

function refresh() {
  arrange();
  if (state.selected) showNode(state.selected);
  else showOverview();
  showStatus();
}

function showStatus() {
  const near = scene.places.filter((place) => place.node).length;
  find("status").textContent = state.selected
    ? `${shortLabel(state.selected)}: ${count(near)} of ${plural(state.selected.degree, "neighbour")} shown`
    : `${count(scene.nodes.length)} of ${plural(nodes.size, "node")} shown`;
  const more = [...nodes.values()].filter((node) => node.all && isOn(node)).length;
  find("extent").hidden = !hasWhole || Boolean(state.selected);
  const wider = more === nodes.size ? "Show all" : `Show ${count(more)}`;
  find("extent").textContent = state.extent === WHOLE ? "Show fewer" : wider;
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
    const button = element("button", { type: "button" }, icon(group), name);
    button.append(element("small", { textContent: count(page.totals[group]) }));
    button.setAttribute("aria-pressed", "true");
    button.addEventListener("click", () => {
      const hidden = state.hiddenGroups;
      if (!hidden.delete(group)) hidden.add(group);
      button.setAttribute("aria-pressed", String(!hidden.has(group)));
      refresh();
    });
    find("legend").append(button);
  }
}

function savePicture() {
  const size = viewport();
  const picture = element("canvas", { width: 2 * size.width, height: 2 * size.height });
  const context = picture.getContext("2d");
  context.scale(2, 2);
  drawMap(canvasPen(context), camera, size);
  element("a", { href: picture.toDataURL("image/png"), download: "graph.png" }).click();
}

find("home").addEventListener("click", () => {
  if (location.hash) go(null);
  else moveCamera(true);
});
find("picture").addEventListener("click", savePicture);
find("theme").addEventListener("click", () =>
  showTheme(document.documentElement.dataset.theme === "dark" ? "light" : "dark"),
);
find("extent").addEventListener("click", () => {
  state.extent = state.extent === WHOLE ? OVERVIEW : WHOLE;
  refresh();
  moveCamera(false);
});
new ResizeObserver(() => {
  arrange();
  moveCamera(false);
}).observe(container);
addEventListener("hashchange", () => {
  state.selected = nodeInAddress();
  refresh();
  moveCamera(true);
  if (state.selected) panel.focus({ preventScroll: true });
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
state.selected = nodeInAddress();
refresh();
moveCamera(false);
requestAnimationFrame(() => {
  document.documentElement.dataset.ready = "true";
});
