"""Definitions out and in by the command line."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import pytest

from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.framework.models import MeasureVersion
from lineofsight.apps.framework.services.measures import adopt_measures
from lineofsight.cli import measures
from lineofsight.packs.documents import read_documents
from lineofsight.packs.offered import offered_measures
from lineofsight.problems import Problem


@pytest.fixture(autouse=True)
def started(monkeypatch: pytest.MonkeyPatch) -> None:
    """The database of the test stands in for that of an installation."""
    monkeypatch.setattr(measures, "_start", lambda arguments: None)


def test_brings_back_what_it_wrote_without_a_change(
    performance_lead: StaffMember, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    adopt_measures(offered_measures(), actor=performance_lead)
    file = tmp_path / "all.yaml"

    measures.export(Namespace(keys=[], to=str(file)))
    code = measures.bring_in(Namespace(path=str(file), sign_in_name="lena", yes=True))

    assert code == 0
    assert len(read_documents(file.read_text(encoding="utf-8"))) == len(offered_measures())
    assert "Nothing to write." in capsys.readouterr().out
    assert not MeasureVersion.objects.filter(published_at=None).exists()


def test_tells_the_line_of_what_it_refuses(
    performance_lead: StaffMember, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("measure: mine\ntitle: Mine\nasks: how_mach\ncount: participant\nperiod: ${exit_date}\n")

    code = measures.bring_in(Namespace(path=str(file), sign_in_name="lena", yes=True))

    assert code == 2
    assert "line 3:" in capsys.readouterr().out


def test_names_a_measure_that_is_not_there(performance_lead: StaffMember) -> None:
    with pytest.raises(Problem, match="The library has no measure nothing"):
        measures.export(Namespace(keys=["nothing"], to=None))
