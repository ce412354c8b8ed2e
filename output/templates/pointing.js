// What is under the pointer, and the line that tells it.

const REACH = 12; // pixels around a small mark that still count as the mark
const tip = document.getElementById("tip");

function nodeAt(point) {
  let found = null;
  let nearest = Infinity;
  for (const node of scene.nodes) {
    const { x, y } = toScreen(node.at);
    const distance = Math.hypot(x - point.x, y - point.y) - node.radius;
    const reach = isDimmed(node) ? 0 : Math.max(2, REACH - node.radius);
    if (distance < Math.min(nearest, reach)) [found, nearest] = [node, distance];
  }
  return found;
}

function showHovered(node, point) {
  canvas.style.cursor = node ? "pointer" : "";
  tip.hidden = !node;
  if (node) {
    const links = plural(node.degree, "link");
    tip.textContent = `${node.label} (${page.styles[node.group][0].toLowerCase()}, ${links})`;
    const { width } = viewport();
    const left = point.x > width / 2;
    tip.style.left = left ? "" : `${point.x + 14}px`;
    tip.style.right = left ? `${width - point.x + 14}px` : "";
    tip.style.top = `${point.y + 14}px`;
  }
  if (scene.hovered === node) return;
  scene.hovered = node;
  redraw();
}
