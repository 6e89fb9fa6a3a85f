"""The process that answers pages: `python -m lineofsight.cli.web_process HOST PORT WORKERS PIPE`.

Granian's main process keeps its workers alive; each worker answers with eight threads. On SQLite there is one worker,
because one process owns writing (docs/explanation/one-writer.md).
"""

from __future__ import annotations

import sys
from functools import partial
from typing import Any

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from .parent import STOP_WITHIN_SECONDS, stop_with_parent

THREADS = 8
KEEP_IDLE_THREADS_SECONDS = 600  # a thread owns a database connection; a new thread must open one


def load_application(pipe: int) -> Any:
    """Runs in each worker."""
    stop_with_parent(pipe)
    from lineofsight.web.wsgi import application

    return application


def main(given: list[str]) -> None:
    host, port, workers, pipe = given
    stop_with_parent(int(pipe))
    Granian(
        "lineofsight.web.wsgi:application",
        address=host,
        port=int(port),
        interface=Interfaces.WSGI,
        workers=int(workers),
        blocking_threads=THREADS,
        blocking_threads_idle_timeout=KEEP_IDLE_THREADS_SECONDS,
        http=HTTPModes.http1,
        websockets=False,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_WITHIN_SECONDS - 2,
    ).serve(target_loader=partial(load_application, int(pipe)), wrap_loader=False)


if __name__ == "__main__":
    main(sys.argv[1:])
