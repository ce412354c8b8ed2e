// What draws on a canvas. A pen has five strokes, and all of them count in pixels of the screen.

function canvasPen(context) {
  const path = (segments) => {
    context.beginPath();
    for (const [x1, y1, x2, y2] of segments) {
      context.moveTo(x1, y1);
      context.lineTo(x2, y2);
    }
  };
  return {
    // Segments [x1, y1, x2, y2] as one stroke: where they cross they are no darker.
    lines(segments, { color, opacity = 1, width = 1 }) {
      path(segments);
      Object.assign(context, { strokeStyle: color, globalAlpha: opacity, lineWidth: width });
      context.lineCap = "round";
      context.stroke();
    },
    mark(shape, x, y, radius, { fill, stroke, width, opacity = 1 }) {
      context.save();
      context.globalAlpha = opacity;
      context.translate(x, y);
      context.scale(radius, radius);
      context.fillStyle = fill;
      context.fill(PATHS[shape]);
      Object.assign(context, { strokeStyle: stroke, lineWidth: width / radius });
      context.stroke(PATHS[shape]);
      context.restore();
    },
    // Text with a halo of the ground; `baseline` is "top" or "middle", `turned` text runs upwards.
    text(text, x, y, { font, color, halo, align = "left", baseline = "top", opacity = 1, turned }) {
      context.save();
      context.translate(x, y);
      if (turned) context.rotate(-Math.PI / 2);
      Object.assign(context, { font, textAlign: align, textBaseline: baseline });
      Object.assign(context, { strokeStyle: halo, fillStyle: color, globalAlpha: opacity });
      Object.assign(context, { lineJoin: "round", lineWidth: 3.5 });
      context.strokeText(text, 0, 0);
      context.fillText(text, 0, 0);
      context.restore();
    },
    box(x, y, width, height, { fill, stroke }) {
      Object.assign(context, {
        fillStyle: fill,
        strokeStyle: stroke,
        globalAlpha: 1,
        lineWidth: 1,
      });
      context.fillRect(x, y, width, height);
      if (stroke) context.strokeRect(x, y, width, height);
    },
    ground(width, height, color) {
      Object.assign(context, { fillStyle: color, globalAlpha: 1 });
      context.fillRect(0, 0, width, height);
    },
  };
}

const ruler = document.createElement("canvas").getContext("2d");
const widths = new Map();

function measure(text, font) {
  const key = `${font} ${text}`;
  if (!widths.has(key)) {
    ruler.font = font;
    widths.set(key, ruler.measureText(text).width);
  }
  return widths.get(key);
}

function fitted(text, font, width) {
  if (measure(text, font) <= width) return text;
  let length = text.length;
  while (length > 1 && measure(`${text.slice(0, length)}…`, font) > width) length -= 1;
  return `${text.slice(0, length).trimEnd()}…`;
}
