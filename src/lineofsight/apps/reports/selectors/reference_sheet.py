"""The reference sheet of a measure: everything there is to know about it but its figures, on one page.

The rule: it holds no figure of anybody, so that it may be handed on: to a funder, an auditor, a new member of staff.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.agency.words import Words
from lineofsight.apps.figures.selectors.released import released_lengths
from lineofsight.apps.framework.models import Measure, MeasureVersion
from lineofsight.apps.framework.selectors.library import newest_version
from lineofsight.apps.framework.selectors.line import line_of_sight
from lineofsight.apps.framework.selectors.measures import uses_of
from lineofsight.apps.framework.selectors.offered import NeededElement, needed_elements, said_of, written_of
from lineofsight.statistics import Every

from .exactly import exact_sentences
from .versions_page import OneVersion, history_of


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceOfUse:
    """Where it is used, who answers for it there, what it is to reach, and how often outsiders get a figure."""

    place: str
    owner: str
    target: str
    every: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceSheet:
    """said: its parts in words; exactly: sentences made from the definition itself; written: its expressions. is_draft:
    nothing of it is published."""

    measure: Measure
    version: MeasureVersion
    said: tuple[tuple[str, str], ...]
    exactly: tuple[str, ...]
    written: tuple[tuple[str, str], ...]
    sources: tuple[NeededElement, ...]
    frequency: str
    uses: tuple[PlaceOfUse, ...]
    history: tuple[OneVersion, ...]
    is_draft: bool


def reference_sheet(measure: Measure, viewer: StaffMember, *, today: date, words: Words) -> ReferenceSheet:
    """The sheet of its newest published version, or of its draft. Some fifteen queries."""
    version = newest_version(measure)
    document = version.document
    published = measure.versions.filter(published_at__isnull=False).select_related("published_by")
    return ReferenceSheet(
        measure=measure,
        version=version,
        said=tuple(said_of(document)),
        exactly=exact_sentences(version, words),
        written=tuple(written_of(document)),
        sources=needed_elements(document),
        frequency=_frequency(version),
        uses=tuple(_uses(measure, viewer, today)),
        history=history_of(list(published)),
        is_draft=version.published_at is None,
    )


def _frequency(version: MeasureVersion) -> str:
    if version.source == "reported":
        return _("Whenever those who count it hand it over.")
    return _(
        "Counted with every change of the records; shown by month, or by quarter where a month has few people. "
        "Released to everybody some days after a period is over."
    )


def _uses(measure: Measure, viewer: StaffMember, today: date) -> Iterator[PlaceOfUse]:
    uses = uses_of(measure, line_of_sight(today), viewer)
    lengths = released_lengths([each.assignment.pk for each in uses])
    said = {
        Every.MONTH: _("by month"),
        Every.QUARTER: _("by quarter"),
        Every.YEAR: _("by year"),
        Every.PERIOD: _("for its own days"),
    }
    for each in uses:
        owner = each.assignment.owner
        every = lengths.get(each.assignment.pk)
        yield PlaceOfUse(
            place=each.place,
            owner=owner.name if owner else _("nobody yet"),
            target=" ".join(part for part in (each.target, each.period) if part) or _("not set"),
            every=said.get(every, _("not released yet")) if every else _("not released yet"),
        )
