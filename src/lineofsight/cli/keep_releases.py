"""The thread that releases figures to people outside while the server runs: once a day, after the facts are fresh.

A pass has a process of its own, because it counts everything there is and the process behind the pages stays light.
"""

from __future__ import annotations

import logging
import time
from datetime import date

from .beside_pages import REFUSED, run_beside_pages

LOOK_EVERY_SECONDS = 60.0

log = logging.getLogger(__name__)


def keep_releases(pipe: int) -> None:
    """Look and release, for ever. pipe: the server's, with which the process ends too."""
    from django.db import close_old_connections

    from lineofsight.apps.agency.clock import today
    from lineofsight.apps.figures.selectors.builds import current_build, needs_build

    released_on: date | None = None
    while True:
        time.sleep(LOOK_EVERY_SECONDS)
        try:
            is_due = released_on != today() and current_build() is not None and not needs_build()
            if is_due and release(pipe):
                released_on = today()
        except Exception:  # a full disk, a database that is away: said, and tried again in a minute
            log.exception("Figures could not be released. Tried again in a minute.")
        close_old_connections()


def release(pipe: int) -> bool:
    """One pass; whether that is all for today. A refused one keeps its reason; one that broke is tried in a minute."""
    code = run_beside_pages("release", pipe)
    if code not in (0, REFUSED):
        log.error("The process that releases figures ended with code %s. Tried again in a minute.", code)
        return False
    return True
