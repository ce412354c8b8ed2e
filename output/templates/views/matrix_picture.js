// The matrix as a picture.

const BOX = 30;
const ROW_NAMES = 250;
const COLUMN_NAMES = 190;
const PICTURE_MARGIN = 20;
const matrixFont = `13px ${FONT}`;

function matrixPictureSize() {
  return {
    width: ROW_NAMES + BOX * matrix.columns.length + 2 * PICTURE_MARGIN,
    height: COLUMN_NAMES + BOX * matrix.rows.length + 2 * PICTURE_MARGIN,
  };
}

function drawMatrix(pen, { width, height }) {
  const style = getComputedStyle(document.documentElement);
  const color = (name) => style.getPropertyValue(`--${name}`).trim();
  const [ground, text] = [color("ground"), color("text")];
  const [left, top] = [PICTURE_MARGIN + ROW_NAMES, PICTURE_MARGIN + COLUMN_NAMES];
  const named = { font: matrixFont, color: text, halo: ground, baseline: "middle" };
  pen.ground(width, height, ground);
  for (const [j, column] of matrix.columns.entries()) {
    const x = left + (j + 0.5) * BOX;
    pen.text(fitted(column.label, matrixFont, COLUMN_NAMES - 8), x, top - 8, {
      ...named,
      turned: true,
    });
  }
  for (const [i, row] of matrix.rows.entries()) {
    const y = top + (i + 0.5) * BOX;
    pen.text(fitted(row.label, matrixFont, ROW_NAMES - 10), left - 8, y, {
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
