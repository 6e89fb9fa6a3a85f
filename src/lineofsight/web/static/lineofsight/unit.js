/* Writes the unit of the chosen kind beside the quantity. Without this script the unit stands in the list of kinds. */
for (const said of document.querySelectorAll("[data-unit-of]")) {
  const kinds = document.getElementById(said.dataset.unitOf);
  if (!kinds) continue;
  const write = () => { said.textContent = kinds.selectedOptions[0]?.dataset.unit ?? ""; };
  kinds.addEventListener("change", write);
  write();
}
