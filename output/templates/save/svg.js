// What draws a vector picture: a pen with the strokes of `canvasPen`.

function svgElement(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes))
    if (value !== undefined) made.setAttribute(key, value);
  return made;
}

const tenths = (number) => Math.round(10 * number) / 10;

function svgPen({ width, height }) {
  const svg = svgElement("svg", { xmlns: SVG, width, height, viewBox: `0 0 ${width} ${height}` });
  const add = (name, attributes) => {
    const made = svgElement(name, attributes);
    svg.append(made);
    return made;
  };
  return {
    svg,
    lines(segments, { color, opacity = 1, width: thick = 1 }) {
      const d = segments.map((segment) => {
        const [x1, y1, x2, y2] = segment.map(tenths);
        return `M${x1} ${y1}L${x2} ${y2}`;
      });
      const stroke = { stroke: color, "stroke-opacity": opacity, "stroke-width": thick };
      return (
        d.length &&
        add("path", { d: d.join(""), fill: "none", "stroke-linecap": "round", ...stroke })
      );
    },
    mark(shape, x, y, radius, { fill, stroke, width: thick, opacity = 1, title }) {
      const transform = `translate(${tenths(x)} ${tenths(y)}) scale(${tenths(radius)})`;
      const style = { fill, stroke, "stroke-width": thick / radius, opacity };
      const made = add("path", { d: SHAPES[shape], transform, ...style });
      if (title) made.append(svgElement("title", {}));
      if (title) made.firstChild.textContent = title;
      return made;
    },
    text(
      written,
      x,
      y,
      { font, color, halo, align = "left", baseline = "top", opacity = 1, turned },
    ) {
      const made = add("text", {
        x: tenths(x),
        y: tenths(y),
        transform: turned ? `rotate(-90 ${tenths(x)} ${tenths(y)})` : undefined,
        fill: color,
        opacity,
        stroke: halo,
        "stroke-width": 3.5,
        "stroke-linejoin": "round",
        "paint-order": "stroke",
        "text-anchor": { left: "start", center: "middle", right: "end" }[align],
        "dominant-baseline": { top: "text-before-edge", middle: "central" }[baseline],
        ...fontParts(font),
      });
      made.textContent = written;
      return made;
    },
    box: (x, y, wide, high, { fill, stroke }) =>
      add("rect", { x: tenths(x), y: tenths(y), width: wide, height: high, rx: 2, fill, stroke }),
    ground: (wide, high, color) => add("rect", { width: wide, height: high, fill: color }),
  };
}

// A CSS font such as "italic 600 12px serif" as attributes.
function fontParts(font) {
  const [, style, weight, size, family] = /^(italic )?(\d+ )?([\d.]+px) (.*)$/.exec(font);
  return {
    "font-style": style?.trim(),
    "font-weight": weight?.trim(),
    "font-size": size,
    "font-family": family,
  };
}
