"""What stands beside a figure in words: the two sums of a ratio, and whom it leaves out since something is missing.

The rule: nobody is left out in silence. Who has one answer of two is neither better nor worse off, and is told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lineofsight.apps.figures.values import Figure

from .amounts import Unit, UnitKind, write_amount, write_count

PARTS = re.compile(r"(?P<upper>.*?)\s*\b(?:an?|per|each|for each)\s+(?P<lower>\S.*)")
SEVERAL = {"person": "people", "child": "children", "family": "families", "day open": "days open"}


def sums_in_words(sums: tuple[float, float], unit: Unit) -> str:
    """
    >>> sums_in_words((41_200.0, 318.0), Unit(UnitKind.MONEY, "an hour"))
    '$41,200 for 318 hours'
    >>> sums_in_words((1_240.0, 310.0), Unit(UnitKind.NUMBER, "pounds a person"))
    '1,240 pounds for 310 people'
    """
    parts = PARTS.fullmatch(unit.name)
    upper, lower = (parts["upper"], parts["lower"]) if parts else ("", "")
    above, below = write_amount(sums[0], Unit(unit.kind)), write_amount(sums[1], Unit(UnitKind.NUMBER))
    return _("%(upper)s for %(lower)s") % {
        "upper": f"{above} {upper}".strip(),
        "lower": f"{below} {_several(lower) if sums[1] != 1 else lower}".strip(),
    }


def incomplete_in_words(figure: Figure) -> str:
    """12 of 94 cannot be compared. Empty where nobody is left out so."""
    if not figure.incomplete:
        return ""
    return _("%(number)s of %(whole)s cannot be compared") % {
        "number": write_count(figure.incomplete),
        "whole": write_count(figure.incomplete + (figure.denominator or 0)),
    }


def why_incomplete(document: Mapping[str, Any]) -> str:
    """What is missing of those of whom nothing can be said, as far as the definition tells."""
    change = document.get("change")
    if not isinstance(change, Mapping):
        return _("nobody wrote down how much was intended")
    first, last = (_stage(change.get(side)) for side in ("from", "to"))
    return _("no answer at %(first)s, or none at %(last)s") % {"first": first, "last": last}


def _stage(point: object) -> str:
    stage = str(point.get("stage") if isinstance(point, Mapping) else point)
    words = {
        "start": _("the start"),
        "exit": _("the exit"),
        "follow_up": _("the follow-up"),
        "annual": _("the yearly check"),
        "update": _("the update"),
    }
    return words.get(stage, stage.replace("_", " "))


def _several(noun: str) -> str:
    """Units are written by authors, in their own language; only in English is the form for several known."""
    if not (get_language() or "en").startswith("en"):
        return noun
    return SEVERAL.get(noun, noun if noun.endswith("s") else f"{noun}s")
