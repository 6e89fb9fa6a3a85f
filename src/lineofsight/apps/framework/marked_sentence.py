"""The mission as it is typed: one sentence with square brackets around each phrase that promises something.

    [Every family] in [Juniper County] has [a home].

Pure; what is wrong with the brackets is a Problem that says where.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lineofsight.problems import Problem


@dataclass(frozen=True, slots=True)
class MarkedPhrase:
    """Words of a sentence, and where they begin in it, counted in characters."""

    starts_at: int
    text: str

    @property
    def ends_at(self) -> int:
        return self.starts_at + len(self.text)


@dataclass(frozen=True, slots=True)
class Marked:
    sentence: str
    phrases: tuple[MarkedPhrase, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the sentence; phrase: its place among the phrases, None for the words between."""

    text: str
    phrase: int | None


def read_marked(written: str) -> Marked:
    """The sentence without its brackets, and its phrases. Raises F001 when brackets do not pair.

    >>> read_marked("[Every family] has [a home].").phrases
    (MarkedPhrase(starts_at=0, text='Every family'), MarkedPhrase(starts_at=17, text='a home'))
    """
    sentence = ""
    phrases: list[MarkedPhrase] = []
    begins: int | None = None
    for letter in " ".join(written.split()):
        if letter == "[":
            if begins is not None:
                raise _unpaired(_("A bracket is opened inside “%(words)s…”.") % {"words": sentence[begins:][:40]})
            begins = len(sentence)
        elif letter == "]":
            if begins is None:
                said = _("A bracket is closed after “…%(words)s” and was not opened.")
                raise _unpaired(said % {"words": sentence[-30:]})
            text = sentence[begins:].strip()
            if text:
                starts_at = begins + len(sentence[begins:]) - len(sentence[begins:].lstrip())
                phrases.append(MarkedPhrase(starts_at, text))
            begins = None
        else:
            sentence += letter
    if begins is not None:
        said = _("A bracket is opened before “%(words)s…” and not closed.")
        raise _unpaired(said % {"words": sentence[begins:][:40]})
    return Marked(sentence, tuple(phrases))


def write_marked(sentence: str, phrases: Iterable[MarkedPhrase]) -> str:
    """The sentence with its brackets, as somebody would type it.

    >>> write_marked("Every family has a home.", [MarkedPhrase(17, "a home")])
    'Every family has [a home].'
    """
    for phrase in sorted(phrases, key=lambda each: each.starts_at, reverse=True):
        sentence = f"{sentence[: phrase.starts_at]}[{phrase.text}]{sentence[phrase.ends_at :]}"
    return sentence


def pieces_of(sentence: str, phrases: Iterable[MarkedPhrase]) -> tuple[Piece, ...]:
    """The sentence cut at its phrases, for a page that underlines them.

    >>> [piece.text for piece in pieces_of("We give a home.", [MarkedPhrase(8, "a home")])]
    ['We give ', 'a home', '.']
    """
    found: list[Piece] = []
    at = 0
    for place, phrase in enumerate(sorted(phrases, key=lambda each: each.starts_at)):
        found += [Piece(sentence[at : phrase.starts_at], None), Piece(phrase.text, place)]
        at = phrase.ends_at
    found.append(Piece(sentence[at:], None))
    return tuple(piece for piece in found if piece.text)


def _unpaired(sentence: str) -> Problem:
    return Problem("F001", sentence, _("Put one pair of square brackets around each phrase, as in [a home]."))
