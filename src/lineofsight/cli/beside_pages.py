"""What a running server has done in a process of its own: facts built, figures released, charts drawn.

    python -m lineofsight.cli.beside_pages build|release|draw PIPE

It yields to those who wait for a page, gives its memory back when it ends, and goes with the server.
"""

from __future__ import annotations

import os
import subprocess
import sys

from lineofsight.problems import Problem

BROKE, REFUSED = 1, 2


def run_beside_pages(job: str, pipe: int) -> int:
    """Have a job done and wait for it. 0: done; REFUSED: it cannot be done, and why was said;
    anything else: it broke and may be tried again. pipe: the server's."""
    command = [sys.executable, "-m", __name__, job, str(pipe)]
    return subprocess.run(command, stdin=subprocess.DEVNULL, pass_fds=[pipe]).returncode


def build() -> None:
    from lineofsight.apps.figures.extract import make_build
    from lineofsight.apps.figures.services.builds import sweep_builds

    make_build()
    sweep_builds()


def release() -> None:
    from lineofsight.apps.figures.releasing import release_what_is_due

    release_what_is_due()


def draw() -> None:
    from lineofsight.apps.reports.charts import renderer
    from lineofsight.apps.reports.services import draw_what_is_wanted

    draw_what_is_wanted(renderer.draw)


JOBS = {
    "build": (build, "The figures stay as they were"),
    "release": (release, "Nothing was released"),
    "draw": (draw, "Nothing was drawn"),
}


def main(given: list[str]) -> int:
    from .installation import start_django
    from .parent import stop_with_parent

    job, pipe = given
    work, otherwise = JOBS[job]
    stop_with_parent(int(pipe))
    os.umask(0o077)
    os.nice(10)
    start_django()
    try:
        work()
    except Problem as problem:
        print(f"{otherwise}: {problem} ({problem.code})", file=sys.stderr)
        return REFUSED
    except OSError as error:  # a full disk: it may pass by itself
        print(f"{otherwise}: {error}", file=sys.stderr)
        return BROKE
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
