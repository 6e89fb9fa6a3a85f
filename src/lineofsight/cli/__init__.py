"""The commands: `lineofsight VERB`. Each verb is a module of its own that adds its parser and runs.

Django starts only once a verb knows which installation is meant, so `lineofsight --help` answers at once. The verbs
themselves are imported with the command line alone: the processes of a server live in this package too, and start
sooner without. Whatever cannot be done ends as one clear line on standard error and exit code 2.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from lineofsight import __version__
from lineofsight.problems import Problem


def parser() -> argparse.ArgumentParser:
    """The whole command line. docs/reference/commands.md is made from it."""
    from . import (
        backup,
        build,
        demo,
        demo_reset,
        imports,
        measures,
        migrate,
        release,
        restore,
        serve,
        setup,
        sign_in_link,
        trail,
    )

    made = argparse.ArgumentParser(
        prog="lineofsight",
        description="Performance management for social service agencies, on your own machine.",
        epilog="A new agency: setup, then serve. A look around: demo --home DIR.",
    )
    made.add_argument("--version", action="version", version=f"Line of Sight {__version__}")
    verbs = made.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for verb in (
        setup,
        serve,
        imports,
        build,
        release,
        measures,
        migrate,
        backup,
        restore,
        trail,
        sign_in_link,
        demo,
        demo_reset,
    ):
        verb.add_to(verbs)
    return made


def main(given: Sequence[str] | None = None) -> int:
    """Run one command. 0: done. 1: something broke. 2: it cannot be done, and the line says why. 130: Ctrl-C."""
    arguments = parser().parse_args(given)
    os.umask(0o077)  # database, uploads and backups hold everything about everybody: for their owner alone
    try:
        exit_code: int = arguments.run(arguments)
    except Problem as problem:
        print(f"lineofsight: {problem} ({problem.code})", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
    return exit_code
