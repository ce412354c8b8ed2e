// The matrix as a picture.

const BOX = 30;
const [ROW_NAMES, COLUMN_NAMES] = [250, 190]; // pixels that a name may take
const CAPTION = 30;
const PICTURE_MARGIN = 20;
const matrixFont = `13px ${FONT}`;

function matrixCaption() {
  const { row, column, doing } = matrixWords();
  return `Papers that name the ${row} (rows) and ${doing} ${column} (columns)`;
}

const longest = (shown, most) =>
  Math.min(most, 8 + Math.max(0, ...shown.map((node) => measure(node.label, matrixFont))));

function matrixCorner() {
  return {
    left: PICTURE_MARGIN + longest(matrix.rows, ROW_NAMES),
    top: PICTURE_MARGIN + CAPTION + longest(matrix.columns, COLUMN_NAMES),
  };
}

function matrixPictureSize() {
  const { left, top } = matrixCorner();
  return {
    width:
      Math.max(left + BOX * matrix.columns.length, measure(matrixCaption(), matrixFont)) +
      2 * PICTURE_MARGIN,
    height: top + BOX * matrix.rows.length + PICTURE_MARGIN,
  };
}

function drawMatrix(pen, { width, height }) {
  const style = getComputedStyle(document.documentElement);
  const color = (name) => style.getPropertyValue(`--${name}`).trim();
  const [ground, text] = [color("ground"), color("text")];
  const { left, top } = matrixCorner();
  const named = { font: matrixFont, color: text, halo: ground, baseline: "middle" };
  pen.ground(width, height, ground);
  pen.text(matrixCaption(), PICTURE_MARGIN, PICTURE_MARGIN, {
    font: matrixFont,
    color: text,
    halo: ground,
  });
  for (const [j, column] of matrix.columns.entries()) {
    const x = left + (j + 0.5) * BOX;
    pen.text(fitted(column.label, matrixFont, COLUMN_NAMES), x, top - 8, {
      ...named,
      turned: true,
    });
  }
  for (const [i, row] of matrix.rows.entries()) {
    const y = top + (i + 0.5) * BOX;
    pen.text(fitted(row.label, matrixFont, ROW_NAMES), left - 8, y, {
      ...named,
      align: "right",
    });
    for (const [j, column] of matrix.columns.entries()) {
      const papers = cellOf(row, column).length;
      const fill = papers ? color(`level-${level(papers)}`) : ground;
      const x = left + j * BOX;
      pen.box(x + 1, y - BOX / 2 + 1, BOX - 2, BOX - 2, { fill, stroke: color("line") });
      const on = papers && color(`on-level-${level(papers)}`);
      if (papers)
        pen.text(String(papers), x + BOX / 2, y, {
          ...named,
          color: on,
          halo: fill,
          align: "center",
        });
    }
  }
}
