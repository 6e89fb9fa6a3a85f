"""What there is to count now, as far as this room can know: what a definition is checked against, and its figures.

Facts are kept and counted in a room above this one, which says here, once, in its `AppConfig.ready()`, how they are
found:

    facts_of_now.register(FactsOfNow(...))
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from lineofsight.measures import Catalogue
from lineofsight.measures.made_up.records import Places


@dataclass(frozen=True, slots=True, kw_only=True)
class FactsOfNow:
    """catalogue: tables, columns and lists of the newest facts; places: kinds of services and programs by their codes,
    for made-up people; labels: of a list of codes, code → label. as_at: the day of the facts."""

    catalogue: Catalogue
    places: Places
    as_at: date
    labels: Callable[[str], Mapping[str, str]]


Find = Callable[[], FactsOfNow | None]
_finders: list[Find] = []


def register(find: Find) -> None:
    """Make known how they are found. The last one counts, so that `ready()` may run twice."""
    _finders[:] = [find]


def facts_of_now() -> FactsOfNow | None:
    """None before the first facts."""
    return _finders[0]() if _finders else None
