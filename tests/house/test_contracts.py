"""Each import contract really fails when it is broken: a house that nobody can break by accident."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.slow


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the product's modules, with its contracts."""
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__", "static", "templates"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint(house: Path) -> tuple[int, str]:
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=house,
        env={"PYTHONPATH": str(house / "src"), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout


def test_keeps_every_contract_as_it_stands(house: Path) -> None:
    code, said = lint(house)

    assert (code, "BROKEN" in said) == (0, False), said


@pytest.mark.parametrize(
    ("module", "source", "contract"),
    [
        ("packs/upward.py", "import lineofsight.web.views\n", "The house: imports run downwards only"),
        ("utils/__init__.py", "", "The house: imports run downwards only"),
        (
            "apps/agency/upward.py",
            "import lineofsight.apps.records.models\n",
            "The apps: imports run downwards only",
        ),
        ("apps/shared/__init__.py", "", "The apps: imports run downwards only"),
        ("packs/impure.py", "import django\n", "Pure rooms know no Django, no database and no network"),
        ("expressions/impure.py", "import duckdb\n", "Pure rooms know no Django, no database and no network"),
        ("packs/networked.py", "import socket\n", "Pure rooms know no Django, no database and no network"),
        ("measures/impure.py", "import duckdb\n", "Pure rooms know no Django, no database and no network"),
        (
            "warehouse/impure.py",
            "import adbc_driver_sqlite\n",
            "The warehouse knows no Django and no operational database",
        ),
        (
            "apps/figures/models.py",
            "import lineofsight.apps.figures.extract\n",
            "Inside an app: urls > views > tasks | extract > services > selectors > models",
        ),
        ("statistics/impure.py", "import django\n", "Pure rooms know no Django, no database and no network"),
        ("disclosure/impure.py", "import sqlite3\n", "Pure rooms know no Django, no database and no network"),
        ("disclosure/sideways.py", "import lineofsight.statistics\n", "The house: imports run downwards only"),
        ("statistics/heavy.py", "import scipy\n", "Statistics and disclosure load no numeric library"),
        (
            "apps/records/models/upward.py",
            "import lineofsight.apps.records.services\n",
            "Inside an app: urls > views > tasks | extract > services > selectors > models",
        ),
    ],
)
def test_notices_a_module_that_breaks_it(house: Path, module: str, source: str, contract: str) -> None:
    path = house / "src/lineofsight" / module
    path.parent.mkdir(exist_ok=True)
    path.write_text(source, encoding="utf-8")

    code, said = lint(house)

    assert code == 1
    assert f"{contract} BROKEN" in said
