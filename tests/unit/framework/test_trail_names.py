"""The trail speaks of measures, targets and goals as their pages do, with a link to them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from lineofsight.apps.agency.models import StaffMember, TrailEntry
from lineofsight.apps.agency.selectors.trail import TrailFilter, in_words, trail_entries
from lineofsight.apps.agency.services import trail
from lineofsight.apps.agency.words import the_words
from lineofsight.apps.figures.quality import HouseCheck
from lineofsight.apps.figures.services.looking import note_looking
from lineofsight.apps.framework.models import Measure, MeasureAssignment
from lineofsight.apps.framework.readiness import hash_of_document
from lineofsight.apps.framework.reported_counts import Counts, Days, Reported
from lineofsight.apps.framework.selectors.places import Place
from lineofsight.apps.framework.services.assignments import assign_measure, change_assignment, remove_target, set_target
from lineofsight.apps.framework.services.looks import ask_for_look, send_draft_back
from lineofsight.apps.framework.services.measures import write_own_measure
from lineofsight.apps.framework.services.reported import report_values
from lineofsight.apps.reports.services import note_faults
from lineofsight.measures import Which
from tests.cast import Programs
from tests.looked_at import publish_with_a_look
from tests.seen import as_it_is
from tests.unit.framework.conftest import SHARE, Small

YEAR: dict[str, Any] = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31), "name": "2026"}


def newest(reader: StaffMember) -> str:
    return in_words(trail_entries(TrailFilter())[:1], the_words(), reader)[0].sentence


@pytest.fixture
def use(computed: Measure, programs: Programs, performance_lead: StaffMember) -> MeasureAssignment:
    return assign_measure(
        computed, program=programs.mentoring, site=None, asks="better_off", actor=performance_lead, entry_id=uuid4()
    )


def linked(use: MeasureAssignment) -> str:
    return f'<a href="/line-of-sight/uses/{use.pk}/">the measure “People leave to a home” (Mentoring)</a>'


def test_names_a_use_by_measure_and_place(use: MeasureAssignment, administrator: StaffMember) -> None:
    assert newest(administrator) == f"Lena Vogel added {linked(use)}"


def test_names_a_target_by_use_and_time(
    use: MeasureAssignment, performance_lead: StaffMember, administrator: StaffMember
) -> None:
    set_target(use, target=Decimal("0.7"), reason="Ours.", entry_id=uuid4(), actor=performance_lead, **YEAR)

    assert newest(administrator) == (
        f'Lena Vogel added <a href="/line-of-sight/uses/{use.pk}/">'
        "the target of “People leave to a home” (Mentoring), 2026</a>"
    )


def test_names_what_is_gone_by_its_word(
    use: MeasureAssignment, performance_lead: StaffMember, administrator: StaffMember
) -> None:
    target = set_target(use, target=Decimal("0.7"), reason="Ours.", entry_id=uuid4(), actor=performance_lead, **YEAR)

    remove_target(target, actor=performance_lead)

    assert newest(administrator) == "Lena Vogel removed a target"


def test_names_an_outcome(small: Small, performance_lead: StaffMember, administrator: StaffMember) -> None:
    assert newest(administrator) == (
        f'Lena Vogel added <a href="/line-of-sight/goals/#goal-{small.goal.pk}">the outcome “Children stay”</a>'
    )


def test_says_that_a_measure_was_published(
    performance_lead: StaffMember, director: StaffMember, administrator: StaffMember
) -> None:
    publish_with_a_look(write_own_measure(SHARE, actor=performance_lead), performance_lead, director)

    assert newest(administrator).endswith("version 1 of “Students who graduate”</a>: published")


def test_says_that_somebody_looked_at_a_measure(
    performance_lead: StaffMember, director: StaffMember, administrator: StaffMember
) -> None:
    measure = write_own_measure(SHARE, actor=performance_lead)
    ask_for_look(measure, actor=performance_lead)

    send_draft_back(
        measure, seen=hash_of_document(measure.versions.get().document), sentence="Of whom?", actor=director
    )

    assert "a look at version 1 of “Students who graduate”</a>" in newest(administrator)


def test_names_a_figure_from_elsewhere(
    share: Measure, performance_lead: StaffMember, administrator: StaffMember
) -> None:
    value = Reported(days=Days(date(2024, 1, 1), date(2024, 12, 31)), counts=Counts(numerator=8, denominator=9))
    report_values(share, Place(None, None), [value], source="The State", actor=performance_lead)

    assert ", 2024</a>" in newest(administrator)
    assert "the figure of “" in newest(administrator)


def test_names_fields_as_pages_do(
    use: MeasureAssignment, performance_lead: StaffMember, administrator: StaffMember
) -> None:
    change_assignment(use, asks="how_well", seen=as_it_is(use), actor=performance_lead)

    assert newest(administrator) == f"Lena Vogel changed {linked(use)}: which question it answers"


@pytest.mark.parametrize(
    ("which", "counted"),
    [
        (Which.DENOMINATOR, "all 12"),
        (Which.NUMERATOR, "12 counted"),
        (Which.NOT_NUMERATOR, "12 not counted"),
        (Which.TOO_EARLY, "12 too early to count"),
    ],
)
def test_says_behind_which_figure_somebody_looked(
    which: Which, counted: str, use: MeasureAssignment, performance_lead: StaffMember, administrator: StaffMember
) -> None:
    days = (date(2026, 7, 1), date(2026, 9, 30))

    note_looking(use, days=days, which=which, people=12, actor=performance_lead)

    assert newest(administrator) == (
        f"Lena Vogel looked at the people behind {linked(use)}, Jul 1, 2026 – Sep 30, 2026: {counted}"
    )


def test_says_which_list_of_data_quality_somebody_opened(
    programs: Programs, performance_lead: StaffMember, administrator: StaffMember
) -> None:
    note_faults(programs.mentoring, check=HouseCheck.NOBODY_LOOKS_AFTER, people=4, actor=performance_lead)

    assert newest(administrator) == (
        "Lena Vogel looked at names in data quality: nobody looks after, program “Mentoring”, 4 shown"
    )
    assert TrailEntry.objects.order_by("-pk")[0].detail == {"fault": "nobody_looks_after", "people": 4}


def test_speaks_of_a_page_that_was_opened_without_its_detail(
    use: MeasureAssignment, performance_lead: StaffMember, administrator: StaffMember
) -> None:
    trail.record(TrailEntry.Action.VIEWED, use, actor=performance_lead)

    assert newest(administrator) == f"Lena Vogel opened {linked(use)}"
