// The drawing of the map, bottom up: communities, links, marks, labels.

const HUB = 14; // neighbours of a node above which its links are faint
const MANY_LINKS = 1500; // more links than that are drawn fainter

const ground = { picture: document.createElement("canvas"), x: 0, y: 0, scale: 1, areas: null };

const segment = (a, b, on) => {
  const [from, to] = [on(a.at), on(b.at)];
  return [from.x, from.y, to.x, to.y];
};

function drawCommunities(pen, on, scale) {
  scene.areas.forEach((pairs, topic) => {
    if (scene.topic !== null && topic !== scene.topic) return;
    const color = topicColor(topic, 1);
    const segments = pairs.map(([a, b]) => segment(a, b, on));
    pen.lines(segments, { color, opacity: scene.colors.tint, width: 2 * scene.tint * scale });
  });
}

// The ground of the communities as a picture around the view: it costs more than all else, and is
// drawn anew only where the camera has gone far.
function drawGround(context, at, size) {
  const { areas, topic, colors } = scene;
  const [wide, high] = [2 * size.width, 2 * size.height];
  const moved = Math.max(
    Math.abs(at.x - ground.x) / size.width,
    Math.abs(at.y - ground.y) / size.height,
  );
  const kept =
    ground.areas === areas &&
    ground.topic === topic &&
    ground.tint === colors.tint &&
    ground.picture.width === wide &&
    Math.abs(Math.log(at.scale / ground.scale)) < 0.4 &&
    moved * at.scale + 0.5 < at.scale / ground.scale;
  if (!kept) {
    Object.assign(ground.picture, { width: wide, height: high });
    Object.assign(ground, { ...at, areas, topic, tint: colors.tint });
    const on = (point) => toScreen(point, at, { width: wide, height: high });
    drawCommunities(canvasPen(ground.picture.getContext("2d")), on, at.scale);
  }
  const { x, y } = toScreen(ground, at, size);
  const grown = at.scale / ground.scale;
  context.globalAlpha = 1;
  context.drawImage(
    ground.picture,
    x - (wide * grown) / 2,
    y - (high * grown) / 2,
    wide * grown,
    high * grown,
  );
}

function drawLinks(pen, on) {
  const [plain, faint, strong] = [[], [], []];
  for (const { subject: a, object: b } of scene.links) {
    const of = (node) => node !== null && (node === a || node === b);
    const weak = Math.max(a.degree, b.degree) > HUB || isDimmed(a) || isDimmed(b);
    const apart = scene.path || of(scene.chosen) || of(scene.hovered);
    const segments = apart ? strong : weak || scene.chosen ? faint : plain;
    segments.push(segment(a, b, on));
  }
  const thin = Math.min(1, MANY_LINKS / (1 + scene.links.length));
  pen.lines(faint, { color: scene.colors.edge, opacity: 0.2 * thin, width: 0.8 });
  pen.lines(plain, { color: scene.colors.edge, opacity: 0.5 * thin, width: 1 });
  pen.lines(strong, { color: scene.colors.accent, opacity: 0.55, width: 1.4 });
}

function drawMarks(pen, on) {
  for (const node of scene.nodes.toReversed()) {
    const { x, y } = on(node.at);
    const chosen = node === scene.chosen || node === scene.hovered;
    pen.mark(node.shape, x, y, node.radius, {
      fill: node.color,
      stroke: chosen ? scene.colors.text : scene.colors.ground,
      width: chosen ? 2.5 : 1,
      opacity: isDimmed(node) ? 0.1 : 1,
    });
  }
}

function drawLabels(pen, at, size) {
  const { x: left, y: top } = toScreen({ x: 0, y: 0 }, at, size);
  for (const { node, topic, text, font, x, y } of labelsAt(at, size).toReversed()) {
    if (node ? isDimmed(node) : scene.topic !== null && scene.topic !== topic) continue;
    const { muted, text: ink } = scene.colors;
    const color = !node ? topicInk(topic) : isPaper(node) && !scene.near.has(node) ? muted : ink;
    pen.text(text, left + x, top + y + 1, { font, color, halo: scene.colors.ground });
  }
}

function drawFocusLabels(pen, on, size) {
  const { text, muted, ground } = scene.colors;
  for (const { node, reading, side, width, ...at } of scene.places) {
    const font = node ? labelFont(node) : `italic 12px ${FONT}`;
    const gap = node ? node.radius + 6 : -6;
    const { x, y } = on(at);
    pen.text(fitted(node ? node.label : reading, font, width), x + side * gap, y, {
      font,
      color: node ? text : muted,
      halo: ground,
      align: side > 0 ? "left" : "right",
      baseline: "middle",
    });
  }
  const { sides, reach } = focusFrame(size);
  if (sides === 1 || scene.path) return;
  const { x, y } = on(scene.chosen.at);
  const font = `700 14px ${FONT}`;
  const label = fitted(shortLabel(scene.chosen), font, 2 * reach - 60);
  pen.text(label, x, y + scene.chosen.radius + 6, {
    font,
    color: text,
    halo: ground,
    align: "center",
  });
}

// Draw with a pen what a camera `at` some place sees in a view of some size; a context of the same
// canvas lets the ground be a picture.
function drawMap(pen, at, size, context) {
  const on = (point) => toScreen(point, at, size);
  for (const node of scene.nodes) node.radius = radiusOf(node, at.scale);
  pen.ground(size.width, size.height, scene.colors.ground);
  if (!scene.alone && !scene.path) {
    if (context) drawGround(context, at, size);
    else drawCommunities(pen, on, at.scale);
  }
  drawLinks(pen, on);
  drawMarks(pen, on);
  if (scene.alone || scene.path) drawFocusLabels(pen, on, size);
  else drawLabels(pen, at, size);
}
