// The timeline as a drawing, and what the reader does with it: a listbox whose options are dots.

const timelineBox = find("timeline");
const timeline = { laid: null, lit: null, options: [], active: null, theme: null };

function axisYears({ years: [first, last], frame }) {
  const every = [1, 2, 5, 10, 20, 50].find((step) => step * frame.step > 40) || 100;
  const all = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const fits = (year) => frame.x(year) + measure(String(year), timelineFont) < frame.width;
  return all.filter((year) => (year % every === 0 || first === last) && fits(year));
}

function drawAxis(pen, laid, colors) {
  const { frame, height } = laid;
  const style = {
    font: timelineFont,
    color: colors.muted,
    halo: colors.ground,
    baseline: "middle",
  };
  for (const year of axisYears(laid)) {
    const x = frame.x(year);
    if (height > AXIS) pen.lines([[x, AXIS, x, height - AXIS]], { color: colors.line, width: 1 });
    for (const y of new Set([AXIS / 2, height - AXIS / 2])) pen.text(String(year), x + 1, y, style);
  }
}

const smallFont = `11px ${FONT}`;
const hasRoomFor = (number, { frame }) => measure(`+${number} `, smallFont) < frame.step;

function drawBand(pen, band, laid, colors) {
  const topic = typeof band.key === "number";
  if (topic)
    pen.box(4, band.top + 2, laid.width - 8, band.height - 4, {
      fill: topicColor(band.key, colors.tint),
    });
  else pen.lines([[4, band.top, laid.width - 4, band.top]], { color: colors.line });
  pen.text(fitted(band.name, `600 13px ${FONT}`, laid.width - 2 * SIDE), SIDE, band.top + 6, {
    font: `600 13px ${FONT}`,
    color: topic ? topicInk(band.key) : colors.text,
    halo: colors.ground,
  });
  for (const { x, y, number } of band.more) {
    const more = hasRoomFor(number, laid) ? `+${number}` : "+";
    pen.text(more, x + 1, y, { font: smallFont, color: colors.muted, halo: colors.ground });
  }
}

function timelineLinks(laid) {
  const dots = new Map(laid.bands.flatMap((band) => band.dots.map((dot) => [dot.node, dot])));
  return selectedNodes()
    .filter((node) => dots.has(node))
    .flatMap((node) => {
      const from = dots.get(node);
      const ends = new Set(timelineTies(node).map((other) => dots.get(other)));
      ends.delete(undefined);
      return [...ends].map((to) => [from.x, from.y, to.x, to.y]);
    });
}

// Labels that are drawn: those with a row of their own, or around what is lit where there is room.
function timelineLabels(laid, lit) {
  const dots = laid.bands.flatMap((band) => band.dots);
  if (!lit)
    return dots
      .filter((dot) => dot.label)
      .map((dot) => ({
        ...dot,
        text: dot.label,
        at: dot.x + dot.side * (DOT + LABEL_GAP),
        align: dot.side > 0 ? "left" : "right",
      }));
  const taken = new Boxes();
  const near = dots.filter((dot) => lit.has(dot.node));
  for (const { x, y } of near) taken.add([x - DOT, y - DOT, x + DOT, y + DOT]);
  return near.flatMap((dot) => {
    const text = dot.label || fitted(shortLabel(dot.node, 48), timelineFont, 240);
    const wide = measure(text, timelineFont);
    for (const side of [dot.side || 1, -(dot.side || 1)]) {
      const at = dot.x + side * (DOT + LABEL_GAP);
      const box = [side > 0 ? at : at - wide, dot.y - 7, side > 0 ? at + wide : at, dot.y + 7];
      if (box[0] < 2 || box[2] > laid.width - 2 || !taken.isFree(box)) continue;
      taken.add(box);
      return [{ ...dot, text, at, align: side > 0 ? "left" : "right" }];
    }
    return [];
  });
}

