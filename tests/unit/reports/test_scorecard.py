"""The board scorecard from uses and their figures: names, periods, tiles, and what could be asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from lineofsight.apps.agency.models import Agency, StaffMember
from lineofsight.apps.figures.values import Series
from lineofsight.apps.framework.models import Goal, OwnerNote
from lineofsight.apps.reports.printed.pages import scorecard_data
from lineofsight.apps.reports.selectors.program_page import lay_out as lay_out_program
from lineofsight.apps.reports.selectors.questions import questions
from lineofsight.apps.reports.selectors.rows import MeasureRow, measure_row
from lineofsight.apps.reports.selectors.scorecard import Scorecard, lay_out, on_the_card
from lineofsight.apps.reports.selectors.uses import Use
from tests.unit.reports.made import FALLEN, STEADY, numbers, shares, used

COUNTED = datetime(2026, 11, 9, 15, tzinfo=UTC)
DAYS = [61.0, 58, 66, 63, 55, 60, 68, 64, 59, 61, 62, 60]


def goal(*uses: Use) -> Goal:
    """A goal with the outcomes of these uses, read before, so that no database is asked."""
    found = Goal(pk=1, title="Children keep their home")
    outcomes = [use.assignment.outcome for use in uses if use.assignment.outcome]
    found._prefetched_objects_cache = {"outcomes": outcomes}
    return found


def card(*uses: Use, series: Series) -> Scorecard:
    chosen = on_the_card(uses)
    return lay_out(chosen, {use.pk: series for use in chosen}, [goal(*uses)])


def row(use: Use, series: Series) -> MeasureRow:
    return measure_row(use, series)


def test_names_the_place_of_outcomes_of_the_same_name() -> None:
    same = [used(number, outcome="Income grows", program=name) for number, name in ((1, "Home Again"), (2, "Works"))]
    other = used(3, outcome="People keep a mentor", program="Bright Path")

    found = card(*same, other, series=shares(STEADY))

    assert [each.name for each in found.rows] == [
        "Income grows: Home Again",
        "Income grows: Works",
        "People keep a mentor",
    ]


def test_gives_every_row_and_tile_its_own_period_on_the_page_and_on_paper() -> None:
    outcome = used(1, outcome="Children stay")
    tile = used(2, title="Recorded within 7 days", asks="how_well")
    august, year = shares(STEADY[:20]), replace(shares(STEADY), made_at=COUNTED)

    found = lay_out([outcome, tile], {1: year, 2: august}, [goal(outcome)])
    printed = scorecard_data(found, Agency(name="Juniper Bridge"))

    assert [each.period for each in (*found.rows, *found.tiles)] == ["September 2026", "August 2026"]
    assert printed["goals"][0]["rows"][0]["period"] == "September 2026"
    assert printed["tiles"][0]["period"] == "August 2026"


def test_keeps_its_heading_when_somebody_types_in_a_figure() -> None:
    computed, reported = used(1, outcome="Children stay"), used(2, outcome="Fewer evictions")
    typed = replace(shares(STEADY), is_reported=True, made_at=datetime(2026, 11, 20, tzinfo=UTC))

    found = lay_out(
        [computed, reported], {1: replace(shares(STEADY), made_at=COUNTED), 2: typed}, [goal(computed, reported)]
    )

    assert found.as_of == "as of November 9, 2026"


def test_fills_its_tiles_with_programs_after_the_whole_agency() -> None:
    uses = [
        used(1, title="Visits", program="Home Again", asks="how_well", target=0.8),
        used(2, title="Matches", program="Bright Path", asks="how_much"),
        used(3, title="People served", asks="how_much"),
        used(4, title="Recorded in time", asks="how_well"),
        used(5, title="Meals", program="Works", asks="how_much"),
        used(6, outcome="Days until people move in", program="Home Again", asks="how_well"),
    ]

    found = card(*uses, series=shares(STEADY))

    assert [each.name for each in found.tiles] == [
        "People served",
        "Matches: Bright Path",
        "Recorded in time",
        "Visits: Home Again",
    ]
    assert [each.name for each in found.rows] == ["Days until people move in"]


def test_counts_what_shows_an_outcome_on_the_page_of_its_program_too() -> None:
    use = used(6, outcome="Days until people move in", program="Home Again", asks="how_well", target=0.9)
    extra = used(7, title="Exits", program="Home Again", asks="better_off", target=0.1)
    program = use.assignment.program
    assert program is not None

    page = lay_out_program(program, [use, extra], {6: shares(STEADY), 7: shares(STEADY)})

    assert page.answer[0] == "Not as we mean to: the one outcome with a target misses it."
    assert {tile.row.title: tile.lead for tile in page.tiles}["Days until people move in"] == "Better off"


def test_says_in_one_line_what_did_not_move() -> None:
    uses = [used(number, title=f"Measure {number}", program="Home Again") for number in (1, 2, 3)]
    program = uses[0].assignment.program
    assert program is not None

    page = lay_out_program(program, uses, {1: shares(STEADY), 2: shares(STEADY), 3: shares(STEADY[:5])})

    assert page.still_in_words == "2 measures: no real change. 1 measure: no trend can be told yet."
    assert page.how_many_moved == "Nothing has really changed."


def test_asks_first_about_a_worsening() -> None:
    rows = [row(used(1, outcome="Homes", target=0.6), shares(STEADY)), row(used(2, outcome="School"), shares(FALLEN))]

    asked = questions(rows, [])

    assert asked[0].text == "School: worse since February 2026. What was different then, and who finds out by when?"
    assert asked[0].href == "/results/measures/2/"


def test_asks_when_what_the_owner_tries_will_be_seen() -> None:
    note = OwnerNote(
        behind="Rents rose.",
        trying="We ask landlords.",
        written_by=StaffMember(name="Lena Vogel"),
        written_on=date(2026, 10, 12),
    )

    asked = questions([row(replace(used(1, outcome="School"), note=note), shares(FALLEN))], [])

    assert "When will we see whether what Lena Vogel is trying helps?" in asked[0].text


def test_asks_about_a_target_out_of_reach_and_what_nothing_shows() -> None:
    days = used(1, outcome="Income", unit="US dollars a month", target=90)

    asked = questions([row(days, numbers(DAYS))], [("Youth belong", "/line-of-sight/")])

    assert [each.text for each in asked] == [
        "Income: harder work will not reach $90. What do we do another way, or does the target change?",
        "Youth belong: nothing shows it yet. How will we know?",
    ]


def test_asks_nothing_that_no_row_gives_reason_for() -> None:
    use = used(1, outcome="Homes", target=0.6)
    use.assignment.owner_id = 7

    assert questions([row(use, shares(STEADY))], []) == ()


def test_prints_both_parts_of_the_note_under_their_labels() -> None:
    note = OwnerNote(
        behind="Rents rose.",
        trying="We ask landlords.",
        written_by=StaffMember(name="Lena Vogel"),
        written_on=date(2026, 10, 12),
    )
    use = replace(used(1, outcome="Homes"), note=note)

    printed = scorecard_data(card(use, series=shares(STEADY)), Agency(name="Juniper Bridge"))

    assert printed["goals"][0]["rows"][0]["note"] == [
        ["Lena Vogel, October 12, 2026, on what is behind it:", "Rents rose."],
        ["What we will try:", "We ask landlords."],
    ]


def test_shows_a_change_with_its_sign_and_what_it_is_counted_for() -> None:
    derive = {
        "at_start": {"from": "assessment", "pick": "earliest", "value": "${monthly_income}"},
        "at_exit": {"from": "assessment", "pick": "latest", "value": "${monthly_income}"},
    }
    grown = used(
        1,
        outcome="Income grows",
        unit="US dollars a month",
        target=350,
        derive=derive,
        value="${at_exit} - ${at_start}",
    )
    wage = used(2, outcome="Wage", unit="US dollars an hour", value="${hourly_wage}")

    change, level = row(grown, numbers([440.0] * 12)), row(wage, numbers([17.35] * 12))

    assert (change.latest, change.latest_unit, change.target) == ("+$440", "a month", "+$350")
    assert (level.latest, level.latest_unit) == ("$17.35", "an hour")


def test_says_how_long_the_small_picture_is() -> None:
    assert row(used(1, outcome="Homes"), shares(STEADY)).span == "last 21 months"


def test_shows_the_gaps_and_the_verdicts_of_the_page_on_paper_too() -> None:
    outcome = used(1, outcome="Children stay")
    tile = used(2, title="Recorded within 7 days", asks="how_well", target=0.99)
    empty = Goal(pk=2, title="Neighbors look out for each other")
    empty._prefetched_objects_cache = {"outcomes": []}

    found = lay_out([outcome, tile], {1: shares(STEADY), 2: shares(STEADY)}, [goal(outcome), empty])
    printed = scorecard_data(found, Agency(name="Juniper Bridge"))

    assert [each["remark"] for each in printed["goals"]] == ["", "No outcome yet says when this goal comes nearer."]
    assert "99" in printed["tiles"][0]["against"]
