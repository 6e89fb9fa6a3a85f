"""Program models: sections, lines that keep what hangs on them, versions by day."""

from datetime import date, timedelta

import pytest

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import Role, RowVersion, StaffMember
from lineofsight.apps.agency.seen import ChangedMeanwhile, token_of
from lineofsight.apps.framework.models import FidelityCheck, Measure, ProgramModel
from lineofsight.apps.framework.services.programs import (
    add_check,
    begin_version,
    change_lines,
    change_model,
    lines_of,
    show_change_with,
)
from lineofsight.problems import NotPermitted, Problem
from tests.cast import Programs, employ
from tests.seen import as_it_is

EMPTY = token_of({"components": "", "short": "", "intermediate": "", "long": "", "assumptions": ""})


@pytest.fixture
def model(programs: Programs, program_manager: StaffMember) -> ProgramModel:
    """Mentoring: two components, the second watched by nobody, one change."""
    change_model(programs.mentoring, for_whom="Youth", seen=token_of({"for_whom": ""}), actor=program_manager)
    written = {"components": "A good match\nA weekly meeting", "short": "They trust each other"}
    change_lines(programs.mentoring, written, seen=EMPTY, actor=program_manager)
    return ProgramModel.objects.get()


def seen(model: ProgramModel) -> str:
    return token_of(lines_of(ProgramModel.objects.get(pk=model.pk)))


def test_begins_today_with_the_first_words(model: ProgramModel) -> None:
    assert (model.starts_on, model.for_whom) == (today(), "Youth")
    assert [each.text for each in model.components.all()] == ["A good match", "A weekly meeting"]


def test_keeps_a_reworded_line_with_its_check(
    model: ProgramModel, share: Measure, program_manager: StaffMember
) -> None:
    weekly = model.components.get(position=2)
    check = add_check(model.program, measure=share, component=weekly, expected="85%", actor=program_manager)

    lines = {"components": "A good match\nA meeting every week"}
    change_lines(model.program, lines, seen=seen(model), actor=program_manager)

    assert FidelityCheck.objects.get(pk=check.pk).component.text == "A meeting every week"


def test_keeps_a_line_that_moved_with_its_check(
    model: ProgramModel, share: Measure, program_manager: StaffMember
) -> None:
    weekly = model.components.get(position=2)
    add_check(model.program, measure=share, component=weekly, expected="85%", actor=program_manager)

    lines = {"components": "A weekly meeting\n\n  A good match  "}
    change_lines(model.program, lines, seen=seen(model), actor=program_manager)

    assert [each.text for each in model.components.all()] == ["A weekly meeting", "A good match"]
    assert FidelityCheck.objects.get().component.text == "A weekly meeting"


def test_removes_a_line_that_is_gone_with_its_check(
    model: ProgramModel, share: Measure, program_manager: StaffMember
) -> None:
    weekly = model.components.get(position=2)
    add_check(model.program, measure=share, component=weekly, expected="85%", actor=program_manager)

    change_lines(model.program, {"components": "A good match"}, seen=seen(model), actor=program_manager)

    assert not FidelityCheck.objects.exists()
    assert RowVersion.objects.filter(table="framework_corecomponent", was_removed=True).count() == 1


def test_refuses_lines_over_a_change_nobody_saw(model: ProgramModel, program_manager: StaffMember) -> None:
    before = seen(model)
    change_lines(model.program, {"components": "A good match"}, seen=before, actor=program_manager)

    with pytest.raises(ChangedMeanwhile, match="core components"):
        change_lines(model.program, {"components": "A perfect match"}, seen=before, actor=program_manager)


def test_copies_everything_into_a_new_version(
    model: ProgramModel, share: Measure, program_manager: StaffMember
) -> None:
    weekly = model.components.get(position=2)
    add_check(model.program, measure=share, component=weekly, expected="85%", actor=program_manager)
    change = model.changes.get()
    show_change_with(change, [share], seen=as_it_is(change), actor=program_manager)

    fresh = begin_version(model.program, today() + timedelta(days=30), actor=program_manager)

    assert [each.text for each in fresh.components.all()] == ["A good match", "A weekly meeting"]
    assert fresh.checks.get().component == fresh.components.get(position=2)
    assert list(fresh.changes.get().measures.all()) == [share]
    assert model.components.count() == 2


def test_refuses_a_version_before_the_present_one(model: ProgramModel, program_manager: StaffMember) -> None:
    with pytest.raises(Problem, match="The present version begins on") as refused:
        begin_version(model.program, date(2020, 1, 1), actor=program_manager)
    assert refused.value.code == "F021"


def test_refuses_the_manager_of_another_program(programs: Programs, program_manager: StaffMember) -> None:
    with pytest.raises(NotPermitted, match="The manager of Workforce writes its model"):
        change_model(programs.workforce, for_whom="Adults", seen="", actor=program_manager)


def test_keeps_a_protected_program_from_a_manager_of_all_others(programs: Programs) -> None:
    everywhere = employ("Mia Everywhere", (Role.PROGRAM_MANAGER, None))

    change_model(programs.workforce, for_whom="Adults", seen=token_of({"for_whom": ""}), actor=everywhere)

    with pytest.raises(NotPermitted):
        change_model(programs.safe_harbor, for_whom="Women", seen="", actor=everywhere)
