"""How long the periods are that somebody sees, where others see other ones: in one plain line.

The rule: nobody should compare a figure of a year with one of a quarter unawares. People outside see the shortest
length in which enough people stand behind the figures; those inside see months, or quarters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from lineofsight.apps.figures.values import Series
from lineofsight.statistics import Every

IN_ORDER = (Every.MONTH, Every.QUARTER, Every.YEAR)


def lengths_in_words(series: Mapping[int, Series], released: Mapping[int, Every]) -> str:
    """The line; empty where everybody sees the same. released: use → the length in which it is released, if it is."""
    counted = {
        pk: each for pk, each in series.items() if each.periods and not each.is_reported and _is_told(each.every)
    }
    other = [
        (each.every, released[pk])
        for pk, each in counted.items()
        if each.is_inside and pk in released and released[pk] is not each.every
    ]
    if other:
        return _(
            "People outside see %(theirs)s where you see %(yours)s, so that enough people stand behind a figure."
        ) % {
            "theirs": _several(theirs for _yours, theirs in other),
            "yours": _several(yours for yours, _theirs in other),
        }
    longer = [each.every for each in counted.values() if not each.is_inside and each.every is not Every.MONTH]
    if not longer:
        return ""
    return _(
        "Where shorter periods would rest on too few people, figures are shown by %(lengths)s. Those who may open the "
        "files may see shorter periods."
    ) % {"lengths": _one(longer)}


def _is_told(every: Every) -> bool:
    return every in IN_ORDER


def _several(lengths: Iterable[Every]) -> str:
    words = {Every.MONTH: _("months"), Every.QUARTER: _("quarters"), Every.YEAR: _("years")}
    found = set(lengths)
    return get_text_list([words[each] for each in IN_ORDER if each in found], _("or"))


def _one(lengths: Iterable[Every]) -> str:
    words = {Every.MONTH: _("month"), Every.QUARTER: _("quarter"), Every.YEAR: _("year")}
    found = set(lengths)
    return get_text_list([words[each] for each in IN_ORDER if each in found], _("or"))
