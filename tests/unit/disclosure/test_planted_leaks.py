"""Leaks planted in tables that each look safe: the audit finds every one, and suppression closes it.

`careless` tables withhold by the rule of the single figure alone. Each test says what somebody outside would do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from lineofsight.disclosure import Rule
from lineofsight.disclosure.audit import How
from lineofsight.disclosure.complementary import audit_tables, hide, suppress
from lineofsight.disclosure.tables import Figure, PublishedTable, Sums
from tests.unit.disclosure.drawn import FEBRUARY, JANUARY, MARCH, QUARTER, as_known, table


def found(tables: Sequence[PublishedTable]) -> set[str]:
    return {name for finding in audit_tables(tables).findings for name in finding.names}


def closed(tables: Sequence[PublishedTable]) -> list[PublishedTable]:
    """What suppression makes of them; an audit of its own must agree, also one that knows only what is published."""
    made = suppress(tables)
    assert made.audit.is_safe
    assert made.hidden
    assert audit_tables(made.tables).is_safe
    assert audit_tables([as_known(each, made=each.made) for each in made.tables]).is_safe
    return list(made.tables)


def test_one_hidden_row_is_the_total_less_the_others() -> None:
    careless = [table("exits", 32, {"woman": 20, "man": 3, "other": 9})]

    assert found(careless) == {"exits: man"}
    (told,) = closed(careless)
    rows = told.groups["gender",]
    assert rows["woman",].withheld is None
    assert rows["man",].withheld is rows["other",].withheld is Rule.FEW_OR_PROTECTS


def test_two_hidden_rows_of_few_are_few_together() -> None:
    careless = [table("exits", 24, {"woman": 20, "man": 2, "other": 2, "unknown": 0})]

    assert found(careless) == {"exits: man", "exits: other"}
    (told,) = closed(careless)
    assert told.groups == {} or told.groups["gender",]["unknown",].withheld is None


def test_a_hidden_month_is_the_quarter_less_the_other_two() -> None:
    careless = [
        table("quarterly", 40, days=QUARTER, is_fixed=True),
        table("january", 20, days=JANUARY),
        table("february", 3, days=FEBRUARY),
        table("march", 17, days=MARCH),
    ]

    assert found(careless) == {"february"}
    told = {each.key: each.total.withheld for each in closed(careless)}
    assert told == {
        "quarterly": None,
        "january": None,
        "february": Rule.FEW_PEOPLE,
        "march": Rule.FEW_OR_PROTECTS,
    }


def test_fiscal_years_and_calendar_years_leave_a_half_year_between_them() -> None:
    """July 2024 to June 2025 less the first half of 2025 is the second half of 2024: three people."""
    calendar = table("2025", 60, days=(date(2025, 1, 1), date(2025, 12, 31)))
    fiscal = table("FY2025", 33, days=(date(2024, 7, 1), date(2025, 6, 30)))
    half = table("spring", 30, days=(date(2025, 1, 1), date(2025, 6, 30)), is_fixed=True)

    assert found([calendar, fiscal, half]) == {"FY2025"}
    told = closed([calendar, fiscal, half])
    assert [each.total.withheld for each in told] == [None, Rule.FEW_OR_PROTECTS, None]


def test_a_hidden_program_is_the_agency_less_the_others() -> None:
    places = frozenset({(1,), (2,), (3,)})
    careless = [
        table("agency", 60, parts=Sums.EXACT, inside=places),
        table("mentoring", 40, place=(1,)),
        table("families", 3, place=(2,)),
        table("housing", 17, place=(3,)),
    ]

    assert found(careless) == {"families"}
    told = closed(careless)
    assert [each.total.withheld for each in told] == [None, None, Rule.FEW_PEOPLE, Rule.FEW_OR_PROTECTS]


def test_a_hidden_site_is_found_through_two_levels() -> None:
    """The program's own total is withheld, and follows from the agency; from it the site."""
    families = table("families", 40, place=(2,), parts=Sums.EXACT, inside=frozenset({(2, 1), (2, 2)}))
    careless = [
        table("agency", 90, parts=Sums.EXACT, inside=frozenset({(1,), (2,)})),
        table("mentoring", 50, place=(1,)),
        hide(families, [Figure("families")]),
        table("families east", 37, place=(2, 1)),
        table("families west", 3, place=(2, 2)),
    ]

    assert found(careless) == {"families west"}
    assert closed(careless)[3].total.withheld is Rule.FEW_OR_PROTECTS


