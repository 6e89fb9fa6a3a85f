"""One pass of releasing for a running server: `python -m lineofsight.cli.release_process PIPE`. It goes with the
server, and yields to those who wait for a page."""

from __future__ import annotations

import os
import sys

from lineofsight.problems import Problem

REFUSED = 2


def main(given: list[str]) -> int:
    from .installation import start_django
    from .parent import stop_with_parent

    stop_with_parent(int(given[0]))
    os.umask(0o077)
    os.nice(10)
    start_django()
    from lineofsight.apps.figures.releasing import release_what_is_due

    try:
        release_what_is_due()
    except Problem as problem:
        print(f"Nothing was released: {problem} ({problem.code})", file=sys.stderr)
        return REFUSED
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
