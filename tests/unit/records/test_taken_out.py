"""Nothing is written on a stay that a colleague took out of the figures while a page of it was open."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.forms.models import Instrument
from lineofsight.apps.forms.services import adopt
from lineofsight.apps.records.models import Assessment, Enrollment, Service, ServiceType, StaffAssignment
from lineofsight.apps.records.services.enrollments import (
    change_stage,
    correct_enrollment,
    restore_enrollment,
    withdraw_enrollment,
)
from lineofsight.apps.records.services.entries import Delivery, record_assessment, record_service
from lineofsight.apps.records.services.staffing import assign_staff
from lineofsight.packs.elements import ElementSpec, InstrumentSpec
from lineofsight.problems import Problem
from tests.seen import as_it_is

pytestmark = pytest.mark.django_db
REFUSED = "R411"


@pytest.fixture
def opened(enrollment: Enrollment, supervisor: StaffMember) -> Enrollment:
    """As it was when the page was opened; the supervisor has taken it out since."""
    before = Enrollment.objects.get(pk=enrollment.pk)
    withdraw_enrollment(enrollment, actor=supervisor)
    return before


def deliver(stay: Enrollment, visit: ServiceType, actor: StaffMember, entry_id: UUID) -> Service:
    once = Delivery(type=visit, date=today(), quantity=Decimal(1), amount=None, staff=actor, note="")
    return record_service(stay, once, entry_id=entry_id, actor=actor)


def test_refuses_a_service(opened: Enrollment, visit: ServiceType, supervisor: StaffMember) -> None:
    with pytest.raises(Problem) as refused:
        deliver(opened, visit, supervisor, uuid4())

    assert (refused.value.code, Service.objects.count()) == (REFUSED, 0)
    assert str(refused.value) == (
        "This enrollment was taken out of the figures; nothing is written on it. "
        "Count it again on the file first, or choose another."
    )


def test_still_knows_a_service_that_was_written_before(
    enrollment: Enrollment, visit: ServiceType, supervisor: StaffMember
) -> None:
    entry_id = uuid4()
    written = deliver(enrollment, visit, supervisor, entry_id)
    withdraw_enrollment(enrollment, actor=supervisor)

    assert deliver(enrollment, visit, supervisor, entry_id) == written


def test_takes_a_service_once_it_counts_again(opened: Enrollment, visit: ServiceType, supervisor: StaffMember) -> None:
    restore_enrollment(opened, actor=supervisor)

    assert deliver(opened, visit, supervisor, uuid4()).enrollment == opened


def test_refuses_an_assessment(opened: Enrollment, supervisor: StaffMember) -> None:
    adopt([], [ElementSpec("days", "Days", "integer")], [InstrumentSpec("check", "Check", ("days",))], pack="school")
    check = Instrument.objects.get(key="check")

    with pytest.raises(Problem) as refused:
        record_assessment(opened, check, {"days": "3"}, point="annual", on=today(), entry_id=uuid4(), actor=supervisor)

    assert (refused.value.code, Assessment.objects.count()) == (REFUSED, 0)


def test_refuses_another_stage(opened: Enrollment, supervisor: StaffMember) -> None:
    with pytest.raises(Problem) as refused:
        change_stage(opened, "completed", today(), seen=as_it_is(opened), actor=supervisor)

    opened.refresh_from_db()
    assert (refused.value.code, opened.exit_date) == (REFUSED, None)


def test_refuses_a_correction(opened: Enrollment, supervisor: StaffMember) -> None:
    with pytest.raises(Problem) as refused:
        correct_enrollment(opened, {"entry_date": today()}, seen=as_it_is(opened), actor=supervisor)

    assert refused.value.code == REFUSED


def test_puts_it_on_nobodys_list(opened: Enrollment, supervisor: StaffMember, front_line_worker: StaffMember) -> None:
    with pytest.raises(Problem) as refused:
        assign_staff(opened, front_line_worker, started_on=today(), seen=as_it_is(opened), actor=supervisor)

    assert refused.value.code == REFUSED
    assert not StaffAssignment.objects.filter(enrollment=opened, ended_on=None).exists()
