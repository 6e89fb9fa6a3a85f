"""Rules that every file of the repository keeps."""

import re
import subprocess
from pathlib import Path

import lineofsight

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = ("/static/vendor/", "/migrations/")
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "manager", "common", "misc", "base_utils", "tools"}
# Written in pieces, so that this file does not hold them.
PACKAGE_HOSTS = re.compile(
    "|".join([r"pypi\." + "org", r"python" + r"hosted\.org", "art" + "ifactory", "/simple" + "/"])
)


def tracked() -> list[Path]:
    """Every file of the repository that exists and is ours."""
    names = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    return [
        ROOT / name for name in names if (ROOT / name).is_file() and not any(part in f"/{name}" for part in NOT_OURS)
    ]


def test_has_no_python_file_over_500_lines() -> None:
    too_long = {
        str(path.relative_to(ROOT))
        for path in tracked()
        if path.suffix == ".py" and len(path.read_text(encoding="utf-8").splitlines()) > 500
    }

    assert too_long == set()


def test_names_no_file_after_nothing() -> None:
    found = {
        str(path.relative_to(ROOT))
        for path in tracked()
        if {path.stem.lower(), *(part.lower() for part in path.relative_to(ROOT).parts)} & NAMES_THAT_SAY_NOTHING
    }

    assert found == set()


def test_names_no_package_host() -> None:
    texts = [path for path in tracked() if path.suffix not in {".woff2", ".png", ".jpg", ".gz", ".zip", ".xlsx"}]
    found = {
        str(path.relative_to(ROOT))
        for path in texts
        if PACKAGE_HOSTS.search(path.read_text(encoding="utf-8", errors="replace"))
    }

    assert found == set()


def test_says_the_same_version_everywhere() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

    assert f'version = "{lineofsight.__version__}"' in project
    assert f"## {lineofsight.__version__}" in changes
