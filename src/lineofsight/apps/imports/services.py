"""An import from its first byte to its end: begin, read, decide, write; or stop.

States: reading → ready → writing → written. Before `written` nothing of the import is in the records; the state itself
is set in the transaction that writes them. Whoever is at work holds the lock of the run's folder.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from lineofsight.apps.agency.clock import now
from lineofsight.apps.agency.models import ImportRun, Source, StaffMember, TrailEntry
from lineofsight.apps.agency.services.trail import record
from lineofsight.packs.rows import FileProgress, RowProblem, SourceIdentity, SourceReader, SourceRow, Weight
from lineofsight.problems import Problem

from .compare import compare, counts_of, resolve_instruments
from .folder import (
    ask_for_work,
    at_work,
    begin_work,
    folder_of,
    remove_folder,
    run_ids_with_a_folder,
    somebody_is_at_work,
    staging_path,
    waits_in_line,
)
from .readers import adopt_meanings, keep_meanings, open_reader
from .staging import Staging, connect, count_problems, open_staging
from .writing import staged_within_reach, write_targets

State, Vanished = ImportRun.State, ImportRun.Vanished
SECONDS_BETWEEN_REPORTS = 1.0
LONGEST_TITLE = 200  # characters of `Source.title`
Report = Callable[[ImportRun], None]


def begin_run(kind: str, file_name: str, *, actor: StaffMember | None) -> ImportRun:
    """A new run, with its folder. The caller puts the file there and calls or schedules `read_run`."""
    with transaction.atomic():
        run = ImportRun.objects.create(kind=kind, file_name=file_name, started_at=now(), started_by=actor)
    ask_for_work(run.pk)
    return run


def read_run(run: ImportRun, path: Path, *, report: Report | None = None) -> ImportRun:
    """Stage and compare the file or folder at `path`; ends in state ready, or refused with its sentence."""
    with at_work(run.pk) as free:
        if not free:
            raise Problem("I001", _("This import is being read already."), _("Wait until it is ready."))
        begin_work(run.pk)
        try:
            _read(run, path, report)
        except Problem as problem:
            _end(run, State.REFUSED, refusal=str(problem))
        except OSError as error:
            _end(run, State.REFUSED, refusal=_("The file cannot be read: %(reason)s.") % {"reason": error.strerror})
        except _StoppedByHand:
            _end(run, State.STOPPED)
        except Exception:
            _end(run, State.STOPPED, refusal=_("Reading it failed, and nothing was written. Ask for help with this."))
            raise
    return run


def decide(
    run: ImportRun,
    *,
    vanished: str | None = None,
    leave_out_unreadable: bool | None = None,
    each: dict[tuple[str, int], str] | None = None,
) -> None:
    """Keep what somebody decided about vanished and unreadable rows. each: (target, id) → standing."""
    with transaction.atomic():
        if vanished is not None:
            run.vanished = vanished
        if leave_out_unreadable is not None:
            run.leave_out_unreadable = leave_out_unreadable
        run.save(update_fields=["vanished", "leave_out_unreadable"])
    if each:
        with open_staging(staging_path(run.pk)) as staging:
            staging.executemany(
                "UPDATE vanished SET decision = ? WHERE target = ? AND id = ?",
                [(standing, target, row_id) for (target, row_id), standing in each.items()],
            )


def things_left(run: ImportRun) -> list[str]:
    """What must be decided before this run can be written; sentences, empty when nothing is left."""
    left = []
    with open_staging(staging_path(run.pk)) as staging:
        unreadable = count_problems(staging, Weight.ROW, Weight.FOLLOWS)
        undecided = staging.execute("SELECT count(*) FROM vanished WHERE decision IS NULL").fetchone()[0]
    if unreadable and not run.leave_out_unreadable:
        left.append(_("mend or leave out %(count)s rows that cannot be read") % {"count": unreadable})
    if undecided and run.vanished == Vanished.UNDECIDED:
        left.append(_("decide about %(count)s vanished rows") % {"count": undecided})
    return left


def begin_writing(run: ImportRun) -> None:
    """Say that a ready run is about to be written, so that nobody decides twice."""
    ask_for_work(run.pk)
    if not ImportRun.objects.filter(pk=run.pk, state=State.READY).update(state=State.WRITING):
        raise Problem("I002", _("This import is not waiting to be written."), _("Look at the list of imports."))


def write_run(run: ImportRun, *, actor: StaffMember | None) -> ImportRun:
    """Write a ready run in one transaction: everything or nothing."""
    with at_work(run.pk) as free:
        run.refresh_from_db()
        if not free or run.state not in (State.READY, State.WRITING):
            raise Problem("I002", _("This import is not waiting to be written."), _("Look at the list of imports."))
        begin_work(run.pk)
        left = things_left(run)
        if left:
            raise Problem("I003", _("Not yet: %(left)s.") % {"left": "; ".join(left)}, _("Decide, then import."))
        ImportRun.objects.filter(pk=run.pk).update(state=State.WRITING, refusal="")
        try:
            _write(run, actor)
        except (Problem, DatabaseError, sqlite3.Error) as error:
            problem = _why_not(error)
            not_written = ImportRun.objects.filter(pk=run.pk, state=State.WRITING)
            if not_written.update(state=State.READY, refusal=str(problem)):
                raise problem from (None if problem is error else error)
    remove_folder(run.pk)
    return run


def stop_run(run: ImportRun, *, actor: StaffMember | None) -> None:
    """Throw a run away. One that is being read stops at its next step; nothing of it was written."""
    if run.state in (State.WRITING, State.WRITTEN):
        raise Problem("I004", _("This import is written already."), _("It cannot be stopped any more."))
    with transaction.atomic():
        ImportRun.objects.filter(pk=run.pk).update(state=State.STOPPED, finished_at=now())
        record(TrailEntry.Action.ENDED, run, actor=actor)
    if not somebody_is_at_work(run.pk):
        remove_folder(run.pk)


def mend_interrupted_runs() -> None:
    """Runs whose process went away: reading, it is stopped; writing, nothing was written and it is ready again.

    What a run that ended has left on the disk is removed.
    """
    for run in ImportRun.objects.filter(state__in=[State.READING, State.WRITING]):
        if somebody_is_at_work(run.pk) or waits_in_line(run.pk):
            continue
        if run.state == State.WRITING:
            ImportRun.objects.filter(pk=run.pk, state=State.WRITING).update(state=State.READY)
        else:
            _end(run, State.STOPPED, refusal=_("The computer stopped while it was reading. Start the import again."))
    left = run_ids_with_a_folder()  # asked for before the runs: a folder is never older than its run
    under_way = ImportRun.objects.filter(state__in=[State.READING, State.READY, State.WRITING])
    for run_id in set(left) - set(under_way.values_list("pk", flat=True)):
        if not somebody_is_at_work(run_id):
            remove_folder(run_id)


class _StoppedByHand(Exception):
    """Somebody threw the run away while it was being read."""


def _read(run: ImportRun, path: Path, report: Report | None) -> None:
    reader = open_reader(run.kind, path, run.file_name)
    staging_file = staging_path(run.pk)
    staging_file.unlink(missing_ok=True)
    staging = Staging(staging_file)
    with closing(staging.connection):
        fatal = _stage(run, reader, staging, report)
        if fatal is not None:
            raise Problem(fatal.code, fatal.reason)
        staging.finish()
    keep_meanings(reader, folder_of(run.pk))
    _write_identity(run, reader.identity)
    with closing(connect(staging_file)) as connection:
        compare(connection, reader.identity, lambda table: _tell(run, {"comparing": table}, report))
        run.counts = counts_of(connection)
        problems = dict(connection.execute("SELECT weight, count(*) FROM problem GROUP BY weight").fetchall())
    run.summary = {"problems": problems, "identity": run.summary["identity"]}
    run.sha256 = _sha256(path)
    run.state = State.READY
    with transaction.atomic():
        # Somebody may have thrown the run away while it was compared.
        written = ImportRun.objects.filter(pk=run.pk, state=State.READING).update(
            state=run.state, counts=run.counts, summary=run.summary, sha256=run.sha256, progress=run.progress
        )
    if not written:
        raise _StoppedByHand
    if report:
        report(run)


def _stage(run: ImportRun, reader: SourceReader, staging: Staging, report: Report | None) -> RowProblem | None:
    """Everything the reader yields into staging; the first problem that makes the file unreadable, if any."""
    last_told = 0.0
    files: dict[str, FileProgress] = {}
    for item in reader.read():
        if isinstance(item, SourceRow):
            staging.add_row(item)
        elif isinstance(item, RowProblem):
            if item.weight is Weight.FILE:
                return item
            staging.add_problem(item)
        else:
            files[item.file] = item
            if time.monotonic() - last_told > SECONDS_BETWEEN_REPORTS:
                last_told = time.monotonic()
                _tell(
                    run,
                    {
                        "file": item.file,
                        "lines_read": item.lines_read,
                        "total_lines": item.total_lines,
                        "files": {name: each.lines_read for name, each in files.items()},
                    },
                    report,
                )
    run.progress = {"files": {name: each.lines_read for name, each in files.items()}}
    return None


def _tell(run: ImportRun, progress: dict[str, object], report: Report | None) -> None:
    run.progress = {**run.progress, **progress}
    if not ImportRun.objects.filter(pk=run.pk, state=State.READING).update(progress=run.progress):
        raise _StoppedByHand
    if report:
        report(run)


def _end(run: ImportRun, state: str, *, refusal: str = "") -> None:
    run.state, run.refusal, run.finished_at = state, refusal, now()
    run.save(update_fields=["state", "refusal", "finished_at"])
    remove_folder(run.pk)


def _write_identity(run: ImportRun, identity: SourceIdentity) -> None:
    run.summary = {
        "identity": {
            "kind": identity.kind,
            "key": identity.key,
            "title": identity.title,
            "made_at": identity.made_at,
            "layout": identity.layout,
            "covers_from": identity.covers_from.isoformat() if identity.covers_from else None,
            "covers_to": identity.covers_to.isoformat() if identity.covers_to else None,
            "complete": identity.complete,
            "staged_after": _newest_written(identity.kind, identity.key),
        }
    }


def _newest_written(kind: str, key: str) -> int:
    newest = ImportRun.objects.filter(source__kind=kind, source__key=key, state=State.WRITTEN).order_by("-id").first()
    return newest.pk if newest else 0


def _refuse_stale(run: ImportRun) -> None:
    identity = run.summary["identity"]
    if _newest_written(identity["kind"], identity["key"]) != identity["staged_after"]:
        raise Problem(
            "I005",
            _("Another import from %(source)s was written since this one was read.") % {"source": identity["title"]},
            _("Throw this one away and read the file again."),
        )


def _why_not(error: Exception) -> Problem:
    """Why it was not written, for everybody who may see the run.

    A database adds the values of the row in further lines or after a colon: they are not told.
    """
    if isinstance(error, Problem):
        return error
    reason = str(error).partition("\n")[0].partition(': "')[0]
    return Problem(
        "I006",
        _("Nothing was written: %(reason)s.") % {"reason": reason.rstrip(".")},
        _("Mend it in the source, or ask for help with this sentence."),
    )


def _write(run: ImportRun, actor: StaffMember | None) -> None:
    _refuse_stale(run)
    adopt_meanings(run.kind, folder_of(run.pk))
    with open_staging(staging_path(run.pk)) as staging:
        resolve_instruments(staging)
    with staged_within_reach(staging_path(run.pk)) as reach, transaction.atomic():
        source = _source_of(run)
        _refuse_stale(run)  # again: now the source is locked, and nobody else can write from it
        write_targets(run, source, reach)
        run.source, run.state, run.finished_at = source, State.WRITTEN, now()
        run.save(update_fields=["source", "state", "finished_at"])
        record(
            TrailEntry.Action.IMPORTED,
            run,
            actor=actor,
            source=source.pk,
            sha256=run.sha256,
            counts=run.counts,
            vanished=run.vanished,
        )


def _source_of(run: ImportRun) -> Source:
    identity = run.summary["identity"]
    source, _made = Source.objects.update_or_create(
        kind=identity["kind"],
        key=identity["key"],
        defaults={"title": identity["title"][:LONGEST_TITLE], "last_made_at": identity["made_at"]},
    )
    return source


def _sha256(path: Path) -> str:
    """Of a file's bytes; of a folder, of its files' names and bytes in the order of names."""
    hashed = hashlib.sha256()
    for file in [path] if path.is_file() else sorted(each for each in path.iterdir() if each.is_file()):
        if path.is_dir():
            hashed.update(json.dumps(file.name).encode())
        with file.open("rb") as opened:
            while block := opened.read(1 << 20):
                hashed.update(block)
    return hashed.hexdigest()
