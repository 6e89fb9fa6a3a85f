"""The words an agency may rename everywhere: client, program, enrollment.

`Words` gives the four forms pages need: `words.client`, `words.clients`, `words.Client`, `words.Clients`. A template
says them through `words`, which every page has. Python writes sentences with places for them, filled where they are
said: `_("Ask in the %(program)s.") % vars(the_words())`. A sentence that stands in a class and is said later, as the
label of a field, is `in_our_words(gettext_lazy("..."))`. A test of the house finds the sentences that do neither.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise, lazy

from .models import Agency, default_words
from .selectors.agency import the_agency


class Words:
    """Attribute access to an agency's words; unknown words raise AttributeError, so that a typing error shows."""

    def __init__(self, chosen: dict[str, list[str]]) -> None:
        for word, (one, many) in (default_words() | chosen).items():
            setattr(self, word, one)
            setattr(self, f"{word}s", many)
            setattr(self, word.capitalize(), one[:1].upper() + one[1:])
            setattr(self, f"{word.capitalize()}s", many[:1].upper() + many[1:])

    def __getattr__(self, name: str) -> str:
        raise AttributeError(f"{name} is not a word an agency may rename")


def each_word(chosen: Mapping[str, list[str]]) -> dict[str, str]:
    """One and many of each word, one by one, as a page asks for them: "words.client_one" → "guest"."""
    said = default_words() | dict(chosen)
    return {f"words.{word}_{form}": pair[at] for word, pair in said.items() for at, form in ((0, "one"), (1, "many"))}


def words_of(agency: Agency) -> Words:
    return Words(agency.words)


def the_words() -> Words:
    """The words of this installation's agency; one query."""
    return words_of(the_agency())


def _said(sentence: str | Promise) -> str:
    return str(sentence) % vars(the_words())


in_our_words = lazy(_said, str)  # each time it is said, one query
