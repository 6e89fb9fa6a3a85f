"""What is said of few people under figures for people outside: the rule of those figures, in their own number.

The rule: a sum or a mean needs more people than a count does, and so does a program under protection; a page says what
holds for the figures it shows.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from lineofsight.apps.figures.values import Series
from lineofsight.disclosure import MINIMUM_COUNT


def never_shown(series: Iterable[Series]) -> str:
    """Fewer than 5 people are never shown outside. Or: fewer than 5, and in some of these measures fewer than 11."""
    minimums = sorted({each.minimum for each in series}) or [MINIMUM_COUNT]
    if len(minimums) == 1:
        return _("Fewer than %(number)s people are never shown outside.") % {"number": minimums[0]}
    return _(
        "Fewer than %(number)s people are never shown outside, and in some of these measures fewer than %(most)s."
    ) % {"number": minimums[0], "most": minimums[-1]}
