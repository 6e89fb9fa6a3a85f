"""What changed on a file, who changed it, and who opened it.

Changes come from the before-images that the database keeps of every row; the value after a change is that of the next
image, or of the row itself. Only rows of enrollments the viewer may see are read. Somebody who works only in programs
the viewer may not know of is not named, so that a name does not give a protected program away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from lineofsight.apps.agency.models import (
    ImportRun,
    RowVersion,
    SourcedRecord,
    StaffMember,
    TrailEntry,
)
from lineofsight.apps.agency.words import the_words
from lineofsight.apps.forms.selectors import asked_as

from ..models import Assessment, Enrollment, Participant, Service
from .discretion import names_sources_to, staff_open_to
from .history_in_words import (
    Change,
    References,
    Step,
    answers_changed,
    changes_of,
    keys_answered,
    what_happened,
    who_did,
)
from .visibility import enrollments_visible_to, enrollments_workable_by

AT_MOST = 400


@dataclass(frozen=True)
class Event:
    """Something that was added or changed. who: a name, an import, or "someone on the staff"."""

    at: datetime
    what: str
    who: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Opening:
    at: datetime
    who: str


def events_of(staff: StaffMember, participant: Participant) -> list[Event]:
    """Changes to the person and to the enrollments, services and assessments this viewer may see; newest first."""
    enrollments = list(
        enrollments_visible_to(staff).filter(participant=participant).select_related("program").order_by("pk")
    )
    workable = set(enrollments_workable_by(staff).filter(participant=participant).values_list("pk", flat=True))
    records: list[SourcedRecord] = [participant, *enrollments]
    records += Service.objects.filter(enrollment__in=enrollments).select_related("type")
    records += Assessment.objects.filter(enrollment__in=enrollments).select_related("instrument")
    steps = _steps(records)
    names = _names(staff, steps)
    imports = _imports(staff, steps)
    references = References(steps)
    asked = {element.key: element for element in asked_as(keys_answered(steps))}
    words = the_words()
    told = []
    for step in steps:
        enrollment = step.record.pk if isinstance(step.record, Enrollment) else getattr(step.record, "enrollment_id", 0)
        changes = changes_of(step, references, with_notes=enrollment in workable) + answers_changed(step, asked)
        if step.before is None or changes:
            told.append(Event(step.at, what_happened(step, words), who_did(step, names, imports), changes))
    return told


def openings_of(staff: StaffMember, participant: Participant) -> list[Opening]:
    """Who opened the file, newest first, without those who work only where this viewer may not look."""
    entries = list(
        TrailEntry.objects.filter(participant_id=participant.pk, action=TrailEntry.Action.VIEWED).order_by("-id")[
            :AT_MOST
        ]
    )
    named = _names_open_to(staff, {entry.actor_id for entry in entries if entry.actor_id})
    return [Opening(entry.at, named[entry.actor_id]) for entry in entries if entry.actor_id in named]


def _steps(records: list[SourcedRecord]) -> list[Step]:
    """Every addition and change of these rows, newest first. Additions of services and assessments have lists of
    their own and are not told again."""
    by_table: dict[str, dict[int, SourcedRecord]] = {}
    for record in records:
        by_table.setdefault(record._meta.db_table, {})[record.pk] = record
    wanted = models.Q()
    for table, rows in by_table.items():
        wanted |= models.Q(table=table, row_id__in=list(rows))
    versions = list(RowVersion.objects.filter(wanted).order_by("-id")[:AT_MOST])
    newer: dict[tuple[str, int], Mapping[str, Any]] = {
        (record._meta.db_table, record.pk): _present(record) for record in records
    }
    steps = []
    for version in versions:
        record = by_table[version.table][version.row_id]
        after = newer[version.table, version.row_id]
        newer[version.table, version.row_id] = version.before
        steps.append(Step(record, version.ended_at, version.before, after))
    if len(versions) < AT_MOST:
        steps += [
            Step(record, record.created_at, None, newer[record._meta.db_table, record.pk])
            for record in records
            if isinstance(record, Participant | Enrollment)
        ]
    return sorted(steps, key=lambda step: step.at, reverse=True)


def _present(record: SourcedRecord) -> dict[str, Any]:
    return {str(field.column): getattr(record, field.attname) for field in record._meta.concrete_fields}


def _names(staff: StaffMember, steps: list[Step]) -> dict[int, str]:
    return _names_open_to(
        staff, {int(step.after["changed_by_id"]) for step in steps if step.after.get("changed_by_id")}
    )


def _names_open_to(staff: StaffMember, wanted: Iterable[int]) -> dict[int, str]:
    return dict(staff_open_to(staff).filter(pk__in=list(wanted)).values_list("pk", "name"))


def _imports(staff: StaffMember, steps: list[Step]) -> dict[int, str]:
    wanted = {step.after["last_import_id"] for step in steps if step.after.get("last_import_id")}
    if wanted and not names_sources_to(staff):
        return dict.fromkeys(wanted, _("another system"))
    runs = ImportRun.objects.filter(pk__in=wanted).select_related("source") if wanted else []
    return {run.pk: run.source.title if run.source else run.file_name for run in runs}
