"""Which installation is meant, said before anything is touched."""

import os
from pathlib import Path

import pytest

from lineofsight.cli import main
from lineofsight.web import home


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


def test_keeps_the_key_that_another_process_has_made_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def meanwhile(length: int) -> str:
        (tmp_path / "secret.key").write_text("the other one’s")
        return "ours"

    monkeypatch.setattr(home.secrets, "token_urlsafe", meanwhile)

    assert home.secret_key(tmp_path) == "the other one’s"
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]


def test_makes_a_key_for_its_owner_alone(tmp_path: Path) -> None:
    key = home.secret_key(tmp_path)

    assert len(key) >= 50
    assert home.secret_key(tmp_path) == key
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0
