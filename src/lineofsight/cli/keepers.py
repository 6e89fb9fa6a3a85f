"""What a running server looks after by itself, each in a thread of its own: the house, figures, drawings, releases.

A keeper looks, has done what waits, rests, and looks again, for as long as the server runs. What breaks is said in the
log and tried again in a minute. Whatever takes a library or much memory happens in a process of its own
(`beside_pages.py`), because the thread lives beside the tasks of people who wait.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from .beside_pages import REFUSED, run_beside_pages

AGAIN_SECONDS = 60.0  # after something broke
SEAL_EVERY_SECONDS = 60.0
SWEEP_EVERY = timedelta(days=1)
LOOK_FOR_CHANGES_SECONDS = 1.0
WAIT_SECONDS = 2.0  # one entry seldom comes alone
REST_SECONDS = 3.0  # after a build, at the least
REST_TIMES = 2  # as long as it took: an agency of millions of services keeps most of its machine for the pages
LOOK_FOR_DRAWINGS_SECONDS = 0.5
LOOK_FOR_RELEASES_SECONDS = 60.0

log = logging.getLogger(__name__)

Look = Callable[[], float]  # looks once, has done what waits, and says how many seconds to rest


@dataclass(frozen=True)
class Keeper:
    """name: of its thread. otherwise: what is said when looking breaks. first: seconds before it looks at all."""

    name: str
    look: Look
    otherwise: str
    first: float = 0.0


def start_keepers(pipe: int) -> None:
    """Start all of them. pipe: the server's, with which the processes they start end too."""
    for keeper in keepers(pipe):
        threading.Thread(target=keep, args=[keeper], name=keeper.name, daemon=True).start()


def keepers(pipe: int) -> list[Keeper]:
    return [
        Keeper("keeps-house", look_after_house(), "The trail could not be sealed, or old sessions not be swept."),
        Keeper("keeps-figures", lambda: look_after_figures(pipe), "The figures could not be renewed."),
        Keeper("keeps-drawings", lambda: look_after_drawings(pipe), "Charts could not be drawn."),
        Keeper(
            "keeps-releases",
            look_after_releases(pipe),
            "Figures could not be released.",
            first=LOOK_FOR_RELEASES_SECONDS,  # a server that starts has pages to answer
        ),
    ]


def keep(keeper: Keeper, *, sleep: Callable[[float], None] = time.sleep) -> None:
    """Look, rest and look again, for ever."""
    from django.db import close_old_connections

    sleep(keeper.first)
    while True:
        try:
            rest = keeper.look()
        except Exception:  # a full disk, a database that is away
            log.exception("%s Tried again in a minute.", keeper.otherwise)
            rest = AGAIN_SECONDS
        close_old_connections()
        sleep(rest)


def look_after_house() -> Look:
    """Each minute seal the trail, and forget attempts that count no more; once a day forget sessions that ended, tasks
    long done, files of ended imports, and imports nobody decided about."""
    from django.core.management import call_command

    from lineofsight.apps.agency.permissions import COMMAND_LINE
    from lineofsight.apps.agency.services.trail import seal_all
    from lineofsight.apps.imports.services import (
        forget_ahead_of_interrupted_runs,
        mend_interrupted_runs,
        throw_away_undecided_runs,
    )
    from lineofsight.apps.reports.services import forget_old_drawings
    from lineofsight.web.attempts import forget_what_ran_out

    swept_at = 0.0

    def look() -> float:
        nonlocal swept_at
        seal_all()
        forget_what_ran_out()
        if time.time() - swept_at > SWEEP_EVERY.total_seconds():
            call_command("clearsessions")
            call_command("prune_db_task_results", verbosity=0)
            mend_interrupted_runs()
            forget_ahead_of_interrupted_runs()
            throw_away_undecided_runs(actor=COMMAND_LINE)
            forget_old_drawings()
            swept_at = time.time()
        return SEAL_EVERY_SECONDS

    return look


def look_after_figures(pipe: int) -> float:
    """Have the facts built when something changed, after a moment for what comes with it."""
    from lineofsight.apps.figures.selectors.builds import needs_build

    if not needs_build():
        return LOOK_FOR_CHANGES_SECONDS
    time.sleep(WAIT_SECONDS)
    began = time.monotonic()
    code = run_beside_pages("build", pipe)
    if code not in (0, REFUSED):  # a refused one keeps its reason and is tried after a change
        log.error("The process that renews the figures ended with code %s. Tried again in a minute.", code)
        return AGAIN_SECONDS
    return max(REST_SECONDS, REST_TIMES * (time.monotonic() - began))


def look_after_drawings(pipe: int) -> float:
    """Have the charts drawn that a page asked for: the library that draws holds 90 MB as long as it lives."""
    from lineofsight.apps.reports.selectors.drawings import are_drawings_wanted

    if not are_drawings_wanted():
        return LOOK_FOR_DRAWINGS_SECONDS
    code = run_beside_pages("draw", pipe)
    if code:
        log.error("The process that draws charts ended with code %s. Tried again in a minute.", code)
        return AGAIN_SECONDS
    return LOOK_FOR_DRAWINGS_SECONDS


def look_after_releases(pipe: int) -> Look:
    """Have figures released to people outside once a day, after the facts are fresh. What is refused is tried again
    tomorrow."""
    from lineofsight.apps.agency.clock import today
    from lineofsight.apps.figures.selectors.builds import current_build, needs_build

    released_on: date | None = None

    def look() -> float:
        nonlocal released_on
        if released_on != today() and current_build() is not None and not needs_build():
            code = run_beside_pages("release", pipe)
            if code not in (0, REFUSED):
                log.error("The process that releases figures ended with code %s. Tried again in a minute.", code)
                return AGAIN_SECONDS
            released_on = today()
        return LOOK_FOR_RELEASES_SECONDS

    return look
