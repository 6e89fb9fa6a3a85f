"""Programs, sites, funders and grants, and which of their fields are kept in a source outside."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.text import capfirst

from ..models import Funder, Grant, Program, Site, SourcedRecord

_KEPT_IN_SOURCE: dict[type[SourcedRecord], tuple[str, ...]] = {
    Program: ("name", "started_on", "ended_on"),
    Site: ("name", "address"),
    Funder: ("name",),
    Grant: ("funder", "name", "number", "starts_on", "ends_on"),
}


def closed_fields(record: SourcedRecord) -> tuple[str, ...]:
    """Fields that the source of this row masters; empty for a row typed here, and for a new one."""
    if record.source_id is None:
        return ()
    return _KEPT_IN_SOURCE[type(record)]


def programs_with_places() -> QuerySet[Program]:
    return Program.objects.select_related("source", "mastered_in").prefetch_related("sites")


def sites_with_programs() -> QuerySet[Site]:
    return Site.objects.select_related("source").prefetch_related("programs")


def funders_with_grants() -> QuerySet[Funder]:
    return Funder.objects.select_related("source").prefetch_related("grants__programs")


def closed_values(record: SourcedRecord) -> list[tuple[str, str]]:
    """(title, value as written) of each field that the source masters, for a page that shows them closed."""
    shown = []
    for name in closed_fields(record):
        value = getattr(record, name)
        written = date_format(value) if isinstance(value, date) else str(value or "")
        shown.append((capfirst(str(record._meta.get_field(name).verbose_name)), written))  # type: ignore[union-attr]
    return shown
