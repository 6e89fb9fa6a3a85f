"""Reading a document: what it says, and every refusal with its place and the next step."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from lineofsight.measures import (
    Asks,
    AsOfEnd,
    Derive,
    Direction,
    Grain,
    MeasureProblems,
    OnDate,
    RepresentedBy,
    Source,
    Statistic,
    WhileActive,
    check_definition,
    read_definition,
    reported_in_sentences,
)
from lineofsight.measures.definition import Among, Kinship, Pick
from lineofsight.measures.problems import MeasureProblem
from lineofsight.measures.query import Tally
from tests.spec.drawing import example_catalogue

LEAVINGS: dict[str, Any] = {
    "measure": "leavings",
    "title": "Enrollments that ended",
    "asks": "how_much",
    "count": "enrollment",
    "period": "${exit_date}",
}
REPORTED: dict[str, Any] = {
    "measure": "graduation",
    "title": "Students who graduate",
    "asks": "better_off",
    "count": "participant",
    "source": "reported",
    "reported": {"numerator": "Graduates", "denominator": "Students of the class", "from": "State education agency"},
}
CASE: dict[str, Any] = {
    "name": "Left in March",
    "period": "2026-03",
    "given": {"enrollment": {"exit_date": "2026-03-02"}},
    "expect": {"population": True},
}


def document(**keys: Any) -> dict[str, Any]:
    """The leavings with other keys; None takes one out."""
    return {key: value for key, value in {**LEAVINGS, **keys}.items() if value is not None}


def problems(given: object) -> list[tuple[str, str]]:
    """The code and the place of everything that is wrong; each says what to do next."""
    with pytest.raises(MeasureProblems) as refusal:
        read_definition(given)
    assert all(problem.remedy and problem.trouble for problem in refusal.value.problems)
    return [(problem.code, problem.path) for problem in refusal.value.problems]


def test_reads_the_least_that_is_needed() -> None:
    definition = read_definition(LEAVINGS)

    assert (definition.measure, definition.version, definition.asks) == ("leavings", 1, Asks.HOW_MUCH)
    assert (definition.count, definition.over, definition.source) == (Grain.ENROLLMENT, None, Source.COMPUTED)
    assert (definition.period, definition.statistic) == (OnDate("${exit_date}"), Statistic.COUNT)
    assert (definition.direction, definition.matures_after, definition.by) == (Direction.NONE, 0, ())


def test_reads_everything() -> None:
    definition = read_definition(
        document(
            version=3,
            count="participant",
            over="enrollment",
            numerator="${destination} = 'rental'",
            matures_after="30 days",
            by=["program", "site"],
            direction="increase",
            derive={
                "visits": {"from": "service", "where": "${quantity} > 0", "pick": "count"},
                "again": {"from": "enrollment", "link": "participant", "pick": "earliest", "by": "${entry_date}",
                          "value": "${entry_date}"},
                "doubled": {"value": "${visits} * 2"},
            },
            represented_by={"pick": "earliest", "by": ["${exit_date}"], "among": "period"},
            in_words={"population": "Everybody"},
            cases=[CASE],
        )
    )  # fmt: skip

    assert (definition.version, definition.statistic, definition.matures_after) == (3, Statistic.PROPORTION, 30)
    assert definition.represented_by == RepresentedBy(Pick.EARLIEST, ("${exit_date}",), Among.PERIOD)
    assert definition.derive[1] == Derive(
        name="again",
        source=Grain.ENROLLMENT,
        link=Kinship.PARTICIPANT,
        pick=Pick.EARLIEST,
        by=("${entry_date}",),
        value="${entry_date}",
    )
    assert definition.derive[2] == Derive(name="doubled", value="${visits} * 2")
    assert (definition.cases[0].first_day, definition.cases[0].last_day) == (date(2026, 3, 1), date(2026, 3, 31))
    assert definition.cases[0].given[0].values == (("exit_date", date(2026, 3, 2)),)


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("${exit_date}", OnDate("${exit_date}")),
        ({"active": ["${entry_date}", "${exit_date}"]}, WhileActive("${entry_date}", "${exit_date}")),
        ({"as_of": "end"}, AsOfEnd()),
    ],
)
def test_reads_every_kind_of_period(period: object, expected: object) -> None:
    assert read_definition(document(period=period)).period == expected


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({}, Statistic.COUNT),
        ({"statistic": "count_distinct"}, Statistic.COUNT),
        ({"numerator": "${quantity} > 1"}, Statistic.PROPORTION),
        ({"statistic": "mean", "value": "${quantity}"}, Statistic.MEAN),
    ],
)
def test_knows_which_statistic_is_meant(keys: dict[str, Any], expected: Statistic) -> None:
    assert read_definition(document(**keys)).statistic is expected


@pytest.mark.parametrize("days", [30, "30 days", "30 day"])
def test_reads_days_in_words_and_figures(days: object) -> None:
    assert read_definition(document(matures_after=days)).matures_after == 30


@pytest.mark.parametrize("given", ["leavings", ["leavings"], None, 3])
def test_refuses_what_is_no_document(given: object) -> None:
    assert problems(given) == [("M101", "")]


@pytest.mark.parametrize("key", ["measure", "title", "asks", "count", "period"])
def test_refuses_a_missing_key(key: str) -> None:
    assert problems(document(**{key: None})) == [("M103", key)]


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({"peroid": "${exit_date}"}, ("M102", "peroid")),
        ({"title": ["Leavings"]}, ("M104", "title")),
        ({"title": "x" * 5_000}, ("M104", "title")),
        ({"version": 0}, ("M104", "version")),
        ({"version": True}, ("M104", "version")),
        ({"by": 3}, ("M104", "by")),
        ({"by": [{"program": 1}]}, ("M104", "by[1]")),
        ({"matures_after": "soon"}, ("M104", "matures_after")),
        ({"matures_after": -1}, ("M104", "matures_after")),
        ({"derive": "income"}, ("M104", "derive")),
        ({"cases": "none"}, ("M104", "cases")),
        ({"measure": "Leavings 1"}, ("M105", "measure")),
        ({"asks": "how_many"}, ("M105", "asks")),
        ({"count": "person"}, ("M105", "count")),
        ({"statistic": "modus"}, ("M105", "statistic")),
        ({"direction": "up"}, ("M105", "direction")),
        ({"source": "guessed"}, ("M105", "source")),
        ({"period": {"active": ["${entry_date}"]}}, ("M106", "period.active")),
        ({"period": {"as_of": "start"}}, ("M106", "period")),
        ({"statistic": "proportion"}, ("M103", "numerator")),
        ({"statistic": "sum"}, ("M103", "value")),
        ({"title": " "}, ("M103", "title")),
        ({"numerator": ""}, ("M103", "numerator")),
        ({"statistic": "mean", "value": "  "}, ("M103", "value")),
        ({"statistic": "count_distinct", "value": ""}, ("M103", "value")),
        ({"statistic": "ratio", "value": "${quantity}", "for_each": ""}, ("M103", "for_each")),
        ({"statistic": "percentile", "value": "${quantity}", "percentile": ""}, ("M103", "percentile")),
        ({"statistic": "count", "numerator": "true()"}, ("M111", "numerator")),
        ({"value": "${quantity}"}, ("M111", "value")),
        ({"statistic": "ratio", "value": "${quantity}"}, ("M103", "for_each")),
        ({"statistic": "percentile", "value": "${quantity}"}, ("M103", "percentile")),
        ({"statistic": "percentile", "value": "1", "percentile": 101}, ("M104", "percentile")),
        ({"statistic": "mean", "value": "1", "percentile": 90}, ("M111", "percentile")),
        ({"statistic": "mean", "value": " "}, ("M103", "value")),
        ({"statistic": "proportion", "numerator": ""}, ("M103", "numerator")),
        ({"statistic": "sum", "value": "1", "for_each": "2"}, ("M111", "for_each")),
        ({"statistic": "share_improved"}, ("M103", "change")),
        ({"statistic": "share_received"}, ("M103", "received")),
        ({"by": "program", "cross": [["program", "site"]]}, ("M111", "cross[1]")),
        ({"by": "program", "cross": [["program"]]}, ("M111", "cross[1]")),
        ({"by": "program", "cross": ["program"]}, ("M104", "cross")),
        ({"by": "program", "cross": [[1, 2]]}, ("M104", "cross")),
        ({"derive": {"x": {"value": "1", "cuts": ["a"]}}}, ("M104", "derive.x.cuts")),
        ({"by": ["program", "program"]}, ("M111", "by")),
        ({"instrument": "income"}, ("M111", "instrument")),
        ({"over": "household"}, ("M131", "over")),
        ({"reported": REPORTED["reported"]}, ("M110", "reported")),
        ({"about": "community"}, ("M110", "about")),
        ({"about": "neighbors"}, ("M105", "about")),
    ],
)
def test_refuses_what_cannot_be_meant(keys: dict[str, Any], expected: tuple[str, str]) -> None:
    assert problems(document(**keys)) == [expected]


@pytest.mark.parametrize(
    ("statistic", "missing"),
    [(Statistic.MEAN, "value"), (Statistic.RATIO, "value"), (Statistic.PROPORTION, "numerator")],
)
def test_says_nothing_of_a_statistic_that_lacks_a_part(statistic: Statistic, missing: str) -> None:
    with pytest.raises(MeasureProblem) as refusal:
        Tally(statistic=statistic)

    assert (refusal.value.code, refusal.value.path) == ("M103", missing)


@pytest.mark.parametrize(
    ("derive", "expected"),
    [
        (None, ("M103", "derive.x")),
        ({}, ("M103", "derive.x.value")),
        ({"value": "1", "where": "true()"}, ("M102", "derive.x.where")),
        ({"from": "grant", "pick": "count"}, ("M105", "derive.x.from")),
        ({"from": "participant", "pick": "count"}, ("M105", "derive.x.from")),
        ({"from": "service", "pick": "newest", "value": "${date}"}, ("M105", "derive.x.pick")),
        ({"from": "service"}, ("M103", "derive.x.value")),
        ({"from": "service", "pick": "exists", "value": "${date}"}, ("M111", "derive.x.value")),
        ({"from": "service", "pick": "sum", "value": "${quantity}", "by": "${date}"}, ("M111", "derive.x.by")),
        ({"from": "service", "pick": "count", "instrument": "income"}, ("M111", "derive.x.instrument")),
        ({"from": "service", "pick": "count", "link": "friend"}, ("M105", "derive.x.link")),
        ({"from": "enrollment", "pick": "count"}, ("M111", "derive.x.link")),
    ],
)
def test_refuses_a_derive_that_cannot_be_meant(derive: object, expected: tuple[str, str]) -> None:
    assert problems(document(derive={"x": derive})) == [expected]


def test_refuses_a_derive_without_a_proper_name() -> None:
    assert problems(document(derive={"Last visit": {"value": "1"}})) == [("M105", "derive.Last visit")]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"pick": "sum", "by": ["${exit_date}"]}, ("M109", "represented_by.pick")),
        ({"pick": "latest"}, ("M103", "represented_by.by")),
        ({"by": ["${exit_date}"], "among": "friends"}, ("M105", "represented_by.among")),
        ({"by": ["${exit_date}"], "order": "up"}, ("M102", "represented_by.order")),
    ],
)
def test_refuses_a_representative_that_cannot_be_meant(said: object, expected: tuple[str, str]) -> None:
    assert problems(document(count="participant", represented_by=said)) == [expected]


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({"name": None}, ("M103", "cases[1].name")),
        ({"period": "March"}, ("M104", "cases[1].period")),
        ({"period": ["2026-03-31", "2026-03-01"]}, ("M104", "cases[1].period")),
        ({"given": None}, ("M103", "cases[1].given")),
        ({"given": {"visits": []}}, ("M102", "cases[1].given.visits")),
        ({"given": {"enrollment": {"exit_date": {"day": 1}}}}, ("M104", "cases[1].given.enrollment.exit_date")),
        ({"expect": None}, ("M103", "cases[1].expect")),
        ({"expect": {"population": "yes"}}, ("M104", "cases[1].expect.population")),
        ({"expect": {"value": True}}, ("M104", "cases[1].expect.value")),
    ],
)
def test_refuses_a_case_that_cannot_be_meant(keys: dict[str, Any], expected: tuple[str, str]) -> None:
    case = {key: value for key, value in {**CASE, **keys}.items() if value is not None}

    assert problems(document(cases=[case])) == [expected]


def test_tells_everything_at_once() -> None:
    wrong = document(title=None, asks="how_many", by=["program", "program"], derive={"x": {"from": "service"}})

    assert problems(wrong) == [("M103", "title"), ("M105", "asks"), ("M103", "derive.x.value"), ("M111", "by")]


def test_keeps_a_reported_measure_in_two_counts() -> None:
    definition = read_definition(REPORTED)

    assert definition.is_reported
    assert definition.statistic is Statistic.PROPORTION
    assert reported_in_sentences(definition) == (
        "Graduates, as a share of: Students of the class. Reported by State education agency.",
    )


def test_says_of_a_reported_ratio_that_neither_count_is_a_part_of_the_other() -> None:
    counts = {"numerator": "Filings", "denominator": "Rented homes", "from": "The county"}
    definition = read_definition({**REPORTED, "statistic": "ratio", "reported": counts})

    assert reported_in_sentences(definition) == ("Filings, divided by: Rented homes. Reported by The county.",)


def test_keeps_a_reported_count() -> None:
    definition = read_definition({**REPORTED, "reported": {"numerator": "Beds", "from": "The county"}})

    assert definition.statistic is Statistic.COUNT
    assert reported_in_sentences(definition) == ("Beds, as reported by The county.",)


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({"reported": None}, ("M110", "reported")),
        ({"reported": {"from": "The county"}}, ("M103", "reported.numerator")),
        ({"reported": {"numerator": "Beds"}}, ("M103", "reported.from")),
        ({"statistic": "count"}, ("M110", "reported.denominator")),
        ({"statistic": "mean"}, ("M110", "statistic")),
        ({"numerator": "true()"}, ("M110", "numerator")),
        ({"derive": {"x": {"value": "1"}}}, ("M110", "derive")),
    ],
)
def test_refuses_a_reported_measure_that_cannot_be_checked(keys: dict[str, Any], expected: tuple[str, str]) -> None:
    given = {key: value for key, value in {**REPORTED, **keys}.items() if value is not None}

    assert problems(given) == [expected]


def test_computes_no_reported_measure() -> None:
    with pytest.raises(MeasureProblems, match="M145 source: A reported measure is not computed"):
        check_definition(read_definition(REPORTED), example_catalogue())


CHANGE: dict[str, Any] = {"value": "${score}", "from": "start", "to": "exit"}


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({"from": None}, ("M103", "change.from")),
        ({"from": {"within": 30}}, ("M103", "change.from.stage")),
        ({"from": {"stage": "start", "within": "a month"}}, ("M104", "change.from.within")),
        ({"from": {"stage": "start", "day": "${entry_date}"}}, ("M103", "change.from.within")),
        ({"to": {"stage": "annual", "within": 30}}, ("M103", "change.to.day")),
        ({"to": ["exit"]}, ("M104", "change.to")),
        ({"to": "start"}, ("M111", "change.to")),
        ({"value": None}, ("M103", "change.value")),
        ({"summary": "sum"}, ("M105", "change.summary")),
        ({"improved_by": -5}, ("M104", "change.improved_by")),
        ({"improve_by": 5}, ("M102", "change.improve_by")),
    ],
)
def test_refuses_half_a_change(keys: dict[str, Any], expected: tuple[str, str]) -> None:
    change = {key: value for key, value in {**CHANGE, **keys}.items() if value is not None}

    assert problems(document(change=change, direction="increase")) == [expected]


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({"change": CHANGE, "statistic": "share_improved", "direction": "decrease"}, ("M103", "change.improved_by")),
        ({"change": {**CHANGE, "improved_by": 5}}, ("M103", "direction")),
        ({"change": CHANGE, "count": "service"}, ("M131", "count")),
        ({"change": CHANGE, "count": "participant", "over": "service"}, ("M131", "over")),
        ({"change": CHANGE, "numerator": "true()"}, ("M111", "numerator")),
        ({"change": CHANGE, "statistic": "mean", "value": "1"}, ("M111", "change")),
        ({"received": {"at_least": 0.8}}, ("M103", "received.intended")),
        ({"received": {"intended": 12, "at_least": 80}}, ("M104", "received.at_least")),
        ({"received": {"intended": 12}}, ("M103", "received.at_least")),
        ({"received": {"intended": 12, "at_least": 0.8}, "statistic": "ratio"}, ("M111", "received.at_least")),
    ],
)
def test_refuses_a_comparison_that_does_not_fit(keys: dict[str, Any], expected: tuple[str, str]) -> None:
    assert problems(document(**keys)) == [expected]


@pytest.mark.parametrize(
    ("by", "sentence"),
    [
        ([1], "by[1]: A text is meant here, not a number. Write it in quotes."),
        (["program", ""], "by[2]: A text is meant here, not an empty one. Write it in quotes."),
        ({"program": 1}, "by: A list of texts is meant here, not keys with values. Write [one, two]."),
    ],
)
def test_names_the_item_of_a_list_that_is_no_text(by: object, sentence: str) -> None:
    with pytest.raises(MeasureProblems) as refusal:
        read_definition(document(by=by))

    assert list(map(str, refusal.value.problems)) == [sentence]


def test_stops_at_a_date_that_cannot_be_read() -> None:
    assert problems(document(period={"active": [1, 2]})) == [("M104", "period.active[1]")]
    assert problems(document(period={"active": ["${entry_date}"]})) == [("M106", "period.active")]
