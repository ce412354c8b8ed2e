// The drawing of the map, bottom up: topics, links, marks, labels.

const FOOTING = 34; // pixels at the foot of the map that hold the status
const HUB = 14; // neighbours of a node above which its links are faint
const TINT_RADIUS = 44;
const widths = new Map();

function measure(text, font) {
  const key = `${font} ${text}`;
  if (!widths.has(key)) {
    const context = container.querySelector("canvas").getContext("2d");
    context.save();
    context.font = font;
    widths.set(key, context.measureText(text).width);
    context.restore();
  }
  return widths.get(key);
}

function drawTopics(context) {
  page.topics.forEach((_, topic) => {
    if (scene.topic !== null && topic !== scene.topic) return;
    const area = new Path2D();
    for (const { at, topic: own } of scene.nodes)
      if (own === topic) {
        area.moveTo(at.x + TINT_RADIUS, at.y);
        area.arc(at.x, at.y, TINT_RADIUS, 0, 2 * Math.PI);
      }
    context.fillStyle = topicColor(topic, scene.colors.tint);
    context.fill(area);
  });
}

function drawLinks(context, scale) {
  const [plain, faint, strong] = [new Path2D(), new Path2D(), new Path2D()];
  for (const { subject: a, object: b } of scene.links) {
    const hovered = a === scene.hovered || b === scene.hovered;
    const weak = Math.max(a.degree, b.degree) > HUB || isDimmed(a) || isDimmed(b);
    const path = scene.chosen || hovered ? strong : weak ? faint : plain;
    path.moveTo(a.at.x, a.at.y);
    path.lineTo(b.at.x, b.at.y);
  }
  for (const [path, color, opacity, width] of [
    [faint, scene.colors.edge, 0.2, 0.8],
    [plain, scene.colors.edge, 0.5, 1],
    [strong, scene.colors.accent, 0.55, 1.4],
  ]) {
    Object.assign(context, { strokeStyle: color, globalAlpha: opacity, lineWidth: width / scale });
    context.stroke(path);
  }
  context.globalAlpha = 1;
}

function drawMarks(context, scale) {
  for (const node of scene.nodes.toReversed()) {
    node.radius = radiusOf(node, scale);
    const size = node.radius / scale;
    context.save();
    context.globalAlpha = isDimmed(node) ? 0.1 : 1;
    context.translate(node.at.x, node.at.y);
    context.scale(size, size);
    context.fillStyle = node.color;
    context.fill(PATHS[node.shape]);
    const chosen = node === scene.chosen || node === scene.hovered;
    context.strokeStyle = chosen ? scene.colors.text : scene.colors.ground;
    context.lineWidth = (chosen ? 2.5 : 1) / node.radius;
    context.stroke(PATHS[node.shape]);
    context.restore();
  }
}

function write(context, text, x, y, { font, color, align = "left", baseline = "top" }) {
  Object.assign(context, { font, textAlign: align, textBaseline: baseline, lineJoin: "round" });
  Object.assign(context, { strokeStyle: scene.colors.ground, lineWidth: 3.5, fillStyle: color });
  context.strokeText(text, x, y);
  context.fillText(text, x, y);
}

// What is in sight when the whole map is, in pixels from the origin.
function labelBounds(scale) {
  const { width, height } = viewport();
  const [x, y] = [scene.middle.x * scale, scene.middle.y * scale];
  const grown = Math.max(1, scale / scene.scale);
  const [dx, dy] = [(width / 2 - 6) * grown, (height / 2 - 6) * grown];
  return [x - dx, y - dy, x + dx, y + dy - FOOTING];
}

function drawLabels(context, scale) {
  if (!scene.labels || scene.labelsScale !== scale) {
    scene.labels = placeLabels(scene.nodes, { scale, measure, bounds: labelBounds(scale) });
    scene.labelsScale = scale;
  }
  for (const { node, text, x, y } of scene.labels.toReversed()) {
    if (isDimmed(node)) continue;
    const color = isPaper(node) ? scene.colors.muted : scene.colors.text;
    write(context, text, x, y + 1, { font: labelFont(node), color });
  }
}

function fitted(text, font, width) {
  if (measure(text, font) <= width) return text;
  let length = text.length;
  while (length > 1 && measure(`${text.slice(0, length)}…`, font) > width) length -= 1;
  return `${text.slice(0, length).trimEnd()}…`;
}

function drawFocusLabels(context, scale) {
  for (const { node, reading, x, y, side, width } of scene.places) {
    const font = node ? labelFont(node) : `italic 12px ${FONT}`;
    const color = node ? scene.colors.text : scene.colors.muted;
    const gap = node ? node.radius + 6 : -6;
    const style = { font, color, align: side > 0 ? "left" : "right", baseline: "middle" };
    write(
      context,
      fitted(node ? node.label : reading, font, width),
      x * scale + side * gap,
      y * scale,
      style,
    );
  }
  const { sides, reach } = focusFrame(viewport());
  if (sides === 1) return;
  const { at, radius } = scene.chosen;
  const style = { font: `700 14px ${FONT}`, color: scene.colors.text, align: "center" };
  const label = fitted(shortLabel(scene.chosen), style.font, 2 * reach - 60);
  write(context, label, at.x * scale, at.y * scale + radius + 6, style);
}

network.on("beforeDrawing", (context) => {
  const scale = network.getScale();
  if (!scene.chosen && state.get().extent === "overview") drawTopics(context);
  drawLinks(context, scale);
  drawMarks(context, scale);
});

network.on("afterDrawing", (context) => {
  const scale = network.getScale();
  context.save();
  context.scale(1 / scale, 1 / scale);
  if (scene.chosen) drawFocusLabels(context, scale);
  else drawLabels(context, scale);
  context.restore();
});
