"""The thread that has charts drawn while the server runs.

It looks twice a second whether a page asked for a drawing, and has all of them drawn in a process of their own, which
ends afterwards: the library that draws holds 90 MB as long as it lives.
"""

from __future__ import annotations

import logging
import time

from .beside_pages import run_beside_pages

LOOK_EVERY_SECONDS = 0.5
AGAIN_SECONDS = 60.0  # after something broke

log = logging.getLogger(__name__)


def keep_drawings(pipe: int) -> None:
    """Look and draw, for ever. pipe: the server's, with which the drawing process ends too."""
    from django.db import close_old_connections

    from lineofsight.apps.reports.selectors.drawings import are_drawings_wanted

    while True:
        rest = LOOK_EVERY_SECONDS
        try:
            if are_drawings_wanted():
                rest = _draw(pipe)
        except Exception:  # a full disk, a database that is away: said, and tried again in a minute
            log.exception("Charts could not be drawn. Tried again in a minute.")
            rest = AGAIN_SECONDS
        close_old_connections()
        time.sleep(rest)


def _draw(pipe: int) -> float:
    """Draw what waits; how many seconds to rest afterwards."""
    code = run_beside_pages("draw", pipe)
    if code == 0:
        return LOOK_EVERY_SECONDS
    log.error("The process that draws charts ended with code %s. Tried again in a minute.", code)
    return AGAIN_SECONDS
