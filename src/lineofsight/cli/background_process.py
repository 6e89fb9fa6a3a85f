"""The process that works behind the pages: `python -m lineofsight.cli.background_process PIPE`.

Its main thread runs the tasks pages have asked for, one after the other; looking for one reads only, so that an idle
server never queues for the writer's lock. What the server looks after by itself has threads beside it (`keepers.py`).
"""

from __future__ import annotations

import signal
import sys
import time
from types import FrameType

LOOK_EVERY_SECONDS = 0.5

is_stopping = False


def main(given: list[str]) -> None:
    from .installation import start_django
    from .keepers import start_keepers
    from .parent import stop_with_parent

    signal.signal(signal.SIGTERM, _stop)
    stop_with_parent(int(given[0]))
    start_django()
    start_keepers(int(given[0]))
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


if __name__ == "__main__":
    main(sys.argv[1:])
