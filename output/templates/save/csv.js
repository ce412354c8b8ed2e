// Comma-separated values (RFC 4180) that a spreadsheet does not take for formulas.

function csvField(value) {
  if (value === null || value === undefined) return "";
  const given = String(value);
  const safe = typeof value === "string" && /^[=+\-@\t\r]/.test(given) ? `'${given}` : given;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

// The mark at the beginning tells spreadsheets that this is UTF-8.
function toCsv(names, rows) {
  const lines = [names, ...rows].map((row) => `${row.map(csvField).join(",")}\r\n`);
  return `\ufeff${lines.join("")}`;
}
