// Taking away: what the view shows as a picture or as values, and papers as a list of references.

const LARGEST_PICTURE = 16_000; // pixels that browsers draw along one side
const saveToggle = find("save-toggle");
const saveMenu = find("save-menu");

const fileName = (ending) => {
  const words = fold(document.title)
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");
  return `${words || "graph"}-${ending}`;
};

function saveAs(name, blob) {
  const address = URL.createObjectURL(blob);
  element("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

// Nodes of any kind as values, where a view has no table of its own.
function nodeTable(shown) {
  const names = ["id", "label", "type", "year", "venue", "links", "address"];
  const rows = shown.map((node) => [
    node.id,
    node.label,
    page.styles[node.group][0],
    node.year,
    node.venue,
    node.degree,
    (node.links || [])[0]?.[1],
  ]);
  return { names, rows };
}

// The selected papers, or all that the view shows.
function papersToCite() {
  const selected = selectedNodes().filter(isPaper);
  return selected.length ? selected : views[state.get().view].nodes().filter(isPaper);
}

function savePng(view) {
  const { width, height } = pictureSize(view);
  const scale = Math.min(2, LARGEST_PICTURE / Math.max(width, height));
  const picture = element("canvas", { width: scale * width, height: scale * height });
  const context = picture.getContext("2d");
  context.scale(scale, scale);
  drawPicture(canvasPen(context), view);
  picture.toBlob((blob) => saveAs(fileName(`${state.get().view}.png`), blob), "image/png");
}

function saveSvg(view) {
  const pen = svgPen(pictureSize(view));
  drawPicture(pen, view);
  const drawn = new XMLSerializer().serializeToString(pen.svg);
  saveAs(fileName(`${state.get().view}.svg`), new Blob([drawn], { type: "image/svg+xml" }));
}

function saveCsv(view) {
  const { names, rows } = view.table();
  const { view: name } = state.get();
  const what = name === "table" ? lookedAt() : name;
  saveAs(fileName(`${what}.csv`), new Blob([toCsv(names, rows)], { type: "text/csv" }));
}

function saveBibtex() {
  const blob = new Blob([toBibtex(papersToCite())], { type: "application/x-bibtex" });
  saveAs(fileName("papers.bib"), blob);
}

// What can be taken away from the view, as [name, what it is, how].
function waysToSave() {
  const view = views[state.get().view];
  const selected = selectedNodes().filter(isPaper).length;
  const cited = papersToCite().length;
  const which = plural(
    cited,
    selected ? "selected paper" : "paper shown",
    selected ? undefined : "papers shown",
  );
  const pictures = [
    ["PNG", "picture, twice the size", () => savePng(view)],
    ["SVG", "drawing to edit", () => saveSvg(view)],
  ];
  const values = ["CSV", "what is shown, as values", () => saveCsv(view)];
  const references = ["BibTeX", which, saveBibtex];
  return [...(view.draw ? pictures : []), values, ...(cited ? [references] : [])];
}

function showSaveMenu(open) {
  saveToggle.setAttribute("aria-expanded", String(open));
  saveMenu.hidden = !open;
  if (!open) return;
  saveMenu.replaceChildren(
    ...waysToSave().map(([name, note, save]) => {
      const way = button(
        name,
        () => {
          showSaveMenu(false);
          saveToggle.focus();
          save();
        },
        { value: name },
      );
      way.append(element("small", { textContent: note }));
      return way;
    }),
  );
}

saveToggle.addEventListener("click", () => showSaveMenu(saveMenu.hidden));
find("save").addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || saveMenu.hidden) return;
  event.stopPropagation();
  showSaveMenu(false);
  saveToggle.focus();
});
find("save").addEventListener("focusout", ({ relatedTarget }) => {
  if (relatedTarget && !find("save").contains(relatedTarget)) showSaveMenu(false);
});
addEventListener("pointerdown", ({ target }) => {
  if (!find("save").contains(target)) showSaveMenu(false);
});
