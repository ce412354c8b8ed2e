// The panel of a path: each step with the sentence behind it.

function showPath(path) {
  const [from, to] = state.get().path.map((id) => nodes.get(id));
  const close = button("Close the path", () => state.set({ path: [], selection: [from.id] }));
  if (!path.length) {
    showInPanel(
      element("h2", { textContent: "No path" }),
      muted("No chain of links joins these two:"),
      names([from, to], () => ""),
      element("div", { className: "actions" }, close),
    );
    return;
  }
  const steps = path.slice(1).map((node, i) => {
    const ties = path[i].ties.filter((tie) => tie.node === node);
    return element(
      "li",
      {},
      ...ties.flatMap(({ reading, link }) => [
        element(
          "p",
          { className: "reading" },
          reading,
          element("small", { textContent: link.confidence.toFixed(2) }),
        ),
        ...link.evidence.slice(0, FIRST_QUOTES).map(quote),
        ...further(link.evidence.slice(FIRST_QUOTES)),
      ]),
      nodeButton(node),
    );
  });
  showInPanel(
    element("p", {
      className: "kind",
      textContent: `Shortest path: ${plural(steps.length, "link")}`,
    }),
    element("h2", { textContent: `${shortLabel(from)} → ${shortLabel(to)}`, dir: "auto" }),
    element("div", { className: "actions" }, close),
    element("ul", { className: "path" }, element("li", {}, nodeButton(from)), ...steps),
  );
}