def test_a_numerator_is_known_from_its_complement() -> None:
    """One measure counts who completed, another who did not, and each hides another row beside the one of two."""
    rows = {"woman": (20, 40), "man": (2, 20), "other": (8, 20)}
    rests = {code: (counted - numerator, counted) for code, (numerator, counted) in rows.items()}
    completed = hide(table("completed", (30, 80), rows), [_row("completed", "other")])
    not_completed = hide(
        table("not completed", (50, 80), rests, numerator="not completed"), [_row("not completed", "woman")]
    )

    assert found([completed]) == found([not_completed]) == set()
    assert found([completed, as_known(not_completed)]) == {"completed: man", "not completed: man"}
    closed([completed, as_known(not_completed)])


def test_two_measures_of_the_same_people_have_one_denominator() -> None:
    """Both withhold a row and hide another to protect it; not the same one, so that each gives the other's away."""
    followed = hide(table("followed up", 45, {"woman": 30, "man": 3, "other": 12}), [_row("followed up", "woman")])
    assert found([followed]) == set()
    careless = [
        as_known(followed),
        table("completed", (20, 45), {"woman": (14, 30), "man": (1, 3), "other": (5, 12)}),
    ]

    assert "completed: man" in found(careless)
    told = closed(careless)
    assert told[1].groups.get(("gender",), {}).get(("woman",)) is None or (
        told[1].groups["gender",]["woman",].withheld is Rule.FEW_OR_PROTECTS
    )


def test_a_correction_that_shows_a_row_hidden_before_gives_the_other_away() -> None:
    """Nothing else has changed, so that whoever reads both takes the hidden row for unchanged."""
    rows = {"woman": 20, "man": 3, "other": 9, "unknown": 12}
    before = hide(table("first", 44, rows, made=1), [_row("first", "other")])
    after = hide(table("corrected", 44, rows, made=2), [_row("corrected", "unknown")])

    assert found([as_known(before)]) == found([after]) == set()
    assert found([as_known(before), after]) == {"first: man"}
    told = closed([as_known(before), after])[1]
    assert told.groups == {} or told.groups["gender",]["other",].withheld is Rule.FEW_OR_PROTECTS


def test_a_program_put_under_protection_is_the_agency_with_it_less_the_agency_without() -> None:
    with_it = table("served", 63, is_fixed=True, made=1)
    careless = [
        as_known(with_it),
        table("served since", (30, 60), without=frozenset({7}), made=2),
    ]

    assert found(careless) == {"served"}
    told = closed(careless)
    assert told[1].total.withheld is Rule.FEW_OR_PROTECTS


def test_two_hidden_cells_that_miss_the_other_corners_of_a_rectangle() -> None:
    crossed = {
        ("woman", "young"): 20,
        ("woman", "old"): 3,
        ("man", "young"): 4,
        ("man", "old"): 30,
        ("other", "young"): 9,
        ("other", "old"): 11,
    }
    of_gender = {"woman": 23, "man": 34, "other": 20}
    of_age = {"young": 33, "old": 44}
    whole = table("exits", 77, crossed, by=("gender", "age"))
    groups = table("exits", 77, of_gender).groups | table("exits", 77, of_age, by="age").groups | whole.groups
    careless = replace(whole, groups=groups, sums=dict.fromkeys(groups, Sums.EXACT))

    assert found([careless]) == {"exits: woman, old", "exits: man, young"}
    (told,) = closed([careless])
    hidden = [codes for codes, each in told.groups["gender", "age"].items() if each.withheld]
    assert len(hidden) >= 4
    assert not any(each.withheld for each in told.groups["gender",].values())


def test_bounds_alone_can_give_a_hidden_cell_away() -> None:
    """No equation has one unknown, and yet nothing but 1 and 19 adds up: the rows leave no room."""
    narrow = replace(
        table("exits", 46, {"a": 4, "b": 4, "c": 38}),
        sums={("gender",): Sums.EXACT},
    )

    assert {finding.how for finding in audit_tables([narrow]).findings} == {How.NARROW}


def test_refuses_what_only_hiding_a_published_figure_would_protect() -> None:
    published = [
        table("quarterly", 40, days=QUARTER),
        table("january", 20, days=JANUARY),
        table("march", 17, days=MARCH),
    ]
    late = table("february", 3, days=FEBRUARY)

    made = suppress([*(as_known(each) for each in published), late])

    assert made.audit.findings[0].names == ("february",)


@pytest.mark.parametrize("overlap", [1, 5])
def test_people_in_two_rows_keep_each_other_hidden(overlap: int) -> None:
    """The rows do not add up, so that the total less the others is no number of people."""
    made = suppress([table("served", 32, {"a": 20 + overlap, "b": 3, "c": 9})])

    assert made.audit.is_safe
    assert made.tables[0].groups["gender",]["c",].withheld is None


def _row(name: str, code: str) -> Figure:
    return Figure(name, ("gender",), (code,))
