"""The process that works behind the pages: `python -m lineofsight.cli.background_process PIPE`.

Its main thread runs the tasks pages have asked for, one after the other; looking for one reads only, so that an idle
server never queues for the writer's lock. A second thread seals the trail each minute and sweeps once a day; a third
keeps the figures fresh, a fourth has charts drawn, and a fifth releases figures once a day.
"""

from __future__ import annotations

import logging
import signal
import sys
import threading
import time
from datetime import timedelta
from types import FrameType

LOOK_EVERY_SECONDS = 0.5
SEAL_EVERY_SECONDS = 60
SWEEP_EVERY = timedelta(days=1)

log = logging.getLogger(__name__)
is_stopping = False


def main(given: list[str]) -> None:
    from .installation import start_django
    from .keep_drawings import keep_drawings
    from .keep_figures import keep_figures
    from .keep_releases import keep_releases
    from .parent import stop_with_parent

    signal.signal(signal.SIGTERM, _stop)
    stop_with_parent(int(given[0]))
    start_django()
    threading.Thread(target=keep_house, name="keeps-house", daemon=True).start()
    threading.Thread(target=keep_figures, args=[int(given[0])], name="keeps-figures", daemon=True).start()
    threading.Thread(target=keep_drawings, args=[int(given[0])], name="keeps-drawings", daemon=True).start()
    threading.Thread(target=keep_releases, args=[int(given[0])], name="keeps-releases", daemon=True).start()
    run_tasks()


def _stop(number: int, frame: FrameType | None) -> None:
    global is_stopping
    is_stopping = True


def run_tasks() -> None:
    """Run tasks as they come until this process is asked to stop; a task under way is finished first."""
    from django.db import close_old_connections
    from django_tasks_db.management.commands.db_worker import Worker
    from django_tasks_db.models import DBTaskResult

    while not is_stopping:
        if DBTaskResult.objects.ready().exists():
            Worker(
                queue_names=["*"],
                interval=0,
                batch=True,
                backend_name="default",
                startup_delay=False,
                max_tasks=1,
                worker_id="background",
                excluded_queue_names=[],
            ).run()
        else:
            time.sleep(LOOK_EVERY_SECONDS)
        close_old_connections()


def keep_house() -> None:
    """Each minute seal the trail, and forget attempts that count no more; once a day forget sessions that ended, tasks
    long done, files of ended imports, and imports nobody decided about."""
    from django.core.management import call_command
    from django.db import close_old_connections

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
    while True:
        try:
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
        except Exception:  # a full disk, a database that is away: said, and tried again in a minute
            log.exception("The trail could not be sealed, or old sessions not be swept. Tried again in a minute.")
        close_old_connections()
        time.sleep(SEAL_EVERY_SECONDS)


if __name__ == "__main__":
    main(sys.argv[1:])
