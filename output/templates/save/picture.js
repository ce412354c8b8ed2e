// What a view shows as a picture, with a line below it that tells the marks apart.

const LEGEND_LINE = 24;
const LEGEND_MARGIN = 16;
const legendFont = `13px ${FONT}`;

// The kinds of nodes in the view, as lines of {group, name, x}.
function legendLines(view, width) {
  if (!view.marks) return [];
  const present = new Set(view.nodes().map((node) => node.group));
  const lines = [];
  let x = Infinity;
  for (const [group, [name]] of Object.entries(page.styles)) {
    if (!present.has(group)) continue;
    const wide = measure(name, legendFont) + 38;
    if (x + wide > width - LEGEND_MARGIN) {
      lines.push([]);
      x = LEGEND_MARGIN;
    }
    lines.at(-1).push({ group, name, x });
    x += wide;
  }
  return lines;
}

function pictureSize(view) {
  const { width, height } = view.size();
  const lines = legendLines(view, width).length;
  return { width, height: height + (lines ? lines * LEGEND_LINE + LEGEND_MARGIN : 0) };
}

function drawPicture(pen, view) {
  const size = view.size();
  const { width, height } = pictureSize(view);
  const style = getComputedStyle(document.documentElement);
  const [ground, text] = ["--ground", "--text"].map((name) => style.getPropertyValue(name).trim());
  pen.ground(width, height, ground);
  view.draw(pen, size);
  for (const [i, line] of legendLines(view, size.width).entries())
    for (const { group, name, x } of line) {
      const y = size.height + LEGEND_LINE * (i + 0.5);
      const [, shape, fill] = page.styles[group];
      pen.mark(shape, x + 6, y, 6, { fill, stroke: ground, width: 1 });
      const named = { font: legendFont, color: text, halo: ground, baseline: "middle" };
      pen.text(name, x + 18, y, named);
    }
}
