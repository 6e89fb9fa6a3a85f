"""The first words of a measure's answer: which way it has gone, or how it stands; the figure follows.

The rule: "more" and "fewer" are said of what has really moved and nowhere else: "than a year ago" where the year before
lies on the same side, else "than before".
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from lineofsight.statistics import Direction

from ..wording.amounts import UnitKind
from .judging import Judged, Standing


def first_words(judged: Judged) -> str:
    """Fewer than a year ago; It meets its target; No real change."""
    if judged.moved is not None:
        return _which_way(judged, judged.moved)
    if judged.standing in (Standing.MET, Standing.NOT_MET, Standing.OUT_OF_REACH):
        return {
            Standing.MET: _("It meets its target"),
            Standing.NOT_MET: _("It misses its target"),
            Standing.OUT_OF_REACH: _("Its target is out of reach as we work now"),
        }[judged.standing]
    if judged.reading is not None and judged.reading.can_be_silent:
        return _("No real change")
    return _("Too early for a trend")


def _which_way(judged: Judged, direction: Direction) -> str:
    latest, before = judged.latest, judged.year_before
    now = latest.figure.value if latest else None
    then = before.figure.value if before else None
    is_same_way = now is not None and then is not None and (now > then if direction is Direction.UP else now < then)
    counts = judged.unit.kind in (UnitKind.SHARE, UnitKind.COUNT)
    if direction is Direction.UP:
        if is_same_way:
            return _("More than a year ago") if counts else _("Higher than a year ago")
        return _("More than before") if counts else _("Higher than before")
    if is_same_way:
        return _("Fewer than a year ago") if counts else _("Lower than a year ago")
    return _("Fewer than before") if counts else _("Lower than before")
