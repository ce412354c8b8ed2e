// A bar chart of papers by year.

const CHART = { width: 340, height: 74, foot: 16, head: 14 };

function drawn(name, attributes, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

// `counts` is [year, number] for each year.
function yearChart(counts) {
  const { width, height, foot, head } = CHART;
  const most = Math.max(...counts.map(([, number]) => number));
  const step = Math.min(44, width / counts.length);
  const told = counts.filter(([, number]) => number).map(([year, number]) => `${year}: ${number}`);
  const chart = drawn("svg", {
    viewBox: `0 0 ${width} ${height}`,
    class: "chart",
    role: "img",
    "aria-label": `Papers by year: ${told.join(", ")}`,
  });
  const labelled = Math.ceil(34 / step);
  counts.forEach(([year, number], i) => {
    const tall = ((height - foot - head) * number) / most;
    const middle = i * step + step / 2;
    const bar = {
      x: i * step + 1,
      y: height - foot - tall,
      width: Math.max(1, step - 3),
      height: tall,
    };
    chart.append(drawn("rect", { ...bar, rx: Math.min(2, step / 6) }));
    if (step > 16 && number)
      chart.append(drawn("text", { x: middle, y: height - foot - tall - 3 }, number));
    if ((counts.length - 1 - i) % labelled === 0)
      chart.append(
        drawn("text", { x: middle, y: height - 3 }, step < 34 ? `’${String(year).slice(2)}` : year),
      );
  });
  return chart;
}
