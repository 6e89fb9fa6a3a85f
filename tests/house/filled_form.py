"""The form of a page as a browser would send it: what stands in it, hidden fields too, with somebody's answers."""

from __future__ import annotations

from collections.abc import Mapping
from html.parser import HTMLParser

Answers = Mapping[str, object]


class _Forms(HTMLParser):
    """What each form that is posted to its own page would send, by the name of the control."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[dict[str, list[str]]] = []
        self._is_inside = False
        self._select = self._textarea = ""
        self._first_option: str | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "form":
            self._is_inside = given.get("method") == "post" and not given.get("action")
            if self._is_inside:
                self.sent.append({})
        elif not self._is_inside:
            return
        elif tag == "input" and name:
            is_ticked = given.get("type") not in ("checkbox", "radio") or "checked" in given
            if is_ticked and given.get("type") not in ("file", "submit"):
                self._add(name, value or ("on" if given.get("type") == "checkbox" else ""))
        elif tag == "select":
            self._select, self._first_option = name, None
        elif tag == "option" and self._select:
            self._first_option = value if self._first_option is None else self._first_option
            if "selected" in given:
                self._add(self._select, value)
        elif tag == "textarea":
            self._textarea = name
            self._add(name, "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._is_inside = False
        elif tag == "select" and self._is_inside:
            if self._select not in self.sent[-1] and self._first_option is not None:
                self._add(self._select, self._first_option)
            self._select = ""
        elif tag == "textarea":
            self._textarea = ""

    def handle_data(self, data: str) -> None:
        if self._textarea and self._is_inside:
            self.sent[-1][self._textarea][-1] += data

    def _add(self, name: str, value: str) -> None:
        self.sent[-1].setdefault(name, []).append(value)


def filled(page: str, answers: Answers) -> dict[str, object]:
    """The one form of a page that is posted to it, with these answers in the place of what stands there."""
    forms = _Forms()
    forms.feed(page)
    assert len(forms.sent) == 1, f"{len(forms.sent)} forms are posted to this page"
    return {**forms.sent[0], **answers}
