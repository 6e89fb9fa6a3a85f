/* Long texts of a form that was sent when its session had already ended, brought back after signing in.

A text is kept at the moment it is sent and no longer than until the next page: a page for somebody signed in means that
it arrived, the sign-in page means that it is lost. A lost text stays in this tab alone, for half an hour, and returns
to the same address for the same person; somebody else who signs in here removes it. */
(() => {
  const KEY = "lineofsight.draft", HALF_HOUR = 30 * 60 * 1000;
  const { reader, restored, lost } = document.currentScript.dataset;

  const kept = () => {
    try { return JSON.parse(sessionStorage.getItem(KEY)); } catch { return null; }
  };
  const keep = draft => {
    try { sessionStorage.setItem(KEY, JSON.stringify(draft)); } catch { /* a full or closed store: the page says what is lost */ }
  };
  const forget = () => {
    try { sessionStorage.removeItem(KEY); } catch { /* nothing can be kept there either */ }
  };

  const restore = draft => {
    for (const [name, text] of draft.texts) {
      const field = [...document.querySelectorAll("textarea")].find(one => one.name === name && !one.value);
      if (!field) continue;
      field.value = text;
      const said = document.createElement("p");
      said.className = "los-why";
      said.setAttribute("role", "status");
      said.textContent = restored;
      field.before(said);
    }
  };

  const draft = kept();
  if (draft) {
    if (Date.now() - draft.at > HALF_HOUR || (reader && reader !== draft.reader)) forget();
    else if (!reader || lost !== undefined) keep({ ...draft, isLost: true });
    else if (!draft.isLost) forget();
    else if (draft.address === location.pathname) { restore(draft); forget(); }
  }

  document.addEventListener("submit", event => {
    const form = event.target;
    if (!reader || form.method !== "post") return;
    const texts = [...form.querySelectorAll("textarea")].filter(one => one.value).map(one => [one.name, one.value]);
    if (texts.length) keep({ address: location.pathname, at: Date.now(), reader, texts, isLost: false });
  });
})();