// The years again, on a strip that stays in sight while the bands are scrolled.
function stayingAxis(laid) {
  const pen = svgPen({ width: laid.width, height: AXIS });
  const colors = timelineColors();
  pen.ground(laid.width, AXIS, colors.ground);
  drawAxis(pen, { ...laid, height: AXIS }, colors);
  pen.svg.setAttribute("aria-hidden", "true");
  return pen.svg;
}

const timelineColors = () => {
  const style = getComputedStyle(document.documentElement);
  const names = ["ground", "text", "muted", "line", "accent", "tint"];
  return Object.fromEntries(
    names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]),
  );
};

function drawTimeline(pen, laid, onMark = () => {}) {
  const colors = timelineColors();
  const { lit } = timeline;
  const chosen = new Set(selectedNodes());
  pen.ground(laid.width, laid.height, colors.ground);
  for (const band of laid.bands) drawBand(pen, band, laid, colors);
  drawAxis(pen, laid, colors);
  pen.lines(timelineLinks(laid), { color: colors.accent, opacity: 0.55, width: 1.4 });
  for (const { dots } of laid.bands)
    for (const { node, x, y } of dots) {
      const title = `${node.label}, ${yearOf(node)}, ${plural(node.degree, "link")}`;
      const style = {
        fill: node.color,
        stroke: chosen.has(node) ? colors.text : colors.ground,
        width: chosen.has(node) ? 2.5 : 1,
      };
      const radius = chosen.has(node) ? DOT + 3 : DOT;
      onMark(
        pen.mark(node.shape, x, y, radius, {
          ...style,
          title,
          opacity: lit && !lit.has(node) ? 0.2 : 1,
        }),
        node,
        { x, y },
      );
    }
  for (const { node, text, at, y, align } of timelineLabels(laid, lit)) {
    const font = chosen.has(node) ? `700 12px ${FONT}` : timelineFont;
    pen.text(text, at, y, {
      font,
      color: colors.text,
      halo: colors.ground,
      align,
      baseline: "middle",
    });
  }
}

const timelineOf = papersOrConcepts("Dots");
const timelineLanes = choice("Bands", "lanes", [
  ["topic", "By community"],
  ["type", "By type"],
]);
find("timeline-tools").prepend(timelineOf, timelineLanes);

function showTimeline() {
  const of = lookedAt();
  timelineOf.update(of);
  timelineLanes.update();
  timelineLanes.hidden = of === "papers" || !page.topics.length;
  timeline.lit = timelineLit();
  const laid = layTimeline(Math.max(280, timelineBox.clientWidth), timeline.lit);
  timeline.laid = laid;
  sayTimeline(laid);
  timeline.theme = document.documentElement.dataset.theme;
  if (laid.shown.length) drawOptions(laid);
  else timelineBox.replaceChildren(noTimeline());
}

function drawOptions(laid) {
  const pen = svgPen(laid);
  timeline.options = [];
  drawTimeline(pen, laid, (mark, node, at) => {
    mark.id = `dot-${timeline.options.length}`;
    mark.setAttribute("role", "option");
    mark.setAttribute("aria-selected", String(selectedNodes().includes(node)));
    mark.addEventListener("click", () => select(node));
    timeline.options.push({ mark, node, ...at });
  });
  for (const part of pen.svg.children) if (!part.id) part.setAttribute("aria-hidden", "true");
  becomeListbox(pen.svg);
  timelineBox.replaceChildren(stayingAxis(laid), pen.svg);
  bringIntoSight();
  activate(timeline.options.find(({ node }) => node === timeline.active) || timeline.options[0]);
}

// Scroll to the middle one of the dots that are lit, if most of them are out of sight.
function bringIntoSight() {
  const { lit } = timeline;
  const ys = lit ? timeline.options.filter(({ node }) => lit.has(node)).map(({ y }) => y) : [];
  const [top, high] = [timelineBox.scrollTop, timelineBox.clientHeight];
  const seen = ys.filter((y) => y > top + AXIS && y < top + high);
  ys.sort((a, b) => a - b);
  if (2 * seen.length < ys.length) timelineBox.scrollTop = ys[Math.floor(ys.length / 2)] - high / 2;
}

