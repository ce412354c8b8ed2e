// Shapes of nodes as SVG paths of radius one, for the map and for icons.

const STAR = Array.from({ length: 10 }, (_, i) => {
  const [angle, radius] = [(i * Math.PI) / 5 - Math.PI / 2, i % 2 ? 0.55 : 1.25];
  return `${i ? "L" : "M"}${(radius * Math.cos(angle)).toFixed(3)} ${(radius * Math.sin(angle)).toFixed(3)}`;
}).join("");
const SHAPES = {
  dot: "M1 0A1 1 0 1 1-1 0A1 1 0 1 1 1 0Z",
  ellipse: "M1.2 0A1.2 .75 0 1 1-1.2 0A1.2 .75 0 1 1 1.2 0Z",
  square: "M-.9-.9H.9V.9H-.9Z",
  box: "M-1.2-.7H1.2V.7H-1.2Z",
  triangle: "M0-1.15L1.1.85H-1.1Z",
  triangleDown: "M0 1.15L1.1-.85H-1.1Z",
  diamond: "M0-1.25L1.25 0L0 1.25L-1.25 0Z",
  hexagon: "M-1.1 0L-.55-.98H.55L1.1 0L.55.98H-.55Z",
  star: `${STAR}Z`,
};
const PATHS = Object.fromEntries(
  Object.entries(SHAPES).map(([name, path]) => [name, new Path2D(path)]),
);
const SVG = "http://www.w3.org/2000/svg";

function icon(group) {
  const [, shape, color] = page.styles[group];
  const [svg, path] = [document.createElementNS(SVG, "svg"), document.createElementNS(SVG, "path")];
  svg.setAttribute("viewBox", "-1.3 -1.3 2.6 2.6");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", SHAPES[shape]);
  path.setAttribute("fill", color);
  path.setAttribute("stroke", "currentColor");
  path.setAttribute("stroke-width", "0.12");
  svg.append(path);
  return svg;
}

function topicColor(topic, opacity) {
  return `hsl(${(200 + topic * 137.5) % 360} 70% 50% / ${opacity})`;
}

// The colour of the community for text on the ground.
function topicInk(topic) {
  const dark = document.documentElement.dataset.theme === "dark";
  return `hsl(${(200 + topic * 137.5) % 360} ${dark ? "75% 80%" : "75% 27%"})`;
}
