"""One server at a time, on a port that is free."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from lineofsight.cli.serving import check_port, only_server_of
from lineofsight.problems import Problem


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


def test_names_another_port_when_one_is_taken(taken_port: int) -> None:
    with pytest.raises(Problem, match=f"such as --port {taken_port + 1}"):
        check_port("127.0.0.1", taken_port)


def test_refuses_a_port_there_is_not() -> None:
    with pytest.raises(Problem, match="cannot listen"):
        check_port("127.0.0.1", 70_000)


def test_says_where_the_other_server_is(tmp_path: Path) -> None:
    with (
        only_server_of(tmp_path, "http://127.0.0.1:8000"),
        pytest.raises(Problem, match=r"being served already: http://127\.0\.0\.1:8000/ by process"),
        only_server_of(tmp_path, "http://127.0.0.1:8001"),
    ):
        pass


def test_lets_the_next_server_start(tmp_path: Path) -> None:
    with only_server_of(tmp_path, "http://127.0.0.1:8000"):
        pass
    with only_server_of(tmp_path, "http://127.0.0.1:8001"):
        assert "8001" in (tmp_path / "serving.lock").read_text(encoding="utf-8")
