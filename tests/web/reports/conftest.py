"""A small framework with one outcome shown by one measure, and figures that stand in for those of the door."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import ModuleType
from uuid import uuid4

import pytest

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.figures.values import GroupFigure, Series
from lineofsight.apps.framework.models import MeasureAssignment
from lineofsight.apps.framework.services.assignments import assign_measure, set_target, write_note
from lineofsight.apps.reports.selectors import line_page, measure_page, my_people, program_page, scorecard
from lineofsight.apps.reports.selectors.uses import Use
from tests.cast import Programs
from tests.looked_at import published
from tests.unit.framework.conftest import COMPUTED, Small, computed, number, share, small
from tests.unit.reports.made import FALLEN, shares, withheld
from tests.unit.reports.made import share as share_of

__all__ = ["computed", "number", "share", "small"]
PAGES: tuple[ModuleType, ...] = (line_page, measure_page, my_people, program_page, scorecard)


@pytest.fixture
def use(small: Small, performance_lead: StaffMember, programs: Programs) -> MeasureAssignment:
    """“People leave to a home” in Mentoring, for the outcome “Children stay”; a target, and the owner's note."""
    measure = published({**COMPUTED, "direction": "increase"}, performance_lead)
    assignment = assign_measure(
        measure,
        program=programs.mentoring,
        site=None,
        outcome=small.outcome,
        owner=performance_lead,
        asks="better_off",
        entry_id=uuid4(),
        actor=performance_lead,
    )
    day = today()
    set_target(
        assignment,
        starts_on=date(day.year, 1, 1),
        ends_on=date(day.year, 12, 31),
        target=Decimal("0.7"),
        reason="Our own level of 2024",
        entry_id=uuid4(),
        actor=performance_lead,
    )
    write_note(
        assignment,
        about_from=day,
        about_to=day,
        behind="Rents rose.",
        trying="",
        entry_id=uuid4(),
        actor=performance_lead,
    )
    return assignment


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> Series:
    """Every measure has these figures: 21 months, a real worsening, two sites, one of them withheld."""
    series = replace(
        shares(FALLEN),
        groups={
            "site": (
                GroupFigure(code="north", label="North house", figure=share_of(40, 60)),
                GroupFigure(code="south", label="South house", figure=withheld()),
            )
        },
    )

    def series_of(
        uses: Iterable[Use], viewer: StaffMember, *, with_groups: bool = False, as_released: bool = False
    ) -> Mapping[int, Series]:
        return {each.pk: series for each in uses}

    for page in PAGES:
        monkeypatch.setattr(page, "series_of", series_of)
    return series
