"""Imports and sources as lists: each with its name, where the viewer may be told it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lineofsight.apps.agency.models import ImportRun, Source, StaffMember
from lineofsight.apps.records.selectors.discretion import Tellable, tellable_to


@dataclass(frozen=True)
class ToldRun:
    """An import with what may be told of it: its file, its source, and why it was refused."""

    run: ImportRun
    name: str
    source: str
    refusal: str
    is_named: bool


def runs() -> QuerySet[ImportRun]:
    """Newest first, with who started each."""
    return ImportRun.objects.select_related("source", "started_by").order_by("-id")


def told_run(run: ImportRun, viewer: StaffMember) -> ToldRun:
    return _told(run, tellable_to(viewer))


def told_runs(found: list[ImportRun], viewer: StaffMember) -> list[ToldRun]:
    tellable = tellable_to(viewer)
    return [_told(run, tellable) for run in found]


def told_sources(viewer: StaffMember) -> tuple[list[Source], int]:
    """Sources by name, and how many more there are whose names are not told."""
    tellable = tellable_to(viewer)
    sources = list(Source.objects.all())
    told = [source for source in sources if tellable.names_source(source.pk)]
    return told, len(sources) - len(told)


def _told(run: ImportRun, tellable: Tellable) -> ToldRun:
    kind = run.get_kind_display()
    if tellable.names_run(run):
        return ToldRun(run, run.file_name, run.source.title if run.source else kind, run.refusal, is_named=True)
    why = _("The reason names what you may not look into.") if run.refusal else ""
    return ToldRun(run, _("A file whose name is not told to you"), kind, why, is_named=False)
