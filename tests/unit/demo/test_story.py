"""The planted faults: each is there, exactly as told."""

import pytest

from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.records.models import Enrollment, Participant
from lineofsight.demo.build import TODAY, DemoSummary
from lineofsight.demo.story import (
    FAULTS,
    Fault,
    doubles,
    late_teams,
    lists_of_leavers,
    nobodys_people,
    programs_without_outcome,
    sites_that_stopped_asking,
    too_small_programs,
)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.id)
def test_finds_each_fault_as_often_as_told(demo: DemoSummary, fault: Fault) -> None:
    found = fault.find(TODAY)

    assert len(found) == len(set(found)) == fault.expected
