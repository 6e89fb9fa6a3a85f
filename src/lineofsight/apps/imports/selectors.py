"""What the pages and the command say of an import: problems, vanished rows, what would change."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import IO

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lineofsight.apps.agency.models import ImportRun
from lineofsight.apps.forms.models import DataElement
from lineofsight.packs.rows import Weight

from .folder import staging_path
from .staging import open_staging
from .targets import TARGETS, Target

CALCULATED = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class StagedProblem:
    code: str
    weight: str
    file: str
    line: int | None
    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class VanishedRow:
    target: str
    id: int
    key: str
    was_deleted: bool  # the source says so; otherwise it is simply absent
    decision: str | None
    what: str


@dataclass(frozen=True)
class ChangedField:
    target: str
    id: int
    key: str
    field: str
    now: str
    in_source: str


@dataclass(frozen=True)
class NewRow:
    target: str
    key: str
    says: str


def runs() -> models.QuerySet[ImportRun]:
    """Newest first, with who started each."""
    return ImportRun.objects.select_related("source", "started_by").order_by("-id")


def problems(run: ImportRun, *weights: Weight, limit: int | None = None, offset: int = 0) -> list[StagedProblem]:
    """The problems of a run that is ready, gravest first; of all weights when none is named."""
    with open_staging(staging_path(run.pk)) as staging:
        return list(_problems(staging, weights or tuple(Weight), limit, offset))


def problem_lines(run: ImportRun) -> Iterator[list[object]]:
    """Every problem as the lines of a table, header first; what a spreadsheet would calculate is made text: names of
    files and columns come from outside as much as values do."""
    yield [_("File"), _("Line"), _("Column"), _("It says"), _("Why, and what to do"), _("Code"), _("Weight")]
    with open_staging(staging_path(run.pk)) as staging:
        for each in _problems(staging, tuple(Weight), None, 0):
            texts = [each.file, each.column, each.value, each.reason]
            file, column, value, reason = (f"'{text}" if text[:1] in CALCULATED else text for text in texts)
            yield [file, each.line or "", column, value, reason, each.code, each.weight]


def write_problems(run: ImportRun, file: IO[str]) -> None:
    csv.writer(file).writerows(problem_lines(run))


def vanished_rows(run: ImportRun, *, limit: int, offset: int = 0) -> list[VanishedRow]:
    with open_staging(staging_path(run.pk)) as staging:
        found = staging.execute(
            "SELECT target, id, key, reason, decision FROM vanished"
            " ORDER BY CASE target WHEN 'participant' THEN 1 WHEN 'enrollment' THEN 2 ELSE 3 END, key LIMIT ? OFFSET ?",
            [limit, offset],
        ).fetchall()
    return [
        VanishedRow(
            row["target"],
            row["id"],
            row["key"],
            row["reason"] == "deleted",
            row["decision"],
            table_title(row["target"]),
        )
        for row in found
    ]


def changed_fields(run: ImportRun, *, limit: int) -> list[ChangedField]:
    """Field by field what would change, for the first `limit` changed rows, people first."""
    changes: list[ChangedField] = []
    with open_staging(staging_path(run.pk)) as staging:
        delivered: dict[str, set[str]] = {}
        for name, column in staging.execute("SELECT target, column_name FROM delivered"):
            delivered.setdefault(name, set()).add(column)
        for name in ("participant", "enrollment", "assessment", "service", "program", "grant", "funder", "reference"):
            rows = staging.execute(
                f"SELECT * FROM row_{name} WHERE state = 'changed' ORDER BY n LIMIT ?", [limit]
            ).fetchall()
            limit -= len(rows)
            changes += _changes_of(TARGETS[name], rows, delivered.get(name, set()))
    return changes


def new_rows(run: ImportRun, *, limit: int) -> list[NewRow]:
    """The first new programs, people and stays, in a few words each."""
    found: list[NewRow] = []
    with open_staging(staging_path(run.pk)) as staging:
        for name, says in (
            ("program", "name"),
            ("participant", "trim(coalesce(first_name, '') || ' ' || coalesce(last_name, ''))"),
            ("enrollment", "entry_date || coalesce(' – ' || exit_date, '')"),
        ):
            rows = staging.execute(
                f"SELECT key, {says} FROM row_{name} WHERE state = 'new' ORDER BY n LIMIT ?", [limit]
            )
            found += [NewRow(table_title(name), key, text or "") for key, text in rows]
    return found


def day_in_words(moment: str | None) -> str:
    """The day of an ISO date or time as pages write it; other text as it stands."""
    try:
        return date_format(date.fromisoformat((moment or "")[:10]), "DATE_FORMAT")
    except ValueError:
        return moment or ""


def table_title(name: str) -> str:
    """What a row of a target is called on screens."""
    return {
        "staff": _("Staff"),
        "site": _("Site"),
        "program": _("Program"),
        "funder": _("Funder"),
        "grant": _("Grant"),
        "service_type": _("Kind of service"),
        "reference": _("About programs"),
        "participant": _("Client"),
        "household": _("Household"),
        "enrollment": _("Enrollment"),
        "service": _("Service"),
        "assessment": _("Assessment"),
    }[name]


def total(run: ImportRun, count: str) -> int:
    """new, changed, same or vanished over all tables."""
    return sum(each.get(count, 0) for each in run.counts.values())


def _problems(
    staging: sqlite3.Connection, weights: tuple[Weight, ...], limit: int | None, offset: int
) -> Iterator[StagedProblem]:
    marks = ", ".join("?" for _each in weights)
    rows = staging.execute(
        f"SELECT code, weight, file, line, column_name, value, reason FROM problem WHERE weight IN ({marks})"
        " ORDER BY CASE weight WHEN 'row' THEN 1 WHEN 'value' THEN 2 WHEN 'note' THEN 3 ELSE 4 END, file, line, id"
        " LIMIT ? OFFSET ?",
        [*(weight.value for weight in weights), -1 if limit is None else limit, offset],
    )
    for row in rows:
        yield StagedProblem(*row)


def _changes_of(target: Target, rows: list[sqlite3.Row], delivered: set[str]) -> Iterator[ChangedField]:
    here = target.model._default_manager.in_bulk([row["id"] for row in rows])
    labels = _element_labels(rows) if "answers" in target.json else {}
    for row in rows:
        record = here.get(row["id"])
        if record is None:
            continue
        for column in target.columns:
            if column in delivered and not column.startswith("search_") and not target.keeps(record, column):
                now, source = _text(getattr(record, column)), _text(row[column])
                if now != source:
                    field = target.field(column)
                    title, words = str(field.verbose_name), dict(field.flatchoices)
                    yield ChangedField(
                        table_title(target.name),
                        row["id"],
                        row["key"],
                        title[:1].upper() + title[1:],
                        str(words.get(now, now)),
                        str(words.get(source, source)),
                    )
        if "answers" in target.json:
            before, after = getattr(record, "answers"), json.loads(row["answers"] or "{}")  # noqa: B009
            for key in sorted(before.keys() | after.keys()):
                if before.get(key) != after.get(key):
                    yield ChangedField(
                        table_title(target.name),
                        row["id"],
                        row["key"],
                        labels.get(key, key),
                        _text(before.get(key)),
                        _text(after.get(key)),
                    )


def _element_labels(rows: list[sqlite3.Row]) -> dict[str, str]:
    keys = {key for row in rows for key in json.loads(row["answers"] or "{}")}
    return dict(DataElement.objects.filter(key__in=keys).values_list("key", "label"))


def _text(value: object) -> str:
    """One form for both sides: a date as ISO, an amount without spare zeros, nothing as nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    text = str(value)
    return text.rstrip("0").rstrip(".") if text.replace(".", "", 1).isdigit() and "." in text else text
