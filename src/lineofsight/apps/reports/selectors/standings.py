"""How a figure stands, and why one is not shown: a shape and a word, never a color alone."""

from __future__ import annotations

from django.utils.translation import gettext as _

from lineofsight.disclosure import Rule

from .judging import Standing


def standing_words(standing: Standing) -> tuple[str, str]:
    """The shape and the word."""
    return {
        Standing.MET: ("met", _("Met")),
        Standing.NOT_MET: ("attention", _("Not met")),
        Standing.OUT_OF_REACH: ("late", _("Out of reach")),
        Standing.NO_TARGET: ("open", _("No target")),
        Standing.NO_DIRECTION: ("open", _("Neither way is good")),
        Standing.TOO_FEW: ("few", _("Trend: too early")),
        Standing.WITHHELD: ("open", _("Not told")),
        Standing.NOTHING: ("open", _("No figure yet")),
    }[standing]


def withheld_words(rule: Rule, minimum: int) -> str:
    """Why a figure is not shown. The three rules are told as one where telling them apart would say too much."""
    people = {"number": minimum}
    return {
        Rule.FEW_PEOPLE: _("fewer than %(number)s people") % people,
        Rule.FEW_ON_ONE_SIDE: _("too few to tell apart"),
        Rule.PROTECTS_ANOTHER: _("fewer than %(number)s people, or it would show another") % people,
        Rule.FEW_OR_PROTECTS: _("fewer than %(number)s people, or it would show another") % people,
    }[rule]
