"""Writing down an assessment: checked, canonical, once."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.agency.services.typed_once import WrittenOtherwise
from lineofsight.apps.forms.models import Instrument
from lineofsight.apps.forms.services import adopt
from lineofsight.apps.records.models import Assessment, Enrollment
from lineofsight.apps.records.services.enrollments import end_enrollment
from lineofsight.apps.records.services.entries import (
    WrongAnswers,
    correct_assessment,
    record_assessment,
)
from lineofsight.packs.elements import ElementSpec, InstrumentSpec
from lineofsight.problems import NotPermitted, Problem
from tests.seen import as_it_is

pytestmark = pytest.mark.django_db


@pytest.fixture
def check(db: None) -> Instrument:
    elements = [ElementSpec("income", "Monthly income", "money"), ElementSpec("days", "Days at school", "integer")]
    adopt([], elements, [InstrumentSpec("check", "12-month check", ("income", "days"))], pack="school")
    return Instrument.objects.get(key="check")


def test_keeps_canonical_answers(enrollment: Enrollment, check: Instrument, front_line_worker: StaffMember) -> None:
    made = record_assessment(
        enrollment,
        check,
        {"income": "$1,480", "days": "20"},
        point="annual",
        on=today(),
        entry_id=uuid4(),
        actor=front_line_worker,
    )

    assert made.answers == {"income": "1480.00", "days": 20}


def test_is_one_assessment_when_sent_twice(
    enrollment: Enrollment, check: Instrument, front_line_worker: StaffMember
) -> None:
    entry_id = uuid4()
    asked = {"point": "annual", "on": today(), "entry_id": entry_id, "actor": front_line_worker}
    record_assessment(enrollment, check, {"days": "20"}, **asked)

    record_assessment(enrollment, check, {"days": "20"}, **asked)
    with pytest.raises(WrittenOtherwise):
        record_assessment(enrollment, check, {"days": "21"}, **asked)

    assert Assessment.objects.get().answers == {"days": 20}


def test_says_a_sentence_for_each_wrong_answer(
    enrollment: Enrollment, check: Instrument, front_line_worker: StaffMember
) -> None:
    with pytest.raises(WrongAnswers) as refused:
        record_assessment(
            enrollment,
            check,
            {"income": "much", "days": "many"},
            point="annual",
            on=today(),
            entry_id=uuid4(),
            actor=front_line_worker,
        )

    assert [each.key for each in refused.value.wrong] == ["income", "days"]
    assert not Assessment.objects.exists()


def test_refuses_an_assessment_without_an_answer(
    enrollment: Enrollment, check: Instrument, front_line_worker: StaffMember
) -> None:
    with pytest.raises(Problem, match="Nothing was answered"):
        record_assessment(
            enrollment, check, {"days": ""}, point="start", on=today(), entry_id=uuid4(), actor=front_line_worker
        )


def test_may_follow_an_exit_only_as_a_follow_up(
    enrollment: Enrollment, check: Instrument, front_line_worker: StaffMember
) -> None:
    end_enrollment(
        enrollment, today() - timedelta(days=3), "completed", seen=as_it_is(enrollment), actor=front_line_worker
    )

    with pytest.raises(Problem, match="is after the exit on"):
        record_assessment(
            enrollment, check, {"days": "1"}, point="exit", on=today(), entry_id=uuid4(), actor=front_line_worker
        )
    made = record_assessment(
        enrollment, check, {"days": "1"}, point="follow_up", on=today(), entry_id=uuid4(), actor=front_line_worker
    )

    assert made.point == "follow_up"


def test_corrects_an_answer(enrollment: Enrollment, check: Instrument, front_line_worker: StaffMember) -> None:
    made = record_assessment(
        enrollment, check, {"days": "20"}, point="annual", on=today(), entry_id=uuid4(), actor=front_line_worker
    )

    changed = correct_assessment(
        made, {"days": "19"}, point="annual", on=today(), seen=as_it_is(made), actor=front_line_worker
    )

    assert changed == ["answers"]
    made.refresh_from_db()
    assert made.answers == {"days": 19}


def test_refuses_a_correction_that_leaves_nothing(
    enrollment: Enrollment, check: Instrument, front_line_worker: StaffMember
) -> None:
    made = record_assessment(
        enrollment, check, {"days": "20"}, point="annual", on=today(), entry_id=uuid4(), actor=front_line_worker
    )

    with pytest.raises(Problem, match="Nothing was answered"):
        correct_assessment(made, {"days": ""}, point="annual", on=today(), seen=as_it_is(made), actor=front_line_worker)


@pytest.mark.parametrize("who", ["other_worker", "director", "stranger"])
def test_is_for_those_who_work_with_the_person(
    who: str, enrollment: Enrollment, check: Instrument, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NotPermitted):
        record_assessment(
            enrollment,
            check,
            {"days": "1"},
            point="start",
            on=today(),
            entry_id=uuid4(),
            actor=request.getfixturevalue(who),
        )
