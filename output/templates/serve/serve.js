// The form of the endpoint: runs a query, shows its rows, hands them out as a file.
"use strict";

const form = document.getElementById("form");
const query = document.getElementById("query");
const hint = document.getElementById("hint");

query.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit(form.querySelector("button.main"));
  }
});

form.addEventListener("submit", (event) => {
  if (event.submitter?.name !== "format") {
    hint.textContent = "Running … (Esc stops)";
  }
});

window.addEventListener("pageshow", () => {
  hint.textContent = "Ctrl + Enter";
});
