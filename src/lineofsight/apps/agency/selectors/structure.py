"""Programs, sites, funders and grants, and which of their fields are kept in a source outside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.text import capfirst

from ..clock import today
from ..models import Funder, Grant, Program, Site, SourcedRecord
from .keeping import keeping

_KEPT_IN_SOURCE: dict[type[SourcedRecord], tuple[str, ...]] = {
    Program: ("name", "started_on", "ended_on"),
    Site: ("name", "address"),
    Funder: ("name",),
    Grant: ("funder", "name", "number", "starts_on", "ends_on"),
}


def closed_fields(record: SourcedRecord) -> tuple[str, ...]:
    """Fields that the source of this row keeps; empty for a row typed here, and for a new one. At most two queries."""
    if keeping(record.source, record if isinstance(record, Program) else None) is None:
        return ()
    return _KEPT_IN_SOURCE[type(record)]


@dataclass(frozen=True)
class ProgramRow:
    program: Program
    sites: str
    is_ended: bool


@dataclass(frozen=True)
class SiteRow:
    site: Site
    programs: str


@dataclass(frozen=True)
class GrantRow:
    grant: Grant
    programs: str


@dataclass(frozen=True)
class FunderRow:
    funder: Funder
    grants: list[GrantRow]


def program_rows() -> list[ProgramRow]:
    """Every program by name, with the names of its sites. Two queries."""
    found = Program.objects.select_related("mastered_in").prefetch_related("sites")
    return [
        ProgramRow(one, _names(one.sites.all()), one.ended_on is not None and one.ended_on <= today()) for one in found
    ]


def site_rows() -> list[SiteRow]:
    """Every site by name, with the names of its programs. Two queries."""
    return [SiteRow(one, _names(one.programs.all())) for one in Site.objects.prefetch_related("programs")]


def funder_rows() -> list[FunderRow]:
    """Every funder by name, with its grants and what they pay for. Three queries."""
    found = Funder.objects.prefetch_related("grants__programs")
    return [
        FunderRow(one, [GrantRow(grant, _names(grant.programs.all())) for grant in one.grants.all()]) for one in found
    ]


def _names(places: Iterable[Program | Site]) -> str:
    return ", ".join(place.name for place in places)


def closed_values(record: SourcedRecord) -> list[tuple[str, str]]:
    """(title, value as written) of each field that the source masters, for a page that shows them closed."""
    shown = []
    for name in closed_fields(record):
        value = getattr(record, name)
        written = date_format(value) if isinstance(value, date) else str(value or "")
        shown.append((capfirst(str(record._meta.get_field(name).verbose_name)), written))  # type: ignore[union-attr]
    return shown