function sayTimeline(laid) {
  const { shown, bands } = laid;
  const papers = lookedAt() === "papers";
  const drawn = bands.flatMap((band) => band.dots).length;
  const full = drawn < shown.length;
  const parts = [
    `${full ? `${count(drawn)} of ` : ""}${plural(shown.length, papers ? "paper" : "concept")}`,
    papers ? "each at the year it appeared" : "each at the year it was first named",
    ...(full ? [hasRoomFor(5, laid) ? "+5 stands for five more" : "+ stands for more"] : []),
  ];
  if (timeline.lit) {
    const chosen = selectedNodes();
    const near = shown.filter((node) => timeline.lit.has(node) && !chosen.includes(node)).length;
    const how = papers || isPaper(selectedNode()) ? "linked to" : "named with";
    parts.push(`${count(near)} ${how} ${shortLabel(selectedNode())}`);
  }
  find("timeline-status").textContent = shown.length ? parts.join("; ") : "";
}

function noTimeline() {
  const [what, from] =
    lookedAt() === "papers" ? ["paper", "of papers"] : ["concept", "of the papers that name them"];
  const why = isFiltered() ? "that the filters keep has a year." : "here has a year.";
  const textContent = `No ${what} ${why} The years ${from} come with the input: BibTeX, RIS, JSON and tables have a field for them. The graph, the table and the matrix need none.`;
  return element("p", { className: "nothing", textContent });
}

function becomeListbox(svg) {
  const focused = timelineBox.contains(document.activeElement);
  svg.setAttribute("role", "listbox");
  svg.setAttribute("tabindex", "0");
  svg.setAttribute("aria-label", "Timeline: arrow keys move between dots, Enter opens one");
  svg.addEventListener("keydown", onTimelineKey);
  if (focused) requestAnimationFrame(() => svg.focus({ preventScroll: true }));
}

function activate(option) {
  timeline.options
    .find(({ mark }) => mark.classList.contains("active"))
    ?.mark.classList.remove("active");
  if (!option) return;
  timeline.active = option.node;
  option.mark.classList.add("active");
  option.mark.ownerSVGElement.setAttribute("aria-activedescendant", option.mark.id);
}

// The nearest dot in a direction; what lies aside counts twice.
function nearest(from, [dx, dy]) {
  const cost = ({ x, y }) => {
    const along = (x - from.x) * dx + (y - from.y) * dy;
    const aside = Math.abs((x - from.x) * dy) + Math.abs((y - from.y) * dx);
    return along > 0.5 ? along + 2 * aside : Infinity;
  };
  const best = timeline.options.reduce((a, b) => (cost(b) < cost(a) ? b : a), from);
  return cost(best) < Infinity ? best : from;
}

function onTimelineKey(event) {
  const from = timeline.options.find(({ node }) => node === timeline.active);
  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  if (event.key in steps) activate(nearest(from, steps[event.key]));
  else if (event.key === "Home") activate(timeline.options[0]);
  else if (event.key === "End") activate(timeline.options.at(-1));
  else if (event.key === "Enter" || event.key === " ") select(timeline.active);
  else return;
  event.preventDefault();
  timeline.options
    .find(({ node }) => node === timeline.active)
    .mark.scrollIntoView({ block: "nearest" });
}

function followScreen() {
  const { laid, theme } = timeline;
  const same =
    laid?.width === timelineBox.clientWidth && theme === document.documentElement.dataset.theme;
  if (state.get().view === "timeline" && !same) showTimeline();
}

new ResizeObserver(followScreen).observe(timelineBox);
new MutationObserver(followScreen).observe(document.documentElement, {
  attributeFilter: ["data-theme"],
});

views.timeline = {
  show: showTimeline,
  nodes: () => timeline.laid.shown,
  table: () => nodeTable(timeline.laid.shown),
  draw: (pen) => drawTimeline(pen, timeline.laid),
  size: () => timeline.laid,
  marks: true,
};
