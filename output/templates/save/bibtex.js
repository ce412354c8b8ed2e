// Papers as BibTeX entries.

const LATEX = { "\\": "\\textbackslash{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}" };
const bibText = (value) => value.replace(/[\\~^{}&%$#_]/g, (sign) => LATEX[sign] || `\\${sign}`);
const bibAddress = (value) =>
  value.replace(/[\\{}]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
const bibName = (name) => (/\band\b|,.*,.*,/i.test(name) ? `{${bibText(name)}}` : bibText(name));

function identifier(node, name) {
  const [, address] = (node.links || []).find(([page]) => page === name) || [];
  return address && decodeURIComponent(new URL(address).pathname.slice(1)).replace(/^abs\//, "");
}

const plainWord = (value) => fold(value || "").replace(/[^a-z0-9 ]/g, "");

// Family name, year and first long word of the title, as in lee2023teanet.
function citationKey(node) {
  const author = (node.authors || [""])[0];
  const family = author.includes(",") ? author.split(",")[0] : author.split(" ").at(-1);
  const titled = plainWord(node.label).split(" ");
  const word = titled.find((each) => each.length > 3) || titled[0];
  return `${plainWord(family).replaceAll(" ", "")}${node.year || ""}${word}` || "paper";
}

function bibEntry(node, key) {
  const [doi, arxiv] = [identifier(node, "DOI"), identifier(node, "arXiv")];
  const [, address] = (node.links || [])[0] || [];
  const fields = {
    title: `{${bibText(node.label)}}`,
    author: (node.authors || []).map(bibName).join(" and "),
    year: node.year && String(node.year),
    journal: node.venue && bibText(node.venue),
    doi: doi && bibAddress(doi),
    eprint: arxiv && bibAddress(arxiv),
    archiveprefix: arxiv && "arXiv",
    url: address && bibAddress(address),
  };
  const lines = Object.entries(fields)
    .filter(([, value]) => value)
    .map(([name, value]) => `  ${name} = {${value}},\n`);
  return `@${node.venue ? "article" : "misc"}{${key},\n${lines.join("")}}\n`;
}

function toBibtex(papers) {
  const taken = new Map();
  const entries = papers.map((node) => {
    const key = citationKey(node);
    const before = taken.get(key) || 0;
    taken.set(key, before + 1);
    return bibEntry(node, before ? `${key}-${before + 1}` : key);
  });
  return entries.join("\n");
}
