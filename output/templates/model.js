// The data of the page and questions to it.

const find = (id) => document.getElementById(id);
const count = (number) => number.toLocaleString("en");
const plural = (number, one, many = `${one}s`) => `${count(number)} ${number === 1 ? one : many}`;
const read = (id) => JSON.parse(document.getElementById(id).textContent);
const page = read("page");
const listed = read("nodes").map((node) => {
  const [, shape, color] = page.styles[node.group];
  return { ...node, shape, color, ties: [], at: null, radius: 0 };
});
const nodes = new Map(listed.map((node) => [node.id, node]));
const relations = Object.keys(page.readings);
const sentences = read("sentences");
const titles = new Map();

// The place of the title of a paper among the sentences.
function titleOf(paper) {
  if (!titles.has(paper)) titles.set(paper, sentences.push(listed[paper].label) - 1);
  return titles.get(paper);
}

const links = read("links").map(([from, to, relation, confidence, evidence]) => {
  for (const quoted of evidence) if (quoted[1] < 0) quoted[1] = titleOf(quoted[0] ?? from);
  return {
    subject: listed[from],
    object: listed[to],
    relation: relations[relation],
    confidence,
    evidence,
  };
});

const isPaper = (node) => node.group === page.paper;
const isRepository = (node) => node.group === page.repository;

for (const link of links) {
  const { subject, object } = link;
  const [forward, backward] = page.readings[link.relation];
  subject.ties.push({ node: object, reading: forward, link });
  if (subject !== object) object.ties.push({ node: subject, reading: backward, link });
}
const READING_ORDER = Object.values(page.readings).flat();
for (const node of listed) node.degree = new Set(node.ties.map((tie) => tie.node)).size;
const mostLinks = listed.reduce((most, { degree }) => Math.max(most, degree), 1);
for (const node of listed)
  node.size = isPaper(node) ? 5 : 3 + (11 * Math.log(1 + node.degree)) / Math.log(1 + mostLinks);

function fold(text) {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return plain.replace(/[\s\-‐-―_/]+/g, " ").trim();
}

const byDegree = (a, b) => b.degree - a.degree || (a.label < b.label ? -1 : 1);
const hasWhole = [...nodes.values()].some((node) => node.all);

// Ties of a node as [reading, ties], in the order of the relations; the best linked come first.
function groupedTies(node) {
  const groups = new Map(READING_ORDER.map((reading) => [reading, []]));
  for (const tie of node.ties) groups.get(tie.reading).push(tie);
  for (const ties of groups.values()) ties.sort((a, b) => byDegree(a.node, b.node));
  return [...groups].filter(([, ties]) => ties.length);
}

function foldedNames(node) {
  if (!node.folded)
    node.folded = [node.label, ...(node.aliases || []), ...(node.authors || [])].map(fold);
  return node.folded;
}

// Nodes that have every word of the query, those with a name that begins with it first.
function search(query, limit) {
  const wanted = fold(query);
  const words = wanted.split(" ").filter(Boolean);
  if (!words.length) return [];
  const found = [];
  for (const node of nodes.values()) {
    const name = foldedNames(node).find((each) => words.every((word) => each.includes(word)));
    if (name === undefined) continue;
    const rank =
      name === wanted ? 0 : name.startsWith(wanted) ? 1 : ` ${name}`.includes(` ${wanted}`) ? 2 : 3;
    found.push({ node, rank });
  }
  found.sort((a, b) => a.rank - b.rank || byDegree(a.node, b.node));
  return found.slice(0, limit).map((match) => match.node);
}

function shortLabel(node, longest = 34) {
  const head = isPaper(node) ? node.label.split(/:\s/)[0] : node.label;
  if (head.length <= longest) return head;
  const cut = head.slice(0, longest - 1);
  const blank = cut.lastIndexOf(" ");
  return `${cut.slice(0, blank > longest / 2 ? blank : undefined)}…`;
}
