/* The page of a new entry keeps its number when somebody comes back to it with the browser's back button. The browser
brings back what was typed there, and the server would make a new number for it: one entry, saved again, would be two. */
(() => {
  const number = document.querySelector("input[type=hidden][name=entry_id]");
  if (!number) return;
  const { type } = performance.getEntriesByType("navigation")[0] ?? {};
  if (type === "back_forward" && history.state?.entry) number.value = history.state.entry;
  else history.replaceState({ ...history.state, entry: number.value }, "");
})();
