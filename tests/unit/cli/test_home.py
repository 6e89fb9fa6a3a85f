"""Which installation is meant, said before anything is touched."""

import os
from pathlib import Path

import pytest

from lineofsight.cli import main


@pytest.mark.parametrize("verb", ["serve", "migrate", "backup"])
def test_makes_no_folder_where_there_is_no_installation(
    verb: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LINEOFSIGHT_HOME", str(tmp_path / "none"))

    assert main([verb]) == 2
    assert "There is no installation" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()


def test_writes_for_its_owner_alone(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        main(["migrate", "--home", str(tmp_path)])
        written = tmp_path / "written"
        written.touch()
    finally:
        os.umask(before)

    assert written.stat().st_mode & 0o077 == 0
