"""What an import adds: staged rows as the tables of the records want them, whole and with their provenance."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection as operational
from django.db import models
from django.db.backends.utils import CursorWrapper

from lineofsight.apps.agency.models import Source, Standing

from .targets import TARGETS, Target

Delivered = Mapping[str, tuple[str, ...]]  # target → the columns its source delivers, as they are called in both places
Span = tuple[int, int | None]  # the first and the last id of it; None: whatever comes


@dataclass(frozen=True)
class Origin:
    """What every row of one import carries. moment: as the database writes times."""

    run_id: int
    source_id: int
    kind: str
    moment: Any


@dataclass(frozen=True)
class Reach:
    """Where the operational connection finds what an import brings.

    staged: what stands before the names of the staged tables. ready: what stands before those of the tables that hold
    the new rows as they will stand here; empty where they are made of staged ones as they are written. added, changed:
    targets with new rows, with changed ones. foreseen: whether changed rows are ready and their history is written
    ahead (`changed_rows.py`); then differing: target → the columns in which a changed row differs from what is here,
    and others: ids of the history among which other writers may have changed rows since.
    """

    staged: str
    ready: str
    added: frozenset[str]
    changed: frozenset[str]
    delivered: Delivered
    differing: Delivered = field(default_factory=dict)
    foreseen: bool = False
    others: tuple[Span, ...] = ()


def reach_of(staging: sqlite3.Connection, *, staged: str, ready: str = "") -> Reach:
    """What stands in a compared staging database, with the names under which it will be within reach."""
    found: dict[str, set[str]] = {name: set() for name in TARGETS}
    for name, column in staging.execute("SELECT target, column_name FROM delivered"):
        found[name].add(column)
    states = {
        state: frozenset(
            name
            for name in TARGETS
            if staging.execute(f"SELECT 1 FROM row_{name} WHERE state = ? LIMIT 1", [state]).fetchone()
        )
        for state in ("new", "changed")
    }
    delivered = {name: _written_columns(target, found[name]) for name, target in TARGETS.items()}
    return Reach(staged, ready, states["new"], states["changed"], delivered)


def insert_new(
    target: Target, delivered: Delivered, origin: Origin, *, into: str, staged: str, mark: str
) -> tuple[str, list[Any]]:
    """The statement that makes rows of the new staged ones, in the order of their ids, and its parameters.

    mark: how the connection that runs it writes a parameter.
    """
    columns = delivered[target.name]
    carried = {
        "source_id": origin.source_id,
        "last_import_id": origin.run_id,
        "standing": Standing.CURRENT.value,
        "created_at": origin.moment,
        "updated_at": origin.moment,
    }
    given = {"id", "source_key", "source_hash", *columns, *carried}
    for each in target.model._meta.concrete_fields:
        if each.column not in given and not each.null:
            carried[str(each.column)] = _default(each)
    if target.name == "program" and origin.kind == Source.Kind.HMIS:
        carried["mastered_in_id"] = origin.source_id
    names = ", ".join(f'"{column}"' for column in ("id", "source_key", "source_hash", *columns, *carried))
    values = ", ".join(
        ["s.id", "s.key", "s.hash", *(delivered_value(target, column) for column in columns), *(mark for _ in carried)]
    )
    statement = (
        f"INSERT INTO {into} ({names}) SELECT {values} FROM {staged}row_{target.name} s"
        " WHERE s.state = 'new' ORDER BY s.id"
    )
    return statement, list(carried.values())


def delivered_value(target: Target, column: str) -> str:
    """A column may be delivered for some rows only; the others get the model's default."""
    field = target.field(column)
    if field.null:
        return f's."{column}"'
    default = field.get_default()
    if column in target.json_columns:
        literal = "'[]'" if default == [] else "'{}'"
        if operational.vendor == "postgresql":
            literal += "::jsonb"
    elif isinstance(default, (int, float)) and not isinstance(default, bool):
        literal = str(default)
    elif isinstance(default, str):
        literal = "'" + default.replace("'", "''") + "'"
    else:
        return f's."{column}"'
    return f'coalesce(s."{column}", {literal})'


def spans_of_ids(cursor: CursorWrapper, table: str, condition: str, rows_each: int) -> Iterator[tuple[int, int]]:
    """The first and the last id of each so many rows of a table that meet a condition."""
    last = 0
    while True:
        cursor.execute(
            f"SELECT min(id), max(id) FROM (SELECT id FROM {table} WHERE {condition} AND id > %s ORDER BY id LIMIT %s)"
            " next_ones",
            [last, rows_each],
        )
        first, last = cursor.fetchone()
        if first is None:
            return
        yield first, last


def _written_columns(target: Target, delivered: set[str]) -> tuple[str, ...]:
    return (
        *(column for column in (*target.columns, *target.json_columns) if column in delivered),
        *(each for each in (*target.references, *target.outside) if target.key_column(each) in delivered),
    )


def _default(field: models.Field) -> Any:
    value = field.get_default()
    return field.get_db_prep_save(value if value is not None else "", operational)
