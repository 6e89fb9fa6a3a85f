// Shows the copy buttons of a page; each copies the text of the element it names and says so.
for (const button of document.querySelectorAll("[data-copies]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).value);
    document.getElementById(button.dataset.says).textContent = button.dataset.done;
  });
}
