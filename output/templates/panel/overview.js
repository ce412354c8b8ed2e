// The panel of the whole map: where to begin.

const communityName = (topic, most = 3) =>
  page.topics[topic]
    .slice(0, most)
    .map((id) => nodes.get(id).label)
    .join(" · ");

function communityItem(topic) {
  const swatch = element("span", { className: "swatch" });
  swatch.style.background = topicColor(topic, 0.5);
  const { filters } = state.get();
  const on = filters.community.includes(String(topic));
  const made = button("", () => setFilter("community", on ? [] : [String(topic)]), {
    className: "community",
  });
  const size = listed.filter((node) => node.topic === topic).length;
  made.append(
    swatch,
    element("span", { textContent: communityName(topic) }),
    element("small", { textContent: plural(size, "node") }),
  );
  made.setAttribute("aria-pressed", String(on));
  const light = (pointed) => () => {
    scene.topic = pointed ? topic : null;
    redraw();
  };
  for (const event of ["pointerenter", "focusin"]) made.addEventListener(event, light(true));
  for (const event of ["pointerleave", "focusout"]) made.addEventListener(event, light(false));
  return element("li", {}, made);
}

// What the page leaves out of a graph that is too large for it.
function leftOut() {
  const total = Object.entries(page.totals).reduce(
    (sum, [group, number]) => sum + (group === "links" ? 0 : number),
    0,
  );
  if (total === nodes.size) return [];
  const holds = `This page holds ${count(nodes.size)} of ${count(total)} nodes: what several papers share. `;
  return [muted(holds + page.more)];
}

function section(title, note, entries, noteOf) {
  return entries.length ? [heading(title, note), names(entries, noteOf)] : [];
}

function showOverview() {
  const all = listed.filter(isOn).sort(byDegree);
  const links = (node) => plural(node.degree, "link");
  const held = page.hubs.map((id) => nodes.get(id)).filter(isOn);
  const found = hasWhole
    ? " The map begins with what several papers share; the search finds everything."
    : "";
  const communities = page.topics.map((_, topic) => topic);
  const alone = all.filter((node) => !node.degree);
  showInPanel(
    element("h2", { textContent: "Where to begin" }),
    muted(
      `Click a node in the map or a name here, or search: you see what it is linked to, and the sentence behind every link.${found}`,
    ),
    ...leftOut(),
    ...(communities.length
      ? [heading("Communities", "press to see one alone"), list(communities, communityItem)]
      : []),
    ...section(
      "Most linked concepts",
      "",
      all.filter((node) => isConcept(node) && node.degree && !held.includes(node)),
      links,
    ),
    ...section(
      "Papers",
      "",
      all.filter((node) => isPaper(node) && node.degree),
      links,
    ),
    ...section("Named all over, so not on the map", "", held, links),
    ...section("Without any link", "", alone, () => ""),
  );
}
