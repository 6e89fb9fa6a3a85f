"""Between which figures a measure has been in a place, as far as this room can know.

Figures are counted in a room above this one, which says here, once, in its `AppConfig.ready()`, how they are found:

    known_figures.register(range_seen)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from lineofsight.apps.agency.models import StaffMember

from .models import MeasureAssignment


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """The lowest and the highest figure of several periods, the first of which began on a day. Shares are 0 to 1."""

    low: float
    high: float
    since: date


Find = Callable[[MeasureAssignment, StaffMember], Range | None]
_finders: list[Find] = []


def register(find: Find) -> None:
    """Make known how it is found. The last one counts, so that `ready()` may run twice."""
    _finders[:] = [find]


def figures_seen(assignment: MeasureAssignment, reader: StaffMember) -> Range | None:
    """None where too few periods have a figure that this reader may see."""
    return _finders[0](assignment, reader) if _finders else None
