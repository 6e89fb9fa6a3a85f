"""`make check`: format, lint, types, import contracts, migrations, docs. Runs all of them, two at a time, each with its
time; what failed is shown in full at the end, and the exit code is the number of failures."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PYTHON = sys.executable

CHECKS: dict[str, list[str]] = {
    "types": [str(BIN / "mypy")],
    "import contracts": [str(BIN / "lint-imports")],
    "docs": [PYTHON, "scripts/make_docs.py", "--check"],
    "links and words": [PYTHON, "scripts/check_docs.py"],
    "migrations": [PYTHON, "-m", "django", "makemigrations", "--check", "--dry-run"],
    "lint": [str(BIN / "ruff"), "check", "."],
    "format": [str(BIN / "ruff"), "format", "--check", "."],
}


@dataclass(frozen=True)
class Outcome:
    name: str
    seconds: float
    passed: bool
    output: str


def run(name: str, command: list[str], environment: dict[str, str]) -> Outcome:
    began = time.monotonic()
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    outcome = Outcome(name, time.monotonic() - began, done.returncode == 0, done.stdout)
    print(f"{'passed' if outcome.passed else 'FAILED'}  {outcome.seconds:5.1f} s  {name}", flush=True)
    return outcome


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="lineofsight-check-") as home, ThreadPoolExecutor(2) as two_at_a_time:
        environment = {
            **os.environ,
            "LINEOFSIGHT_HOME": home,
            "DJANGO_SETTINGS_MODULE": "lineofsight.web.settings",
            "PYTHONPATH": str(ROOT),
        }
        outcomes = list(two_at_a_time.map(lambda check: run(*check, environment), CHECKS.items()))
    failures = [outcome for outcome in outcomes if not outcome.passed]
    for failure in failures:
        print(f"\n== {failure.name}\n{failure.output.rstrip()}")
    print(f"\n{len(CHECKS)} checks, {len(failures)} failed.")
    return len(failures)


if __name__ == "__main__":
    sys.exit(main())
