"""Drawing for a running server: `python -m lineofsight.cli.drawing_process PIPE`. It goes with the server, draws what
waits and ends, and yields to those who wait for a page."""

from __future__ import annotations

import os
import sys


def main(given: list[str]) -> None:
    from .installation import start_django
    from .parent import stop_with_parent

    stop_with_parent(int(given[0]))
    os.nice(10)
    start_django()
    from lineofsight.apps.reports.charts.renderer import draw
    from lineofsight.apps.reports.services import draw_what_is_wanted

    draw_what_is_wanted(draw)


if __name__ == "__main__":
    main(sys.argv[1:])
