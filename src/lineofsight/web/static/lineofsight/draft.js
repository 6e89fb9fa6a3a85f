/* What was entered into a form that was sent when its session had already ended, brought back after signing in.

Answers are kept at the moment they are sent and no longer than until the next page: a page for somebody signed in means
that they arrived, the sign-in page means that they are lost. Lost ones stay in this tab alone, for half an hour, and
return to the same form at the same address for the same person; somebody else who signs in here removes them. No
password is ever kept, nor anything of a form that asks for one, nor what a page hides in its form.

A form that corrects something says in `seen` what stood there. When that has changed meanwhile, only empty questions are
filled again; beside the others stands what had been entered, so that nothing is overwritten unseen. */
(() => {
  const KEY = "lineofsight.draft", HALF_HOUR = 30 * 60 * 1000;
  const SECRET = "[type=password], [autocomplete~=current-password], [autocomplete~=new-password], [autocomplete~=one-time-code]";
  const NOT_ANSWERS = ["hidden", "file", "submit", "button", "image", "reset"];
  const { reader, restored, entered, lost } = document.currentScript.dataset;

  const kept = () => {
    try { return JSON.parse(sessionStorage.getItem(KEY)); } catch { return null; }
  };
  const keep = draft => {
    try { sessionStorage.setItem(KEY, JSON.stringify(draft)); } catch { /* a full or closed store: the page says what is lost */ }
  };
  const forget = () => {
    try { sessionStorage.removeItem(KEY); } catch { /* nothing can be kept there either */ }
  };

  const questions = form => {
    const groups = new Map();
    for (const one of form.elements) {
      if (!one.name || !one.matches("input, select, textarea") || NOT_ANSWERS.includes(one.type)) continue;
      groups.set(one.name, [...(groups.get(one.name) ?? []), one]);
    }
    return groups;
  };
  const isTicked = one => ["radio", "checkbox"].includes(one.type);
  const answersOf = group => group.flatMap(one =>
    isTicked(one) ? (one.checked ? [one.value] : [])
      : one.matches("select") ? [...one.selectedOptions].map(option => option.value) : [one.value]);
  const answer = (group, values) => group.forEach((one, place) => {
    if (isTicked(one)) one.checked = values.includes(one.value);
    else if (one.matches("select")) for (const option of one.options) option.selected = values.includes(option.value);
    else one.value = values[place] ?? "";
    one.dispatchEvent(new Event("change", { bubbles: true }));
  });
  const inWords = (group, values) => values.map(value => {
    const chosen = group.flatMap(one => one.matches("select") ? [...one.options] : one).find(one => one.value === value);
    return (chosen?.text ?? chosen?.labels?.[0]?.textContent.trim()) || value;
  }).join(", ");
  const sumOf = text => [...text].reduce((sum, letter) => (Math.imul(sum, 31) + letter.codePointAt(0)) | 0, 0);
  const isSame = (some, others) => JSON.stringify(some) === JSON.stringify(others);

  const draftOf = form => ({
    action: form.getAttribute("action") ?? "",
    seen: sumOf(form.querySelector("input[name=seen]")?.value ?? ""),
    answers: [...questions(form)].map(([name, group]) => [name, answersOf(group)]),
  });
  const say = (before, text) => {
    const said = document.createElement("p");
    said.className = "los-why";
    said.setAttribute("role", "status");
    said.textContent = text;
    before.before(said);
  };

  const restore = draft => {
    const asks = form => draft.answers.some(([name]) => questions(form).has(name));
    const forms = [...document.forms].filter(form => form.method === "post" && !form.querySelector(SECRET)
      && (form.getAttribute("action") ?? "") === draft.action && asks(form));
    if (forms.length !== 1) return; // which of several alike it was nobody knows
    const [form] = forms, groups = questions(form), isAsItWas = draftOf(form).seen === draft.seen;
    let isOther = false;
    for (const [name, values] of draft.answers) {
      const group = groups.get(name);
      if (!group || isSame(answersOf(group), values)) continue;
      isOther = true;
      if (isAsItWas || !answersOf(group).some(value => value)) answer(group, values);
      else if (values.some(value => value)) say(group[0].closest(".los-choice") ?? group[0], `${entered} ${inWords(group, values)}`);
    }
    if (isOther) say(form.firstElementChild, restored);
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
    if (!reader || form.method !== "post" || form.querySelector(SECRET)) return;
    const said = draftOf(form);
    if (said.answers.length) keep({ address: location.pathname, at: Date.now(), reader, ...said, isLost: false });
  });
})();
