"""What an import would add and change, in examples, as far as one viewer may know of it.

Values that stand here come from the querysets of visibility and from nowhere else, whatever a file says. They are told
in words, as on every other page, and what says nothing to a reader (who typed the row, and when) is not told.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import DateField

from lineofsight.apps.agency.models import ImportRun, StaffMember
from lineofsight.apps.forms.answers import Asked, in_words
from lineofsight.apps.forms.selectors import asked_as
from lineofsight.packs.hmis.elements import not_for_reading

from ..folder import staging_path
from ..staging import open_staging
from ..targets import TARGETS, Target
from .discretion import Discretion
from .rows_here import rows_here
from .words import day_in_words, table_titles


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


def changed_fields(
    run: ImportRun, viewer: StaffMember | None, discretion: Discretion, *, limit: int
) -> list[ChangedField]:
    """Field by field what would change, for the first `limit` changed rows that are shown, people first."""
    changes: list[ChangedField] = []
    shown, marks = discretion.where_here()
    with open_staging(staging_path(run.pk)) as staging:
        delivered: dict[str, set[str]] = {}
        for name, column in staging.execute("SELECT target, column_name FROM delivered"):
            delivered.setdefault(name, set()).add(column)
        for name in ("participant", "enrollment", "assessment", "service", "program", "grant", "funder", "reference"):
            rows = staging.execute(
                f"SELECT * FROM row_{name} WHERE state = 'changed'{shown} ORDER BY n LIMIT ?", [*marks, limit]
            ).fetchall()
            limit -= len(rows)
            changes += _changes_of(TARGETS[name], rows, delivered.get(name, set()), viewer)
    return changes


def new_rows(run: ImportRun, discretion: Discretion, *, limit: int) -> list[NewRow]:
    """The first programs, people and stays that are told as new, in a few words each.

    Where something could be hidden, nothing is said of a row with a value that is not understood: such a row takes over
    what stands here.
    """
    found: list[NewRow] = []
    titles = table_titles()
    is_new, marks = discretion.where_new()
    with open_staging(staging_path(run.pk)) as staging:
        for name, says in (
            ("program", "name"),
            ("participant", "trim(coalesce(first_name, '') || ' ' || coalesce(last_name, ''))"),
            ("enrollment", "entry_date || coalesce(' – ' || exit_date, '')"),
        ):
            rows = staging.execute(
                f"SELECT key, {says}, {_HAS_VALUE_ASIDE} FROM row_{name} r WHERE {is_new} ORDER BY n LIMIT ?",
                [*marks, limit],
            )
            found += [
                NewRow(titles[name], key, "" if has_aside and discretion.is_partial else text or "")
                for key, text, has_aside in rows
            ]
    return found


_HAS_VALUE_ASIDE = (
    "EXISTS (SELECT 1 FROM problem p WHERE p.weight = 'value' AND (p.file = r.file AND p.line = r.line"
    " OR EXISTS (SELECT 1 FROM row_exit e WHERE e.key = r.key AND e.file = p.file AND e.line = p.line)))"
)


def _changes_of(
    target: Target, rows: list[sqlite3.Row], delivered: set[str], viewer: StaffMember | None
) -> Iterator[ChangedField]:
    here = rows_here(target, [row["id"] for row in rows], viewer)
    title_of_row = table_titles()[target.name]
    asked = _asked(rows) if "answers" in target.json else {}
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
                    if isinstance(field, DateField):
                        now, source = day_in_words(now), day_in_words(source)
                    yield ChangedField(
                        title_of_row,
                        row["id"],
                        row["key"],
                        title[:1].upper() + title[1:],
                        str(words.get(now, now)),
                        str(words.get(source, source)),
                    )
        if "answers" in target.json:
            before, after = getattr(record, "answers"), json.loads(row["answers"] or "{}")  # noqa: B009
            for key in sorted((before.keys() | after.keys()) - not_for_reading()):
                if before.get(key) != after.get(key):
                    yield ChangedField(
                        title_of_row,
                        row["id"],
                        row["key"],
                        asked[key].label if key in asked else key,
                        _answer(asked.get(key), before.get(key)),
                        _answer(asked.get(key), after.get(key)),
                    )


def _asked(rows: list[sqlite3.Row]) -> Mapping[str, Asked]:
    keys = {key for row in rows for key in json.loads(row["answers"] or "{}")}
    return {each.key: each for each in asked_as(keys)} if keys else {}


def _answer(asked: Asked | None, answer: object) -> str:
    if answer is None or asked is None:
        return _text(answer)
    return in_words(asked, answer)


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
