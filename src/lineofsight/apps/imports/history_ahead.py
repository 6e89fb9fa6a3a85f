"""History written ahead of an import, on SQLite: some rows at a time, and others write in between.

The history of many changed rows takes longest of all that an import writes, and others would wait for it. So it is
written before the one transaction, and is history once the run is written: `RowVersion.objects` leaves it out until
then, and the database lets it be removed until then. A process that is killed leaves rows that nobody reads; they go
when the run is written again, or when the server starts.
"""

from __future__ import annotations

from typing import Any

from django.db import connection as operational
from django.db import transaction
from django.db.backends.utils import CursorWrapper

from lineofsight.apps.agency.models import ImportRun, RowVersion
from lineofsight.apps.agency.triggers import image_of

from .folder import at_work
from .new_rows import Origin, Span, spans_of_ids
from .targets import TARGETS, Target

HISTORY = RowVersion._meta.db_table
ROWS_AT_A_TIME = 5_000


def begin_ahead(cursor: CursorWrapper, run_id: int) -> int:
    """The newest id of the history; the run remembers it, so that what is written ahead can be found."""
    with transaction.atomic():
        newest = _newest(cursor)
        ImportRun.objects.filter(pk=run_id).update(history_after=newest)
    return newest


def write_ahead(cursor: CursorWrapper, changed: frozenset[str], staged: str, origin: Origin, after: int) -> list[Span]:
    """Write what every changed row is now; gives the ids of the history, from `after`, that others wrote or may write.

    A row that another writer changed before or after its turn here stands among those.
    """
    others: list[Span] = []
    for target in (TARGETS[name] for name in sorted(changed)):
        table = f"{staged}row_{target.name}"
        for first, last in spans_of_ids(cursor, table, "state = 'changed'", ROWS_AT_A_TIME):
            with transaction.atomic():
                newest = _newest(cursor)
                if newest > after:
                    others.append((after + 1, newest))
                cursor.execute(*_versions(target, table, origin, first, last))
                after = _newest(cursor)
    return [*others, (after + 1, None)]


def take_back(cursor: CursorWrapper, target: Target, origin: Origin, span: Span) -> None:
    """Of rows that have versions in this span, the one written ahead is no longer what they were."""
    versions, parameters = versions_of_others(target, span)
    cursor.execute(
        f'DELETE FROM {HISTORY} WHERE "table" = %s AND ended_by_import_id = %s AND ended_by_id IS NULL'
        f" AND row_id IN ({versions})",
        [target.db_table, origin.run_id, *parameters],
    )


def versions_of_others(target: Target, span: Span) -> tuple[str, list[Any]]:
    """The query for the rows of a target with versions in a span of the history, and its parameters."""
    first, last = span
    until = "" if last is None else " AND id <= %s"
    # By id and not by the index of the table, which would find every version that the table ever had.
    query = f'SELECT row_id FROM {HISTORY} WHERE id >= %s{until} AND +"table" = %s'
    return query, [first, *([] if last is None else [last]), target.db_table]


def forget_ahead(run_id: int) -> None:
    """Remove what was written ahead of a run that is not written, some rows at a time."""
    run = ImportRun.objects.exclude(state=ImportRun.State.WRITTEN).filter(pk=run_id, history_after__isnull=False)
    after = run.values_list("history_after", flat=True).first()
    removed = after is not None
    while removed:
        with transaction.atomic(), operational.cursor() as cursor:
            cursor.execute(
                f"DELETE FROM {HISTORY} WHERE id IN (SELECT id FROM {HISTORY} WHERE id > %s AND ended_by_import_id = %s"
                " ORDER BY id LIMIT %s)",
                [after, run_id, ROWS_AT_A_TIME],
            )
            removed = cursor.rowcount > 0
    run.update(history_after=None)


def forget_ahead_of_interrupted_runs() -> None:
    """The same for every run whose process went away."""
    unwritten = ImportRun.objects.exclude(state=ImportRun.State.WRITTEN).filter(history_after__isnull=False)
    for run_id in unwritten.values_list("pk", flat=True):
        with at_work(run_id) as free:  # whoever writes holds it
            if free:
                forget_ahead(run_id)


def _versions(target: Target, staged: str, origin: Origin, first: int, last: int) -> tuple[str, list[Any]]:
    """As the trigger writes them; they end in the moment that the rows will name as that of their change."""
    here = target.db_table
    statement = (
        f'INSERT INTO {HISTORY} ("table", row_id, ended_at, ended_by_id, ended_by_import_id, was_removed, before)'
        f" SELECT %s, s.id, %s, NULL, %s, 0, {image_of(target.model, here)} FROM {staged} s"
        f" JOIN main.{here} ON {here}.id = s.id WHERE s.state = 'changed' AND s.id BETWEEN %s AND %s ORDER BY s.id"
    )
    return statement, [here, origin.moment, origin.run_id, first, last]


def _newest(cursor: CursorWrapper) -> int:
    cursor.execute(f"SELECT coalesce(max(id), 0) FROM {HISTORY}")
    ((newest,),) = cursor.fetchall()
    return int(newest)
