// Search as you type (the combobox pattern of ARIA).

const query = document.getElementById("query");
const matches = document.getElementById("matches");
const suggestions = { nodes: [], active: 0, from: null };
const ASK = query.placeholder;

function matchItem(node, i) {
  const item = element("li", { id: `match-${i}` }, icon(node.group));
  const other = foldedNames(node)[0].includes(fold(query.value)) ? "" : otherName(node);
  item.append(
    element("span", { dir: "auto" }, node.label, element("small", { textContent: other })),
  );
  item.setAttribute("role", "option");
  item.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    choose(i);
  });
  return item;
}

function otherName(node) {
  const words = fold(query.value).split(" ");
  const names = [...(node.aliases || []), ...(node.authors || [])];
  const name = names.find((each) => words.every((word) => fold(each).includes(word)));
  return name ? `  ${name}` : "";
}

function suggest() {
  suggestions.nodes = search(query.value, 12);
  suggestions.active = 0;
  const nothing = element("li", { className: "nothing", textContent: "Nothing has this name" });
  nothing.setAttribute("role", "option");
  nothing.setAttribute("aria-disabled", "true");
  matches.replaceChildren(
    ...(suggestions.nodes.length ? suggestions.nodes.map(matchItem) : [nothing]),
  );
  matches.hidden = !query.value.trim();
  query.setAttribute("aria-expanded", String(!matches.hidden));
  markActive();
}

function markActive() {
  suggestions.nodes.forEach((_, i) => {
    matches.children[i].setAttribute("aria-selected", String(i === suggestions.active));
  });
  if (suggestions.nodes.length)
    query.setAttribute("aria-activedescendant", `match-${suggestions.active}`);
  else query.removeAttribute("aria-activedescendant");
  matches.children[suggestions.active]?.scrollIntoView({ block: "nearest" });
}

// Let the search choose the other end of a path.
function askForPath(node) {
  suggestions.from = node;
  query.placeholder = `Path from ${shortLabel(node, 24)} to …`;
  query.focus();
}

function closeSearch() {
  Object.assign(query, { value: "", placeholder: ASK });
  suggestions.from = null;
  suggest();
}

function choose(i) {
  const node = suggestions.nodes[i];
  if (!node) return;
  const { from } = suggestions;
  closeSearch();
  if (from && from !== node) state.set({ path: [from.id, node.id], selection: [] });
  else go(node);
}

query.addEventListener("input", suggest);
query.addEventListener("blur", () => {
  matches.hidden = true;
});
query.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const total = suggestions.nodes.length;
  if (step && total) {
    event.preventDefault();
    suggestions.active = (suggestions.active + step + total) % total;
    markActive();
  } else if (event.key === "Enter") choose(suggestions.active);
});
