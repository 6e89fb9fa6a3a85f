"""What changed from one version of a definition to the next, in words. Pure; asks no database.

The rule: everything that was changed is told, in the order in which a reader asks: what it is, whom it counts, how, and
what is said about it. What is written as an expression is told as it is written, beside the author's words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from .documents import Document, in_words

LEFT_OUT = ("measure", "version", "in_words", "derive", "cases", "data_elements", "field")


@dataclass(frozen=True, slots=True)
class Changed:
    """One part of a definition. before, after: empty where it was not there, or is no more."""

    label: str
    before: str
    after: str


def changes_between(earlier: Document, later: Document) -> tuple[Changed, ...]:
    """
    >>> one = {"title": "Leave to a home", "numerator": "${destination} = 'own'", "matures_after": "7 days"}
    >>> [each.label for each in changes_between(one, {**one, "matures_after": "30 days"})]
    ['Known after']
    """
    found = [
        *_pairs(_labels_of_words(), in_words(earlier), in_words(later)),
        *_pairs(_labels(), *(_as_written(each) for each in (earlier, later))),
        *_derives(earlier, later),
    ]
    before, after = (len(each.get("cases") or ()) for each in (earlier, later))
    if (earlier.get("cases") or ()) != (later.get("cases") or ()):
        found.append(Changed(_("Made-up people it is tried on"), str(before), str(after)))
    return tuple(dict.fromkeys(found))


def _pairs(labels: Mapping[str, str], before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Changed]:
    names = [*labels, *sorted({*before, *after} - labels.keys())]
    for name in names:
        one, other = before.get(name, ""), after.get(name, "")
        if one != other:
            yield Changed(labels.get(name, name.replace("_", " ").capitalize()), one, other)


def _as_written(document: Document) -> dict[str, str]:
    """The parts of a document as texts. A part that stands for its own words is told once, as those."""
    said: Mapping[str, Any] = document.get("in_words") or {}
    alone = {key for key in ("population", "numerator", "value") if not said.get(key)}
    return {
        key: in_one_line(value)
        for key, value in document.items()
        if key not in LEFT_OUT and key not in alone and value not in (None, "", [], {})
    }


def _derives(earlier: Document, later: Document) -> Iterator[Changed]:
    before, after = (
        {name: in_one_line(rule) for name, rule in (each.get("derive") or {}).items()} for each in (earlier, later)
    )
    for name in dict.fromkeys((*before, *after)):
        if before.get(name) != after.get(name):
            label = _("What “%(name)s” means") % {"name": name.replace("_", " ")}
            yield Changed(label, before.get(name, ""), after.get(name, ""))


def in_one_line(value: object) -> str:
    """
    >>> in_one_line({"pick": "latest", "by": ["${date}", "${id}"]})
    'pick: latest; by: ${date}, ${id}'
    """
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {in_one_line(each)}" for key, each in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(in_one_line(each) for each in value)
    return " ".join(str(value).split())


def _labels_of_words() -> dict[str, str]:
    return {
        "population": _("Who is included"),
        "numerator": _("Which of them count"),
        "value": _("What is taken of each"),
    }


def _labels() -> dict[str, str]:
    return {
        "title": _("What it is called"),
        "question": _("Which question it answers"),
        "asks": _("What kind of question that is"),
        "source": _("Where it comes from"),
        "count": _("What is counted"),
        "over": _("Of which records"),
        "instrument": _("In which form"),
        "statistic": _("What is said of them"),
        "period": _("To which period somebody belongs"),
        "population": _("Who is included, as it is written"),
        "numerator": _("Which of them count, as it is written"),
        "value": _("What is taken of each, as it is written"),
        "for_each": _("By what it is divided"),
        "percentile": _("Which percentile"),
        "change": _("What is compared"),
        "received": _("What was received, and what was intended"),
        "represented_by": _("Who speaks for somebody with several"),
        "matures_after": _("Known after"),
        "by": _("What it is told apart by"),
        "cross": _("What is told within each other"),
        "direction": _("Which way is good"),
        "unit": _("In which unit"),
        "rationale": _("Why it is counted"),
        "information_use": _("Who does what with it"),
        "limits": _("What it does not say"),
    }
