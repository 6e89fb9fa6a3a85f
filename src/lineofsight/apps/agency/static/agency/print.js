// Shows the print buttons of a page and lets them print it. Without scripts the browser's own menu prints.
for (const button of document.querySelectorAll("[data-prints]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
