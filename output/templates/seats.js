// Places for nodes that join the map: close to what they are linked to, and on no other node.

const SEAT = 34; // units of the map between two nodes

function takeSeats(joining, around) {
  const taken = new Map();
  const cell = ({ x, y }) => [Math.floor(x / SEAT), Math.floor(y / SEAT)];
  const take = (at) => {
    const key = cell(at).join(" ");
    taken.set(key, [...(taken.get(key) || []), at]);
  };
  const isFree = (at) => {
    const [column, row] = cell(at);
    for (let x = column - 1; x <= column + 1; x++)
      for (let y = row - 1; y <= row + 1; y++)
        if (
          taken.get(`${x} ${y}`)?.some((other) => Math.hypot(at.x - other.x, at.y - other.y) < SEAT)
        )
          return false;
    return true;
  };
  for (const node of around) take(node.at);
  for (const node of joining) {
    const near = node.ties.map((tie) => tie.node.at).filter(Boolean);
    const mean = (key) => near.reduce((sum, at) => sum + at[key], 0) / (near.length || 1);
    const middle = { x: mean("x"), y: mean("y") };
    let seat = middle;
    for (let i = 0; !isFree(seat); i++) {
      const [radius, angle] = [SEAT * 0.6 * Math.sqrt(i + 1), i * Math.PI * (3 - Math.sqrt(5))];
      seat = { x: middle.x + radius * Math.cos(angle), y: middle.y + radius * Math.sin(angle) };
    }
    node.at = seat;
    take(seat);
  }
}
