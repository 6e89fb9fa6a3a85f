"""Are people better off? What the outcomes of a scorecard or of a program say together.

The rule: it counts what has a target. An outcome that may not be shown here is one of them and is said to be untold,
so that nobody reads "all" where some are missing. "Too early" speaks of the trend alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lineofsight.statistics import say_reading

from ..wording.sentences import said
from .judging import Standing
from .rows import MeasureRow

JUDGED = (Standing.MET, Standing.NOT_MET, Standing.OUT_OF_REACH)
TOLD_AT_MOST = 3  # sentences after the first
TWO = 2  # of which English says "both"


def first_sentence(rows: Sequence[MeasureRow]) -> str:
    """How many outcomes meet their target, and how many of them cannot be told."""
    judged = [row for row in rows if row.judged.standing in JUDGED]
    met = sum(row.judged.standing is Standing.MET for row in judged)
    untold = sum(_is_untold(row) for row in rows)
    if not judged:
        if untold:
            return ngettext(
                "It cannot be told here: the one outcome with a target is withheld.",
                "It cannot be told here: all %(all)s outcomes with a target are withheld.",
                untold,
            ) % {"all": untold}
        return _("We cannot say yet: no outcome has both a figure and a target.")
    numbers = {"met": met, "all": len(judged) + untold, "untold": untold}
    first = _how_many_meet(numbers)
    if untold:
        first += " " + ngettext("One cannot be told.", "%(untold)s cannot be told.", untold) % numbers
    return first


def further_sentences(rows: Sequence[MeasureRow]) -> list[str]:
    """What really moved, for the worse first; then what is out of reach; then how many cannot be judged."""
    moved = sorted((row for row in rows if row.judged.is_signal), key=lambda row: not row.judged.is_worsening)
    sentences = [
        said(say_reading(reading, good=row.judged.good, measure=row.name).first, row.judged.unit)
        for row in moved
        if (reading := row.judged.reading) is not None
    ]
    sentences += [
        _("%(outcome)s: harder work will not reach the target; the way of working must change.") % {"outcome": row.name}
        for row in rows
        if row.judged.standing is Standing.OUT_OF_REACH
    ]
    sentences = sentences[:TOLD_AT_MOST]
    few = sum(row.judged.standing is Standing.TOO_FEW for row in rows)
    without = sum(row.judged.standing in (Standing.NOTHING, Standing.WITHHELD) and not _is_untold(row) for row in rows)
    if few:
        sentences.append(
            ngettext("One outcome is too new to judge.", "%(number)s outcomes are too new to judge.", few)
            % {"number": few}
        )
    if without:
        sentences.append(
            ngettext("One has no figure to show.", "%(number)s have no figure to show.", without) % {"number": without}
        )
    return sentences


def _is_untold(row: MeasureRow) -> bool:
    return row.judged.standing is Standing.WITHHELD and row.judged.target is not None


def _how_many_meet(numbers: dict[str, int]) -> str:
    met, whole, untold = numbers["met"], numbers["all"], numbers["untold"]
    if met == whole == TWO:
        return _("Yes: both outcomes with a target meet it.")
    if met == whole:
        return (
            ngettext(
                "Yes: the one outcome with a target meets it.", "Yes: all %(all)s outcomes with a target meet it.", met
            )
            % numbers
        )
    if met == whole - untold:
        return (
            ngettext(
                "Yes, as far as it can be told: %(met)s of %(all)s outcomes with a target meets it.",
                "Yes, as far as it can be told: %(met)s of %(all)s outcomes with a target meet it.",
                met,
            )
            % numbers
        )
    if 2 * met > whole:
        return _("Mostly yes: %(met)s of %(all)s outcomes meet their target.") % numbers
    if met:
        return (
            ngettext(
                "Partly: %(met)s of %(all)s outcomes meets its target.",
                "Partly: %(met)s of %(all)s outcomes meet their target.",
                met,
            )
            % numbers
        )
    if untold:
        missed = whole - untold
        return ngettext(
            "Not as we mean to, as far as it can be told: %(missed)s of %(all)s outcomes misses its target.",
            "Not as we mean to, as far as it can be told: %(missed)s of %(all)s outcomes miss their target.",
            missed,
        ) % {"missed": missed, "all": whole}
    return (
        ngettext(
            "Not as we mean to: the one outcome with a target misses it.",
            "Not as we mean to: none of %(all)s outcomes meets its target.",
            whole,
        )
        % numbers
    )
