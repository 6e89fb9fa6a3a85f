"""Sixteen connections post while an import runs: nothing acknowledged is lost, and nobody meets a locked database."""

from pathlib import Path

import pytest
from bench.big_export import write_export
from bench.writing_under_load import lost_and_double, served_demo, start_import, tell, write_for

pytestmark = pytest.mark.slow
SECONDS = 20


def test_loses_no_acknowledged_write_while_an_import_runs(tmp_path: Path) -> None:
    write_export(tmp_path / "export", 3_000, 5)

    with served_demo() as home:
        importing = start_import(tmp_path / "export", home)
        waits, acknowledged, troubles = write_for(SECONDS, 16, home)
        tell("16 connections and an import", waits, acknowledged, troubles, home, SECONDS)

        assert importing.wait(timeout=120) == 0
        assert troubles == []
        assert len(acknowledged) > SECONDS
        assert lost_and_double(acknowledged, home) == (set(), 0)
