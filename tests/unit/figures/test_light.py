"""The process of the pages loads no heavy library before a page of figures asks."""

from __future__ import annotations

import subprocess
import sys

from tests.faults.installation import environment

HEAVY = ("pyarrow", "duckdb", "adbc_driver_manager", "numpy", "scipy")


def test_starts_without_arrow_and_duckdb(tmp_path: object) -> None:
    program = (
        "import sys, lineofsight.web.wsgi, lineofsight.web.urls, lineofsight.apps.figures.selectors.door as door\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )

    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**environment(), "LINEOFSIGHT_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "lineofsight.web.settings"},
        capture_output=True,
        text=True,
    )

    assert done.stdout.strip() == "[]", done.stderr
