"""The figures of a draft, and a few people for whom it decides differently, are for those inside the whole agency."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import LazySettings

from lineofsight.apps.agency.models import Role, StaffMember
from lineofsight.apps.figures.extract import make_build
from lineofsight.apps.figures.selectors.drafts import people, preview
from lineofsight.apps.framework.models import MeasureVersion
from lineofsight.apps.framework.readiness import readiness_of
from lineofsight.apps.records.models import Enrollment
from lineofsight.demo.build import TODAY

BELONGS: dict[str, Any] = {
    "measure": "belongs_more",
    "title": "Youth come to feel that they belong",
    "asks": "better_off",
    "source": "computed",
    "count": "participant",
    "period": "${exit_date}",
    "represented_by": {"pick": "latest", "by": ["${exit_date}", "${id}"]},
    "change": {"value": "${belonging_short_score}", "from": "start", "to": "exit", "improved_by": 5},
    "matures_after": "30 days",
    "by": ["program"],
    "direction": "increase",
}


@pytest.fixture
def built(demo: None, settings: LazySettings) -> None:
    settings.FIXED_TODAY = TODAY
    make_build()


def someone(role: Role) -> StaffMember:
    return StaffMember.objects.filter(roles__role=role, roles__program=None, roles__site=None, is_active=True)[0]


def test_counts_quarters_that_are_over_beside_the_published_version(built: None) -> None:
    less = {**BELONGS, "change": {**BELONGS["change"], "improved_by": 2}}

    found = preview(BELONGS, less, someone(Role.DIRECTOR))

    assert found is not None
    assert len(found.periods) == 6
    assert all(each.end <= TODAY for each in found.periods)
    assert any(
        each.published is not None and (each.published.numerator or 0) > (each.draft.numerator or 0)
        for each in found.periods
    )
    assert [each.published.of if each.published else None for each in found.periods] == [
        each.draft.of for each in found.periods
    ]
    assert sum(figure.of for _title, figure in found.groups["program"]) == (found.latest or found.periods[0]).draft.of


def test_counts_as_the_published_figures_do(built: None) -> None:
    version = MeasureVersion.objects.get(measure__key="completed_program")

    found = preview(version.document, version.document, someone(Role.PERFORMANCE_LEAD))

    assert found is not None
    assert [each.draft for each in found.periods] == [each.published for each in found.periods]


def test_tells_why_of_people_of_each_kind(built: None) -> None:
    told = people(BELONGS, someone(Role.PERFORMANCE_LEAD), 0)

    assert {each.kind for each in told} >= {"counted", "included", "incomplete"}
    begins = {
        "counted": "Counted because",
        "included": "Included, but not counted",
        "incomplete": "nothing can be said",
    }
    assert all(begins[each.kind] in each.why for each in told if each.kind in begins)


def test_tells_of_others_with_the_next_turn(built: None) -> None:
    lead = someone(Role.PERFORMANCE_LEAD)

    assert {each.person.pk for each in people(BELONGS, lead, 0)} != {
        each.person.pk for each in people(BELONGS, lead, 1)
    }


def test_names_nobody_of_a_protected_program_to_those_whom_it_does_not_name(built: None) -> None:
    leavers = {**BELONGS, "count": "enrollment", "period": "${exit_date}", "asks": "how_much"}
    leavers = {key: value for key, value in leavers.items() if key not in ("change", "represented_by", "direction")}
    closed = set(Enrollment.objects.exclude(program__protection="none").values_list("participant", flat=True))

    told = [each for turn in range(30) for each in people(leavers, someone(Role.DIRECTOR), turn)]

    assert told
    assert closed
    open_too = set(Enrollment.objects.filter(program__protection="none").values_list("participant", flat=True))
    assert {each.person.pk for each in told} & (closed - open_too) == set()


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.BOARD_MEMBER, Role.COACH])
def test_shows_nothing_to_those_outside(role: Role, built: None) -> None:
    staff = StaffMember.objects.create(name="Somebody else", sign_in_name="somebody.else")
    staff.roles.create(role=role)

    assert preview(BELONGS, None, staff) is None
    assert people(BELONGS, staff, 0) == ()


def test_checks_definitions_on_these_facts(built: None) -> None:
    (problem,) = readiness_of(BELONGS).problems

    assert problem.path == "cases"
