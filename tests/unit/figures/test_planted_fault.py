"""Lantern House, of the made-up agency, has served seven people: nothing about it may be seen from outside."""

from __future__ import annotations

from datetime import date

import pytest
from django.conf import LazySettings

from lineofsight.apps.agency.models import Program, Protection, Role, StaffMember
from lineofsight.apps.figures.extract import make_build
from lineofsight.apps.figures.models import Release, ReleasedFigure
from lineofsight.apps.figures.releasing import InUse, release_what_is_due
from lineofsight.apps.figures.selectors.door import series_of
from lineofsight.apps.framework.models import Measure, MeasureAssignment
from lineofsight.apps.framework.selectors.line import newest_versions
from tests.unit.figures.counted import leave


@pytest.fixture
def use(demo: None, settings: LazySettings) -> InUse:
    """“People served” used in Lantern House alone, and released once a whole year of it has closed."""
    settings.FIXED_TODAY = date(2027, 8, 2)
    measure = Measure.objects.get(key="people_served_once")
    MeasureAssignment.objects.update(ended_on=date(2026, 11, 1))
    place = Program.objects.get(name="Lantern House")
    made = MeasureAssignment.objects.create(measure=measure, program=place, asks="how_much")
    leave(Program.objects.filter(protection=Protection.NONE)[0], date(2027, 7, 20), completed=1)  # records still come
    make_build()
    release_what_is_due()
    return InUse(made, newest_versions()[measure.pk])


def someone(role: Role, **place: object) -> StaffMember:
    found = StaffMember.objects.filter(roles__role=role, is_active=True, **place).first()
    assert found is not None
    return found


def test_is_withheld_for_the_board_and_exact_for_its_supervisor(use: InUse) -> None:
    board = series_of([use], someone(Role.BOARD_MEMBER))[use.assignment.pk]
    supervisor = someone(Role.SUPERVISOR, roles__program=use.assignment.program)
    inside = series_of([use], supervisor)[use.assignment.pk]

    assert any(each.figure.withheld for each in board.periods)
    assert all(each.figure.withheld or not each.figure.denominator for each in board.periods)
    assert max(each.figure.denominator or 0 for each in inside.periods) in range(1, 8)


def test_is_withheld_for_a_director_whose_role_does_not_name_it(use: InUse) -> None:
    director = series_of([use], someone(Role.DIRECTOR))[use.assignment.pk]

    assert not director.is_inside
    assert all(each.figure.withheld or not each.figure.denominator for each in director.periods)


def test_tells_nobody_where_it_is(use: InUse) -> None:
    assert Release.objects.filter(assignment=use.assignment).exists()
    assert not ReleasedFigure.objects.filter(release__assignment=use.assignment, group_by="site").exists()
