// The one state of the page, held in its address: back and forward work, and a link reopens what
// was seen. `state.get()` is a frozen value, `state.set(patch)` replaces fields of it (an entry of
// the history, unless `replace` says otherwise), `state.subscribe(f)` calls f(after, before), where
// a field that has not changed is the same by ===.

const VIEWS = ["graph", "table", "timeline", "matrix"];
const FILTERS = ["type", "role", "year", "venue", "source", "confidence", "community"];

// A field that is one word of some choices, the first of which is not written.
const oneOf = (...choices) => ({
  read: ([word]) => (choices.includes(word) ? word : choices[0]),
  write: (word) => (word === choices[0] ? [] : [word]),
});
const words = { read: (words) => [...new Set(words)], write: (words) => words };
const text = { read: ([word = ""]) => word, write: (word) => (word ? [word] : []) };

// Fields in the order of the address, as [key in the address, field]. The last one of the selection
// is what the details are of; a filter lists the values that it keeps, none where it keeps all.
const FIELDS = {
  view: ["view", oneOf(...VIEWS)],
  selection: ["n", words],
  expanded: ["expand", words],
  path: ["path", words],
  extent: ["extent", oneOf("overview", "whole")],
  of: ["of", oneOf("papers", "concepts")],
  find: ["find", text],
  sort: ["sort", text],
  lanes: ["lanes", oneOf("topic", "type")],
  rows: ["rows", text],
  columns: ["columns", text],
  top: ["top", text],
  order: ["order", oneOf("papers", "similar")],
};

// Words of the address stay readable: only signs that mean something in it are escaped.
const escaped = (word) =>
  encodeURIComponent(word).replace(/%3A/g, ":").replace(/%2F/g, "/").replace(/%20/g, "+");

function unescaped(word) {
  try {
    return decodeURIComponent(word.replaceAll("+", " "));
  } catch {
    return "";
  }
}

function toAddress(value) {
  const fields = Object.entries(FIELDS).map(([name, [key, field]]) => [
    key,
    field.write(value[name]),
  ]);
  const filters = FILTERS.map((name) => [name, value.filters[name]]);
  return [...fields, ...filters]
    .filter(([, words]) => words.length)
    .map(([key, words]) => `${key}=${words.map(escaped).join(",")}`)
    .join("&");
}

function fromAddress(address) {
  const given = new Map(
    address.split("&").map((part) => {
      const [key, values = ""] = part.split("=");
      return [key, values.split(",").map(unescaped).filter(Boolean)];
    }),
  );
  const wordsOf = (key) => given.get(key) || [];
  const fields = Object.entries(FIELDS).map(([name, [key, field]]) => [
    name,
    field.read(wordsOf(key)),
  ]);
  const filters = FILTERS.map((name) => [name, words.read(wordsOf(name))]);
  return { ...Object.fromEntries(fields), filters: Object.fromEntries(filters) };
}

// A value with what has not changed since `before` taken from there, so that === tells.
function settled(value, before) {
  if (typeof value !== "object") return value;
  const parts = Object.entries(value).map(([key, part]) => [key, settled(part, before?.[key])]);
  const same = (a, b) => Object.keys(a).length === Object.keys(b).length;
  if (before && same(value, before) && parts.every(([key, part]) => part === before[key]))
    return before;
  const copy = Object.fromEntries(parts);
  return Object.freeze(Array.isArray(value) ? Object.values(copy) : copy);
}

const state = (() => {
  const address = () => location.hash.slice(1);
  const followers = [];
  let current = settled(fromAddress(address()));

  function become(next) {
    const before = current;
    current = settled(next, before);
    for (const follower of followers) follower(current, before);
  }

  function remember(text, replace) {
    const url = new URL(location.href);
    url.hash = text;
    try {
      history[replace ? "replaceState" : "pushState"](null, "", url);
    } catch {
      // A frame may not have an address of its own; the state holds all the same.
    }
  }

  addEventListener("hashchange", () => {
    const next = fromAddress(address());
    if (toAddress(next) !== toAddress(current)) become(next);
  });

  return {
    get: () => current,
    set(patch, { replace = false } = {}) {
      const text = toAddress({ ...current, ...patch });
      if (text === toAddress(current)) return;
      remember(text, replace);
      become(fromAddress(text));
    },
    subscribe: (follower) => followers.push(follower),
  };
})();
