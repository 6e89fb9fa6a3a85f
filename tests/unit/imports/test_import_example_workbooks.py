"""The filled examples of the template go through the whole import: the file, the staging, the records."""

from __future__ import annotations

from pathlib import Path

import pytest

from lineofsight.apps.agency.models import ImportRun, StaffMember
from lineofsight.apps.agency.permissions import COMMAND_LINE
from lineofsight.apps.forms.models import DataElement
from lineofsight.apps.imports import services
from lineofsight.apps.records.models import Assessment, Enrollment, Participant, Service
from lineofsight.packs.workbook import EXAMPLES, write_example

pytestmark = pytest.mark.usefixtures("real_transactions")


def bring(tmp_path: Path, name: str) -> ImportRun:
    """Import the example from its file to the records."""
    path = tmp_path / f"{name}.xlsx"
    write_example(name, path)
    run = services.read_run(services.begin_run("workbook", path.name, actor=COMMAND_LINE), path)
    assert run.refusal == ""
    return services.write_run(run, actor=COMMAND_LINE)


@pytest.mark.parametrize("name", EXAMPLES)
def test_brings_every_sheet_in(tmp_path: Path, name: str) -> None:
    run = bring(tmp_path, name)

    assert run.state == ImportRun.State.WRITTEN
    assert Participant.objects.count() == 20
    assert Enrollment.objects.filter(paid_by__isnull=False).exists()
    assert Service.objects.filter(staff__isnull=True).count() == 0
    assert Assessment.objects.exclude(answers={}).count() == Assessment.objects.count() > 30
    assert StaffMember.objects.filter(email__endswith=".example").count() >= 3
    assert DataElement.objects.filter(key__startswith="workbook.").exists()


def test_changes_nothing_the_second_time(tmp_path: Path) -> None:
    bring(tmp_path, "family-support")

    again = bring(tmp_path, "family-support")

    assert {count["new"] + count["changed"] + count["vanished"] for count in again.counts.values()} == {0}
