"""Writing a decided import: everything or nothing, in one transaction for which all is ready when it begins."""

from __future__ import annotations

import sqlite3
from contextlib import AbstractContextManager, suppress
from pathlib import Path

from django.db import DatabaseError, transaction
from django.db import connection as operational
from django.utils.translation import gettext as _

from lineofsight.apps.agency.clock import now
from lineofsight.apps.agency.models import ImportRun, Source, TrailEntry
from lineofsight.apps.agency.permissions import Actor, check_can_import
from lineofsight.apps.agency.services.trail import record
from lineofsight.apps.agency.words import the_words
from lineofsight.problems import Problem

from ..belonging import programs_of
from ..compare import counts_of
from ..finding import find_again, named_meanwhile, names_to_make, resolve_instruments
from ..folder import at_work, begin_work, folder_of, keep_what_was_left_out, left_out_path, staging_path
from ..ids import reserved_ids
from ..near_names import link_same
from ..new_rows import Origin, Reach
from ..on_postgresql import within_reach_of_postgresql
from ..on_sqlite import within_reach_of_sqlite
from ..readers import adopt_meanings
from ..staff_sheet import add_staff
from ..staging import keep_left_out, open_staging
from ..statements import write_targets
from .deciding import not_waiting, things_left
from .overtaking import refuse_overtaken

State = ImportRun.State
LONGEST_TITLE = 200  # characters of `Source.title`
ATTEMPTS = 3


def write_run(run: ImportRun, *, actor: Actor) -> ImportRun:
    """Write a ready run in one transaction: everything or nothing."""
    with at_work(run.pk) as free:
        run.refresh_from_db()
        if not free or run.state not in (State.READY, State.WRITING):
            raise not_waiting()
        begin_work(run.pk)  # first, so that a run that may not be written is mended: it waits for a decision again
        check_can_import(actor)
        left = things_left(run)
        if left:
            raise Problem("I003", _("Not yet: %(left)s.") % {"left": "; ".join(left)}, _("Decide, then import."))
        waiting = ImportRun.objects.filter(pk=run.pk, state__in=[State.READY, State.WRITING])
        if not waiting.update(state=State.WRITING, refusal=""):
            raise not_waiting()  # thrown away just now
        try:
            _write(run, actor)
        except (Problem, DatabaseError, sqlite3.Error) as error:
            problem = why_not(error)
            not_written = ImportRun.objects.filter(pk=run.pk, state=State.WRITING)
            if not_written.update(state=State.READY, refusal=str(problem)):
                raise problem from (None if problem is error else error)
    keep_what_was_left_out(run.pk)
    return run


def why_not(error: Exception) -> Problem:
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


class _NamedMeanwhile(Exception):
    """Between looking and writing somebody else has made a row of a name that was to be made."""


def _write(run: ImportRun, actor: Actor) -> None:
    refuse_overtaken(run)
    adopt_meanings(run.kind, folder_of(run.pk))
    for _attempt in range(ATTEMPTS):
        with suppress(_NamedMeanwhile):
            _write_what_is_here_by_now(run, actor)
            return
    raise Problem(
        "I007",
        _("%(Programs)s, sites, funders, kinds of service or staff with the same names were added here meanwhile.")
        % vars(the_words()),
        _("Nothing was written. Import it once more; then they are used."),
    )


def _write_what_is_here_by_now(run: ImportRun, actor: Actor) -> None:
    are_named = run.kind == Source.Kind.WORKBOOK
    with open_staging(staging_path(run.pk)) as staging:
        resolve_instruments(staging)
        find_again(staging, names=are_named)
        if are_named:  # also where a process that was killed had looked before
            link_same(staging)
            run.counts = counts_of(staging)
            run.summary["programs"] = programs_of(staging)
        names = names_to_make(staging, names=are_named)
    keep_left_out(staging_path(run.pk), left_out_path(run.pk))
    moment = operational.ops.adapt_datetimefield_value(now())
    origin = Origin(run.pk, _source_id(run), run.kind, moment)
    with within_reach(staging_path(run.pk), origin) as reach, transaction.atomic():
        source = _source_of(run, origin.source_id)
        refuse_overtaken(run)  # again: now the source is locked, and nobody else can write from it
        if named_meanwhile(names):
            raise _NamedMeanwhile
        add_staff(reach, actor=actor)
        write_targets(origin, reach, vanished=run.vanished)
        run.source, run.state, run.finished_at = source, State.WRITTEN, now()
        run.save(update_fields=["source", "state", "finished_at", "counts", "summary"])
        record(
            TrailEntry.Action.IMPORTED,
            run,
            actor=actor,
            source=source.pk,
            sha256=run.sha256,
            counts=run.counts,
            vanished=run.vanished,
        )


def within_reach(staging: Path, origin: Origin) -> AbstractContextManager[Reach]:
    """Staged rows where the statements of this database find them."""
    if operational.vendor == "sqlite":
        return within_reach_of_sqlite(staging, origin)
    return within_reach_of_postgresql(staging)


def _source_id(run: ImportRun) -> int:
    """The id of the run's source; one that is new gets it before it is made, as its rows need it."""
    identity = run.summary["identity"]
    known = Source.objects.filter(kind=identity["kind"], key=identity["key"]).first()
    return known.pk if known else next(iter(reserved_ids(Source._meta.db_table, 1)))


def _source_of(run: ImportRun, source_id: int) -> Source:
    identity = run.summary["identity"]
    said = {"title": identity["title"][:LONGEST_TITLE], "last_made_at": identity["made_at"]}
    source, _made = Source.objects.update_or_create(
        kind=identity["kind"], key=identity["key"], defaults=said, create_defaults={"pk": source_id, **said}
    )
    return source
