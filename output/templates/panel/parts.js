// Pieces of the panel: nodes as buttons, lists, headings, sentences.

const panel = document.getElementById("panel");
const MOST = 12;
const FIRST_QUOTES = 1;

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function button(text, onClick, properties = {}) {
  const made = element("button", { type: "button", textContent: text, ...properties });
  made.addEventListener("click", onClick);
  return made;
}

function nodeButton(node, note = "") {
  const made = button("", () => go(node), { className: "node" });
  made.append(icon(node.group), element("span", { textContent: node.label, dir: "auto" }));
  if (note) made.append(element("small", { textContent: note }));
  return made;
}

// A list of made items, the rest behind a button.
function list(entries, make, most = MOST) {
  const items = element("ul", {}, ...entries.slice(0, most).map(make));
  if (entries.length > most) {
    const rest = button(
      `Show ${count(entries.length - most)} more`,
      () => {
        const made = entries.slice(most).map(make);
        rest.parentElement.replaceWith(...made);
        made[0].querySelector("button")?.focus();
      },
      { className: "more" },
    );
    items.append(element("li", {}, rest));
  }
  return items;
}

const names = (entries, noteOf, most) =>
  list(entries, (entry) => element("li", {}, nodeButton(entry.node ?? entry, noteOf(entry))), most);

function heading(text, note = "") {
  return element(
    "h3",
    {},
    element("span", { textContent: text }),
    element("small", { textContent: note }),
  );
}

const muted = (text) => element("p", { className: "muted", textContent: text });

function foldOut(summary, ...children) {
  return element("details", {}, element("summary", { textContent: summary }), ...children);
}

// A sentence with its mentions marked; places count characters, not UTF-16 units.
function quote([paper, number, ...places]) {
  const characters = Array.from(sentences[number]);
  const quoted = element("blockquote", { dir: "auto" });
  let written = 0;
  for (const [start, end] of places) {
    if (start < written) continue;
    quoted.append(characters.slice(written, start).join(""));
    quoted.append(element("mark", { textContent: characters.slice(start, end).join("") }));
    written = end;
  }
  quoted.append(characters.slice(written).join(""));
  if (paper !== null)
    quoted.append(element("footer", { textContent: listed[paper]?.label ?? paper, dir: "auto" }));
  return quoted;
}

function further(evidence) {
  if (!evidence.length) return [];
  return [foldOut(plural(evidence.length, "further sentence"), ...evidence.map(quote))];
}

function tieItem({ node, link }) {
  return element(
    "li",
    {},
    nodeButton(node, link.confidence.toFixed(2)),
    ...link.evidence.slice(0, FIRST_QUOTES).map(quote),
    ...further(link.evidence.slice(FIRST_QUOTES)),
  );
}

// Ties of a node under the readings of their relations; those of `without` are left out.
function tieLists(node, without = []) {
  return groupedTies(node)
    .filter(([reading]) => !without.includes(reading))
    .flatMap(([reading, ties]) => [
      heading(`${reading} (${count(ties.length)})`, "confidence"),
      list(ties, tieItem),
    ]);
}

function webLink([name, address]) {
  if (!/^https?:\/\//.test(address)) return "";
  return element("a", {
    href: address,
    textContent: name,
    rel: "noopener noreferrer",
    target: "_blank",
  });
}

function showInPanel(...parts) {
  panel.replaceChildren(...parts);
  panel.scrollTop = 0;
}
