"""The thread that keeps figures fresh while the server runs.

It looks once a second whether something changed, waits a moment for what comes with it, and has the facts built in a
process of their own. Builds rest twice as long as they take, so that an agency of millions of services still has
most of its machine for the pages.
"""

from __future__ import annotations

import logging
import time

from .beside_pages import REFUSED, run_beside_pages

LOOK_EVERY_SECONDS = 1.0
WAIT_SECONDS = 2.0  # one entry seldom comes alone
REST_SECONDS = 3.0  # at the least
REST_TIMES = 2
AGAIN_SECONDS = 60.0  # after something broke

log = logging.getLogger(__name__)


def keep_figures(pipe: int) -> None:
    """Look and build, for ever. pipe: the server's, with which the build process ends too."""
    from django.db import close_old_connections

    from lineofsight.apps.figures.selectors.builds import needs_build

    while True:
        rest = LOOK_EVERY_SECONDS
        try:
            if needs_build():
                time.sleep(WAIT_SECONDS)
                rest = build(pipe)
        except Exception:  # a full disk, a database that is away: said, and tried again in a minute
            log.exception("The figures could not be renewed. Tried again in a minute.")
            rest = AGAIN_SECONDS
        close_old_connections()
        time.sleep(rest)


def build(pipe: int) -> float:
    """One build; how many seconds to rest afterwards. A refused one keeps its reason and is tried after a change."""
    began = time.monotonic()
    code = run_beside_pages("build", pipe)
    if code not in (0, REFUSED):
        log.error("The process that renews the figures ended with code %s. Tried again in a minute.", code)
        return AGAIN_SECONDS
    return max(REST_SECONDS, REST_TIMES * (time.monotonic() - began))
