"""What there is to count now, as far as this room can know: what a definition is checked against, and its figures.

Facts are kept and counted in a room above this one, which says here, once, in its `AppConfig.ready()`, how they are
found:

    facts_of_now.register(Counted(...))
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.records.models import Participant
from lineofsight.measures import Catalogue
from lineofsight.measures.made_up.records import Places
from lineofsight.measures.tables import CORE

from .documents import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class FactsOfNow:
    """catalogue: tables, columns and lists of the newest facts; places: kinds of services and programs by their codes,
    for made-up people; labels: of a list of codes, code → label. as_at: the day of the facts."""

    catalogue: Catalogue
    places: Places
    as_at: date
    labels: Callable[[str], Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureNow:
    """One figure of a definition, exact. value: a share is 0 to 1; None of nobody. of: whom it rests on."""

    value: float | None
    numerator: int | None
    of: int
    incomplete: int
    too_early: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodNow:
    """One period that is over. published: of the version that counts now; None where there is none."""

    start: date
    end: date
    draft: FigureNow
    published: FigureNow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The figures of a draft, oldest first, with the groups of the newest in which there is anybody: their titles and
    figures by the name of the group. seconds: how long the draft took."""

    periods: tuple[PeriodNow, ...]
    groups: Mapping[str, tuple[tuple[str, FigureNow], ...]]
    seconds: float
    made_at: datetime

    @property
    def latest(self) -> PeriodNow | None:
        """The newest period with anybody in it; else the newest."""
        with_somebody = (each for each in reversed(self.periods) if each.draft.of or each.draft.incomplete)
        return next(with_somebody, self.periods[-1] if self.periods else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonNow:
    """Somebody in the records and what the draft says of them. kind: counted, included, incomplete, too_early or
    not_included."""

    person: Participant
    kind: str
    why: str

    @property
    def shape(self) -> str:
        """The shape of the kind, for a page."""
        return {"counted": "met", "incomplete": "few", "too_early": "few"}.get(self.kind, "open")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How the room above counts a draft for a reader: for those inside the whole agency, None for everybody else.

    preview takes the draft and what is published (None: nothing); people a few in the records for whom the draft
    decides differently, others with each turn.
    """

    facts: Callable[[], FactsOfNow | None]
    preview: Callable[[Document, Document | None, StaffMember], Preview | None]
    people: Callable[[Document, StaffMember, int], tuple[PersonNow, ...]]


_counted: list[Counted] = []


def register(counted: Counted) -> None:
    """Make known how it is counted. The last one counts, so that `ready()` may run twice."""
    _counted[:] = [counted]


def facts_of_now() -> FactsOfNow | None:
    """None before the first facts."""
    return _counted[0].facts() if _counted else None


def facts_to_choose_from() -> FactsOfNow:
    """Those; before the first facts the columns that every record has, so that writing can begin."""
    found = facts_of_now()
    if found is not None:
        return found
    core = Catalogue(tables={table.name: table for table in CORE})
    return FactsOfNow(catalogue=core, places={}, as_at=date.min, labels=lambda code_set: {})


def preview_of(document: Document, published: Document | None, reader: StaffMember) -> Preview | None:
    """None for somebody who may not see exact figures of the whole agency, and where nothing can be counted."""
    return _counted[0].preview(document, published, reader) if _counted else None


def people_now(document: Document, reader: StaffMember, turn: int) -> tuple[PersonNow, ...]:
    """A few people and what the draft says of each; none for somebody who may not see them."""
    return _counted[0].people(document, reader, turn) if _counted else ()
