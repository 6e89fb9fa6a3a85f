"""What one step of a history says in words: which fields changed from what to what, what happened, and who did it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lineofsight.apps.agency.models import SourcedRecord, Standing
from lineofsight.apps.agency.words import Words
from lineofsight.apps.forms.answers import Asked, in_words
from lineofsight.packs.hmis.elements import not_for_reading
from lineofsight.packs.hmis.places import TOLD_BY_A_COLUMN

from ..labels import LABELS
from ..models import Assessment, Enrollment, Gender, RaceEthnicity, Service

_WORKERS_ONLY = frozenset({"note"})
_LISTS: Mapping[str, type[models.TextChoices]] = {"genders": Gender, "race_ethnicities": RaceEthnicity}


@dataclass(frozen=True)
class Change:
    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Step:
    """One addition or change of a row."""

    record: SourcedRecord
    at: datetime
    before: Mapping[str, Any] | None  # None: the row was added
    after: Mapping[str, Any]


def changes_of(step: Step, references: References, *, with_notes: bool) -> tuple[Change, ...]:
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


def _said(field: models.Field, raw: Any, references: References) -> str:
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


def answers_changed(step: Step, asked: Mapping[str, Asked]) -> tuple[Change, ...]:
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


def keys_answered(steps: list[Step]) -> set[str]:
    return {
        key
        for step in steps
        if step.before is not None and "answers" in step.before
        for key in {**_json(step.before["answers"]), **_json(step.after["answers"])}
    }


class References:
    """Names of the rows that foreign keys of these steps point to; one query per table that is pointed to."""

    def __init__(self, steps: list[Step]) -> None:
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


def _json(raw: Any) -> Any:
    """SQLite keeps JSON as text inside the image, PostgreSQL as JSON."""
    return json.loads(raw) if isinstance(raw, str) else raw


def who_did(step: Step, names: Mapping[int, str], imports: Mapping[int, str]) -> str:
    came_with = step.after.get("last_import_id")
    if came_with and (step.before is None or step.before.get("last_import_id") != came_with):
        return _("Import from %(source)s") % {"source": imports.get(came_with, "")}
    changer = step.after.get("changed_by_id")
    if changer is None:
        return _("A command on the server")
    return names.get(int(changer), _("Someone on the staff"))


def what_happened(step: Step, words: Words) -> str:
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


def _what_of_an_enrollment(step: Step, program: str, words: Words) -> str:
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


def _became_known(step: Step, column: str) -> str:
    """The day in words, where there was none before."""
    day = parse_date(str(step.after.get(column) or "")[:10]) if not (step.before or {}).get(column) else None
    return date_format(day, "F j, Y") if day else ""


def _standing_in_words(step: Step) -> str:
    before, after = (step.before or {}).get("standing"), step.after.get("standing")
    if before == after:
        return ""
    return {
        Standing.NO_LONGER_IN_SOURCE.value: _("no longer in the source"),
        Standing.WITHDRAWN.value: _("taken out of the figures"),
        Standing.CURRENT.value: _("back again"),
    }.get(str(after), "")
