// Light and dark: as the system is, until the reader chooses; light on paper.

const night = matchMedia("(prefers-color-scheme: dark)");
const theme = { chosen: null, printing: false };

function showTheme() {
  const own = theme.chosen ?? (night.matches ? "dark" : "light");
  document.documentElement.dataset.theme = theme.printing ? "light" : own;
  find("theme").textContent = own === "dark" ? "Light" : "Dark";
  const style = getComputedStyle(document.documentElement);
  for (const name of ["ground", "text", "muted", "edge", "accent", "tint"])
    scene.colors[name] = style.getPropertyValue(`--${name}`).trim();
  paint();
}

find("theme").addEventListener("click", () => {
  theme.chosen = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
  showTheme();
});
night.addEventListener("change", showTheme);
for (const [name, printing] of [
  ["beforeprint", true],
  ["afterprint", false],
])
  addEventListener(name, () => {
    theme.printing = printing;
    showTheme();
  });
