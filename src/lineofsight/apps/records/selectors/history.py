"""What changed on a file, who changed it, and who opened it.

Changes come from the before-images that the database keeps of every row; the value after a change is that of the next
image, or of the row itself. Only rows of enrollments the viewer may see are read. Somebody who works only in programs
the viewer may not know of is not named, so that a name does not give a protected program away.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lineofsight.apps.agency.models import (
    ImportRun,
    RowVersion,
    SourcedRecord,
    StaffMember,
    Standing,
    TrailEntry,
)
from lineofsight.apps.agency.words import Words, the_words
from lineofsight.apps.forms.answers import Asked, in_words
from lineofsight.apps.forms.selectors import asked_as
from lineofsight.packs.hmis.elements import not_for_reading
from lineofsight.packs.hmis.places import TOLD_BY_A_COLUMN

from ..models import Assessment, Enrollment, Gender, Participant, RaceEthnicity, Service
from .discretion import names_sources_to, staff_open_to
from .visibility import enrollments_visible_to, enrollments_workable_by

AT_MOST = 400

# The fields a reader understands, in the order in which they are told.
LABELS: Mapping[str, Any] = {
    "first_name": gettext_lazy("first name"),
    "middle_name": gettext_lazy("middle name"),
    "last_name": gettext_lazy("last name"),
    "name_suffix": gettext_lazy("name suffix"),
    "preferred_name": gettext_lazy("goes by"),
    "birth_date": gettext_lazy("date of birth"),
    "birth_date_quality": gettext_lazy("how well the date of birth is known"),
    "genders": gettext_lazy("gender"),
    "race_ethnicities": gettext_lazy("race and ethnicity"),
    "is_veteran": gettext_lazy("veteran"),
    "language": gettext_lazy("language"),
    "phone": gettext_lazy("phone"),
    "email": gettext_lazy("email"),
    "address": gettext_lazy("address"),
    "zip_code": gettext_lazy("ZIP code"),
    "stage": gettext_lazy("stage"),
    "stage_since": gettext_lazy("day of the stage"),
    "applied_on": gettext_lazy("applied"),
    "entry_date": gettext_lazy("entry"),
    "exit_date": gettext_lazy("exit"),
    "household": gettext_lazy("household"),
    "relationship": gettext_lazy("place in the household"),
    "joined_household_on": gettext_lazy("joined the household"),
    "left_household_on": gettext_lazy("left the household"),
    "site": gettext_lazy("site"),
    "paid_by": gettext_lazy("who pays"),
    "type": gettext_lazy("service"),
    "point": gettext_lazy("when it is made"),
    "date": gettext_lazy("day"),
    "quantity": gettext_lazy("how much"),
    "amount": gettext_lazy("amount"),
    "note": gettext_lazy("note"),
    "standing": gettext_lazy("state"),
}
_WORKERS_ONLY = frozenset({"note"})
_LISTS: Mapping[str, type[models.TextChoices]] = {"genders": Gender, "race_ethnicities": RaceEthnicity}


@dataclass(frozen=True)
class Change:
    field: str
    before: str
    after: str


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


@dataclass(frozen=True)
class _Step:
    record: SourcedRecord
    at: datetime
    before: Mapping[str, Any] | None  # None: the row was added
    after: Mapping[str, Any]


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
    references = _References(steps)
    asked = {element.key: element for element in asked_as(_keys_answered(steps))}
    words = the_words()
    told = []
    for step in steps:
        enrollment = step.record.pk if isinstance(step.record, Enrollment) else getattr(step.record, "enrollment_id", 0)
        changes = _changes(step, references, with_notes=enrollment in workable) + _answers_changed(step, asked)
        if step.before is None or changes:
            told.append(Event(step.at, _what(step, words), _who(step, names, imports), changes))
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


def _steps(records: list[SourcedRecord]) -> list[_Step]:
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
        steps.append(_Step(record, version.ended_at, version.before, after))
    if len(versions) < AT_MOST:
        steps += [
            _Step(record, record.created_at, None, newer[record._meta.db_table, record.pk])
            for record in records
            if isinstance(record, Participant | Enrollment)
        ]
    return sorted(steps, key=lambda step: step.at, reverse=True)


def _present(record: SourcedRecord) -> dict[str, Any]:
    return {str(field.column): getattr(record, field.attname) for field in record._meta.concrete_fields}


def _changes(step: _Step, references: _References, *, with_notes: bool) -> tuple[Change, ...]:
    if step.before is None:
        return ()
    told = []
    for name, label in LABELS.items():
        if name in _WORKERS_ONLY and not with_notes:
            continue
        field = next((each for each in step.record._meta.concrete_fields if each.name == name), None)
        if field is None or str(field.column) not in step.before:
            continue
        raw = step.before[str(field.column)], step.after.get(str(field.column))
        before, after = _households(*raw) if name == "household" else (_said(field, each, references) for each in raw)
        if before != after:
            told.append(Change(str(label), before, after))
    return tuple(told)


def _households(before: int | None, after: int | None) -> tuple[str, str]:
    """A household has no name, and its number says nothing to anybody."""
    if before == after:
        return "", ""
    if not before or not after:
        return _("one") if before else "", _("one") if after else ""
    return _("one"), _("another one")


def _said(field: models.Field, raw: Any, references: _References) -> str:
    if isinstance(field, models.ForeignKey):
        return references.name_of(field, raw)
    if isinstance(field, models.JSONField):
        value = _json(raw)
        labels = dict(_LISTS[field.name].choices) if field.name in _LISTS else {}
        return ", ".join(str(labels.get(each, each)) for each in value or [])
    if raw is None or raw == "":
        return ""
    if isinstance(field, models.BooleanField):
        return _("Yes") if raw else _("No")
    if isinstance(field, models.DateField):
        day = parse_date(str(raw)[:10])
        return date_format(day, "F j, Y") if day else str(raw)
    if isinstance(field, models.DecimalField):
        return str(field.to_python(str(raw)).normalize().__format__("f"))
    return str(dict(field.flatchoices).get(raw, raw))


def _answers_changed(step: _Step, asked: Mapping[str, Asked]) -> tuple[Change, ...]:
    """One change per question whose answer is another one now, but for those a changed column tells as well."""
    if step.before is None or "answers" not in step.before:
        return ()
    before, after = _json(step.before["answers"]), _json(step.after["answers"])
    columns = {str(field.column): field.name for field in step.record._meta.concrete_fields}
    changed = {name for column, name in columns.items() if step.before.get(column) != step.after.get(column)}
    told = not_for_reading().union(*(TOLD_BY_A_COLUMN[name] for name in changed & TOLD_BY_A_COLUMN.keys()))
    return tuple(
        Change(
            asked[key].label if key in asked else key,
            in_words(asked[key], before[key]) if key in before and key in asked else str(before.get(key, "")),
            in_words(asked[key], after[key]) if key in after and key in asked else str(after.get(key, "")),
        )
        for key in sorted({*before, *after})
        if before.get(key) != after.get(key) and key not in told
    )


def _keys_answered(steps: list[_Step]) -> set[str]:
    return {
        key
        for step in steps
        if step.before is not None and "answers" in step.before
        for key in {**_json(step.before["answers"]), **_json(step.after["answers"])}
    }


def _json(raw: Any) -> Any:
    """SQLite keeps JSON as text inside the image, PostgreSQL as JSON."""
    return json.loads(raw) if isinstance(raw, str) else raw


class _References:
    """Names of the rows that foreign keys of these steps point to; one query per table that is pointed to."""

    def __init__(self, steps: list[_Step]) -> None:
        wanted: dict[type[models.Model], set[int]] = {}
        for step in steps:
            for field in step.record._meta.concrete_fields:
                if field.name not in LABELS or field.name == "household" or step.before is None:
                    continue
                if isinstance(field, models.ForeignKey):
                    before, after = step.before.get(str(field.column)), step.after.get(str(field.column))
                    if before != after:
                        wanted.setdefault(field.related_model, set()).update(filter(None, (before, after)))
        self._names = {
            (model, row.pk): str(row)
            for model, ids in wanted.items()
            for row in model._default_manager.filter(pk__in=ids)
        }

    def name_of(self, field: models.ForeignKey, key: int | None) -> str:
        return self._names.get((field.related_model, key), "") if key else ""


def _names(staff: StaffMember, steps: list[_Step]) -> dict[int, str]:
    return _names_open_to(
        staff, {int(step.after["changed_by_id"]) for step in steps if step.after.get("changed_by_id")}
    )


def _names_open_to(staff: StaffMember, wanted: Iterable[int]) -> dict[int, str]:
    return dict(staff_open_to(staff).filter(pk__in=list(wanted)).values_list("pk", "name"))


def _imports(staff: StaffMember, steps: list[_Step]) -> dict[int, str]:
    wanted = {step.after["last_import_id"] for step in steps if step.after.get("last_import_id")}
    if wanted and not names_sources_to(staff):
        return dict.fromkeys(wanted, _("another system"))
    runs = ImportRun.objects.filter(pk__in=wanted).select_related("source") if wanted else []
    return {run.pk: run.source.title if run.source else run.file_name for run in runs}


def _who(step: _Step, names: Mapping[int, str], imports: Mapping[int, str]) -> str:
    came_with = step.after.get("last_import_id")
    if came_with and (step.before is None or step.before.get("last_import_id") != came_with):
        return _("Import from %(source)s") % {"source": imports.get(came_with, "")}
    changer = step.after.get("changed_by_id")
    if changer is None:
        return _("A command on the server")
    return names.get(int(changer), _("Someone on the staff"))


def _what(step: _Step, words: Words) -> str:
    record = step.record
    if isinstance(record, Enrollment):
        return _what_of_an_enrollment(step, record.program.name, words)
    if isinstance(record, Service):
        names = {"service": record.type.name, "day": date_format(record.date, "F j")}
        if step.after.get("standing") == Standing.WITHDRAWN and step.before is not None:
            return _("%(service)s of %(day)s taken back") % names
        return _("%(service)s of %(day)s corrected") % names
    if isinstance(record, Assessment):
        return _("%(instrument)s of %(day)s changed") % {
            "instrument": record.instrument.title,
            "day": date_format(record.date, "F j"),
        }
    if step.before is None:
        return _("Added")
    return _standing_in_words(step) or _("Changed")


def _what_of_an_enrollment(step: _Step, program: str, words: Words) -> str:
    """What happened, as somebody would say it; the fields behind it stand beside."""
    names = {"program": program, "enrollment": words.Enrollment}
    if step.before is None:
        return _("Enrolled in %(program)s") % names
    standing = _standing_in_words(step)
    if standing:
        return _("%(enrollment)s in %(program)s: %(standing)s") % {**names, "standing": standing}
    left, came = (_became_known(step, column) for column in ("exit_date", "entry_date"))
    if left:
        return _("Left %(program)s on %(day)s") % {**names, "day": left}
    if came:
        return _("Entered %(program)s on %(day)s") % {**names, "day": came}
    return _("%(enrollment)s in %(program)s changed") % names


def _became_known(step: _Step, column: str) -> str:
    """The day in words, where there was none before."""
    day = parse_date(str(step.after.get(column) or "")[:10]) if not (step.before or {}).get(column) else None
    return date_format(day, "F j, Y") if day else ""


def _standing_in_words(step: _Step) -> str:
    before, after = (step.before or {}).get("standing"), step.after.get("standing")
    if before == after:
        return ""
    return {
        Standing.NO_LONGER_IN_SOURCE.value: _("no longer in the source"),
        Standing.WITHDRAWN.value: _("taken out of the figures"),
        Standing.CURRENT.value: _("back again"),
    }.get(str(after), "")
