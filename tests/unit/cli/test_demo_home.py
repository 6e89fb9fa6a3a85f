"""The folder of a made-up agency: begun once, never mistaken for another folder."""

import socket
from pathlib import Path

import pytest

from lineofsight.cli import main
from lineofsight.cli.demo_home import begin_demo_home, check_demo_home, finish_demo_home, is_demo_home
from lineofsight.cli.serving import only_server_of
from lineofsight.problems import Problem


def test_is_begun_once(tmp_path: Path) -> None:
    begin_demo_home(tmp_path)
    finish_demo_home(tmp_path)

    assert begin_demo_home(tmp_path) is False


def test_is_begun_afresh_when_the_build_was_cut_short(tmp_path: Path) -> None:
    begin_demo_home(tmp_path)
    (tmp_path / "half.sqlite3").touch()

    assert begin_demo_home(tmp_path) is True
    assert not (tmp_path / "half.sqlite3").exists()


def test_refuses_a_folder_that_holds_something_else(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").touch()

    with pytest.raises(Problem, match="something else than a made-up agency"):
        check_demo_home(tmp_path)


def test_deletes_only_a_made_up_agency(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "letter.txt").touch()

    assert main(["demo-reset", "--home", str(tmp_path), "--yes"]) == 2
    assert (tmp_path / "letter.txt").exists()
    assert "is not a made-up agency" in capsys.readouterr().err


def test_says_what_it_deletes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    begin_demo_home(tmp_path)
    finish_demo_home(tmp_path)

    assert main(["demo-reset", "--home", str(tmp_path), "--yes"]) == 0
    assert "3 files" in capsys.readouterr().out
    assert not tmp_path.exists()


def test_deletes_nothing_when_nobody_says_yes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    begin_demo_home(tmp_path)
    finish_demo_home(tmp_path)

    assert main(["demo-reset", "--home", str(tmp_path)]) == 0
    assert is_demo_home(tmp_path)
    assert "Nothing was deleted" in capsys.readouterr().out


def test_says_that_the_demo_is_served_already(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    begin_demo_home(tmp_path)
    finish_demo_home(tmp_path)
    monkeypatch.setenv("LINEOFSIGHT_HOME", str(tmp_path))

    with socket.socket() as taken, only_server_of(tmp_path, "http://127.0.0.1:8000"):
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert main(["demo", "--home", str(tmp_path), "--port", port]) == 2

    assert "is being served already: http://127.0.0.1:8000/" in capsys.readouterr().err
