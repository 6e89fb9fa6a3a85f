"""A measure in its place: using it, its targets with their reasons, the notes of its owner."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import RowVersion, StaffMember
from lineofsight.apps.agency.seen import ChangedMeanwhile
from lineofsight.apps.framework.models import Measure, MeasureAssignment, PerformancePeriod
from lineofsight.apps.framework.services.assignments import (
    assign_measure,
    change_target,
    end_assignment,
    set_target,
    write_note,
)
from lineofsight.apps.framework.services.measures import write_own_measure
from lineofsight.problems import NotPermitted, Problem
from tests.cast import Programs, Sites
from tests.seen import as_it_is
from tests.unit.framework.conftest import SHARE

YEAR: dict[str, Any] = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31), "name": "2026"}


@pytest.fixture
def use(share: Measure, programs: Programs, program_manager: StaffMember, director: StaffMember) -> MeasureAssignment:
    return assign_measure(
        share,
        program=programs.mentoring,
        site=None,
        outcome=None,
        owner=program_manager,
        asks="better_off",
        entry_id=uuid4(),
        actor=director,
    )


def test_uses_a_measure_once_in_a_place(use: MeasureAssignment, director: StaffMember, programs: Programs) -> None:
    with pytest.raises(Problem, match="used there already") as refused:
        assign_measure(
            use.measure, program=programs.mentoring, site=None, asks="better_off", entry_id=uuid4(), actor=director
        )
    assert refused.value.code == "F040"


def test_uses_it_again_in_another_place(use: MeasureAssignment, director: StaffMember, sites: Sites) -> None:
    assign_measure(
        use.measure, program=use.program, site=sites.north, asks="better_off", entry_id=uuid4(), actor=director
    )

    assert MeasureAssignment.objects.count() == 2


def test_uses_it_again_where_it_was_ended(use: MeasureAssignment, director: StaffMember) -> None:
    end_assignment(use, actor=director)

    again = assign_measure(
        use.measure, program=use.program, site=None, asks="better_off", entry_id=uuid4(), actor=director
    )

    assert again.pk != use.pk


def test_refuses_a_site_where_the_program_is_not(
    share: Measure, programs: Programs, sites: Sites, director: StaffMember
) -> None:
    with pytest.raises(Problem, match="Workforce is not offered at North house"):
        assign_measure(
            share, program=programs.workforce, site=sites.north, asks="better_off", entry_id=uuid4(), actor=director
        )


def test_refuses_a_draft(director: StaffMember) -> None:
    with pytest.raises(Problem, match="This measure is a draft"):
        assign_measure(
            write_own_measure(SHARE, actor=director),
            program=None,
            site=None,
            asks="how_well",
            entry_id=uuid4(),
            actor=director,
        )


def test_lets_the_database_refuse_a_place_twice(use: MeasureAssignment) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        MeasureAssignment.objects.create(measure=use.measure, program=use.program, asks="how_well")


def test_sets_a_target_with_its_reason(use: MeasureAssignment, director: StaffMember) -> None:
    period = set_target(
        use, target=Decimal("0.65"), reason="What the best reach.", entry_id=uuid4(), actor=director, **YEAR
    )

    assert (period.target, period.set_by, period.set_on) == (Decimal("0.65"), director, today())


def test_refuses_a_target_without_a_reason(use: MeasureAssignment, director: StaffMember) -> None:
    with pytest.raises(Problem, match="no reason") as refused:
        set_target(use, target=Decimal("0.65"), reason=" ", entry_id=uuid4(), actor=director, **YEAR)
    assert refused.value.code == "F043"


def test_lets_the_database_refuse_a_target_without_a_reason(use: MeasureAssignment, director: StaffMember) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PerformancePeriod.objects.create(assignment=use, reason="", set_by=director, set_on=today(), **YEAR)


def test_keeps_the_reason_why_there_is_no_target(use: MeasureAssignment, director: StaffMember) -> None:
    period = set_target(use, target=None, reason="Too few figures yet.", entry_id=uuid4(), actor=director, **YEAR)

    assert period.target is None


def test_refuses_days_that_another_target_holds(use: MeasureAssignment, director: StaffMember) -> None:
    set_target(use, target=Decimal("0.65"), reason="Ours.", entry_id=uuid4(), actor=director, **YEAR)

    with pytest.raises(Problem, match="covers some of these days: 2026"):
        set_target(
            use,
            target=Decimal("0.7"),
            reason="Ours.",
            starts_on=date(2026, 7, 1),
            ends_on=date(2027, 6, 30),
            entry_id=uuid4(),
            actor=director,
        )


def test_refuses_a_share_over_all(use: MeasureAssignment, director: StaffMember) -> None:
    with pytest.raises(Problem, match="between 0% and 100%"):
        set_target(use, target=Decimal(65), reason="Ours.", entry_id=uuid4(), actor=director, **YEAR)


def test_refuses_a_baseline_of_more_than_all(use: MeasureAssignment, director: StaffMember) -> None:
    with pytest.raises(Problem, match="9 of 8 is more than all"):
        set_target(
            use,
            target=None,
            reason="Ours.",
            baseline_numerator=9,
            baseline_denominator=8,
            entry_id=uuid4(),
            actor=director,
            **YEAR,
        )


def test_keeps_a_changed_target_in_the_history(use: MeasureAssignment, director: StaffMember) -> None:
    period = set_target(use, target=Decimal("0.65"), reason="Ours.", entry_id=uuid4(), actor=director, **YEAR)

    said = {**YEAR, "target": Decimal("0.6"), "reason": "Lowered in June."}
    change_target(period, seen=as_it_is(period), actor=director, **said)

    before = RowVersion.objects.filter(table="framework_performanceperiod", row_id=period.pk).order_by("id")[0].before
    assert (Decimal(str(before["target"])), before["reason"]) == (Decimal("0.65"), "Ours.")


def test_refuses_a_target_over_one_nobody_saw(use: MeasureAssignment, director: StaffMember) -> None:
    period = set_target(use, target=Decimal("0.65"), reason="Ours.", entry_id=uuid4(), actor=director, **YEAR)
    before = as_it_is(period)
    change_target(period, seen=before, actor=director, **{**YEAR, "target": Decimal("0.6"), "reason": "Ours."})

    with pytest.raises(ChangedMeanwhile):
        change_target(period, seen=before, actor=director, **{**YEAR, "target": Decimal("0.7"), "reason": "Ours."})


def test_lets_nobody_set_their_own_target(use: MeasureAssignment, program_manager: StaffMember) -> None:
    with pytest.raises(NotPermitted):
        set_target(use, target=Decimal("0.1"), reason="Mine.", entry_id=uuid4(), actor=program_manager, **YEAR)


def test_keeps_a_note_of_its_owner(use: MeasureAssignment, program_manager: StaffMember) -> None:
    note = write_note(
        use,
        about_from=date(2026, 10, 1),
        about_to=date(2026, 10, 31),
        behind="Two were away.",
        trying="Others take over.",
        entry_id=uuid4(),
        actor=program_manager,
    )

    assert (note.written_by, note.written_on) == (program_manager, today())


def test_refuses_a_note_of_somebody_else(use: MeasureAssignment, front_line_worker: StaffMember) -> None:
    with pytest.raises(NotPermitted, match="written by its owner"):
        write_note(
            use,
            about_from=date(2026, 10, 1),
            about_to=date(2026, 10, 31),
            behind="Too many meetings.",
            trying="",
            entry_id=uuid4(),
            actor=front_line_worker,
        )
