// The panel beside the map: where to begin, or all that is known of one node.

const panel = document.getElementById("panel");
const MOST = 40;
const FIRST_FEW = 12;
const FIRST_QUOTES = 4;

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function nodeButton(node, note = "") {
  const button = element("button", { type: "button", className: "node" }, icon(node.group));
  button.append(element("span", { textContent: node.label, dir: "auto" }));
  if (note) button.append(element("small", { textContent: note }));
  button.addEventListener("click", () => go(node));
  return button;
}

// A list of made items, the rest behind a button.
function list(entries, make, most = MOST) {
  const items = element("ul", {}, ...entries.slice(0, most).map(make));
  if (entries.length > most) {
    const text = `Show ${count(entries.length - most)} more`;
    const more = element("button", { type: "button", className: "more", textContent: text });
    more.addEventListener("click", () =>
      more.parentElement.replaceWith(...entries.slice(most).map(make)),
    );
    items.append(element("li", {}, more));
  }
  return items;
}

// A sentence with its mentions marked; places count characters, not UTF-16 units.
function quote([paper, number, ...places]) {
  const characters = Array.from(page.sentences[number]);
  const quoted = element("blockquote", { dir: "auto" });
  let written = 0;
  for (const [start, end] of places) {
    if (start < written) continue;
    quoted.append(characters.slice(written, start).join(""));
    quoted.append(element("mark", { textContent: characters.slice(start, end).join("") }));
    written = end;
  }
  quoted.append(characters.slice(written).join(""));
  if (nodes.has(paper))
    quoted.append(element("footer", { textContent: shortLabel(nodes.get(paper), 60) }));
  return quoted;
}

function heading(text, note = "") {
  return element(
    "h3",
    {},
    element("span", { textContent: text }),
    element("small", { textContent: note }),
  );
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

function further(evidence) {
  if (!evidence.length) return [];
  const summary = element("summary", { textContent: plural(evidence.length, "further sentence") });
  return [element("details", {}, summary, ...evidence.map(quote))];
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

function showNode(node) {
  const parts = [
    element("p", { className: "kind" }, icon(node.group), page.styles[node.group][0]),
    element("h2", { textContent: node.label, dir: "auto" }),
  ];
  if (node.authors) parts.push(element("p", { textContent: node.authors.join(", ") }));
  const when = [node.venue, node.year].filter(Boolean).join(", ");
  if (when) parts.push(element("p", { className: "muted", textContent: when }));
  if (node.aliases?.length)
    parts.push(
      element("p", { className: "muted", textContent: `Also: ${node.aliases.join(", ")}` }),
    );
  const places = [
    node,
    ...node.ties.map((tie) => tie.node).filter((other) => other.group === page.repository),
  ];
  const addresses = places.flatMap((place) => place.links || []);
  if (addresses.length) parts.push(element("p", { className: "away" }, ...addresses.map(webLink)));
  for (const [reading, ties] of groupedTies(node))
    parts.push(heading(`${reading} (${count(ties.length)})`, "confidence"), list(ties, tieItem));
  panel.replaceChildren(...parts);
  panel.scrollTop = 0;
}

function topicItem(names, topic) {
  const swatch = element("span", { className: "swatch" });
  swatch.style.background = topicColor(topic, 0.5);
  const buttons = names.map((id) => {
    const node = nodes.get(id);
    const button = element("button", {
      type: "button",
      className: "name",
      textContent: node.label,
    });
    button.addEventListener("click", () => go(node));
    return button;
  });
  const item = element("li", { className: "topic" }, swatch, element("div", {}, ...buttons));
  const light = (on) => () => {
    scene.topic = on ? topic : null;
    redraw();
  };
  for (const event of ["pointerenter", "focusin"]) item.addEventListener(event, light(true));
  for (const event of ["pointerleave", "focusout"]) item.addEventListener(event, light(false));
  return item;
}

function showOverview() {
  const all = [...nodes.values()].filter(isOn).sort(byDegree);
  const noted = (node) => element("li", {}, nodeButton(node, plural(node.degree, "link")));
  const parts = [
    element("h2", { textContent: "Where to begin" }),
    element("p", {
      className: "muted",
      textContent: `Click a node in the map or a name here, or search: you see what it is linked to, and the sentence behind every link.${hasWhole ? " The map begins with what several papers share; the search finds everything." : ""}`,
    }),
  ];
  if (page.topics.length)
    parts.push(heading("Topics"), element("ul", {}, ...page.topics.map(topicItem)));
  const entities = all.filter((node) => !isPaper(node));
  const papers = all.filter(isPaper);
  if (entities.length) parts.push(heading("Most linked"), list(entities, noted, FIRST_FEW));
  if (papers.length) parts.push(heading("Papers"), list(papers, noted, FIRST_FEW));
  panel.replaceChildren(...parts);
  panel.scrollTop = 0;
}
