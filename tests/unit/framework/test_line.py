"""The line of sight: what hangs together, what is missing, and that data which stopped is noticed."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.agency.seen import token_of
from lineofsight.apps.forms.models import DataElement, Instrument, InstrumentElement
from lineofsight.apps.framework.models import Measure
from lineofsight.apps.framework.selectors.arrivals import silent_since
from lineofsight.apps.framework.selectors.gaps import GapKind, gaps_of, of_kind, outcomes_whose_line_holds
from lineofsight.apps.framework.selectors.library import measures_that_might_show
from lineofsight.apps.framework.selectors.line import line_of_sight
from lineofsight.apps.framework.selectors.walks import thread_down, what_it_serves
from lineofsight.apps.framework.services.assignments import assign_measure
from lineofsight.apps.framework.services.goals import add_goal, add_outcome
from lineofsight.apps.framework.services.mission import explain_phrase, explain_program
from lineofsight.apps.records.models import Assessment, CollectionPoint
from tests.cast import Clients, Programs
from tests.looked_at import published
from tests.unit.framework.conftest import COMPUTED, Small

NOTHING = token_of({"text": ""})


def titles(kind: GapKind) -> list[str]:
    return [gap.title for gap in of_kind(gaps_of(line_of_sight(today())), kind)]


def use(measure: Measure, small: Small, programs: Programs, director: StaffMember) -> None:
    assign_measure(
        measure,
        program=programs.mentoring,
        site=None,
        outcome=small.outcome,
        asks="better_off",
        entry_id=uuid4(),
        actor=director,
    )


def ask(key: str, *, pack: str = "", instrument: str = "exit") -> None:
    """A form that asks one data element."""
    element = DataElement.objects.create(key=key, label=key.capitalize(), type="text", pack=pack)
    form, _ = Instrument.objects.get_or_create(key=instrument, defaults={"title": f"{instrument.capitalize()} form"})
    InstrumentElement.objects.create(instrument=form, element=element, position=0)


def test_is_empty_where_nothing_is_written(programs: Programs) -> None:
    line = line_of_sight(today())

    assert (line.mission, line.goals) == (None, ())
    assert [gap.kind for gap in gaps_of(line)] == [GapKind.NO_MISSION]


def test_finds_a_phrase_without_a_goal(small: Small) -> None:
    assert titles(GapKind.PHRASE_WITHOUT_GOAL) == ["a school"]


def test_keeps_the_explanation_with_the_gap(small: Small, director: StaffMember) -> None:
    explain_phrase(small.mission.phrases.get(text="a school"), "The district does it.", seen=NOTHING, actor=director)

    (gap,) = of_kind(gaps_of(line_of_sight(today())), GapKind.PHRASE_WITHOUT_GOAL)
    assert gap.explanation == "The district does it."


def test_finds_programs_that_serve_no_phrase(small: Small, director: StaffMember, programs: Programs) -> None:
    explain_program(programs.workforce, "The county asks for it.", seen=NOTHING, actor=director)

    found = of_kind(gaps_of(line_of_sight(today())), GapKind.PROGRAM_WITHOUT_PHRASE)
    assert [(gap.title, gap.explanation) for gap in found] == [
        ("Safe Harbor", ""),
        ("Workforce", "The county asks for it."),
    ]


def test_forgets_a_program_that_has_ended(small: Small, programs: Programs) -> None:
    programs.workforce.ended_on = today()
    programs.workforce.save()

    assert titles(GapKind.PROGRAM_WITHOUT_PHRASE) == ["Safe Harbor"]


def test_finds_a_goal_without_an_outcome(small: Small, director: StaffMember) -> None:
    add_goal(title="Children learn", entry_id=uuid4(), actor=director)

    assert titles(GapKind.GOAL_WITHOUT_OUTCOME) == ["Children learn"]


def test_finds_an_outcome_without_a_measure(small: Small) -> None:
    assert titles(GapKind.OUTCOME_WITHOUT_MEASURE) == ["Children stay"]


def test_finds_a_measure_that_nobody_asks_for(
    small: Small, computed: Measure, director: StaffMember, programs: Programs
) -> None:
    use(computed, small, programs, director)

    (gap,) = of_kind(gaps_of(line_of_sight(today())), GapKind.MEASURE_WITHOUT_DATA)
    assert (gap.title, gap.missing) == ("People leave to a home", ("exit_destination",))
    assert outcomes_whose_line_holds(line_of_sight(today())) == ()


def test_holds_when_a_form_asks_what_the_measure_needs(
    small: Small, computed: Measure, director: StaffMember, programs: Programs
) -> None:
    ask("exit_destination")
    use(computed, small, programs, director)

    assert titles(GapKind.MEASURE_WITHOUT_DATA) == []
    assert outcomes_whose_line_holds(line_of_sight(today())) == (small.outcome.pk,)


def test_finds_a_reported_measure_without_figures(
    small: Small, share: Measure, director: StaffMember, programs: Programs
) -> None:
    use(share, small, programs, director)

    assert titles(GapKind.MEASURE_WITHOUT_DATA) == ["Students who graduate"]


def test_tells_data_for_a_funder_from_data_for_nothing(db: None) -> None:
    ask("shoe_size")
    ask("hmis_code", pack="hmis")

    assert titles(GapKind.DATA_THAT_SERVES_NOTHING) == ["Shoe_size"]
    assert titles(GapKind.DATA_ONLY_A_FUNDER_ASKS) == ["Hmis_code"]


def test_walks_down_to_the_question(small: Small, computed: Measure, director: StaffMember, programs: Programs) -> None:
    ask("exit_destination")
    use(computed, small, programs, director)

    thread = thread_down(line_of_sight(today()), small.outcome.pk)

    assert [phrase.text for phrase in thread.phrases] == ["a home"]
    assert thread.measure is not None
    assert thread.measure.key == computed.key
    assert [each.key for each in thread.elements] == ["exit_destination", "exit_date"]
    assert thread.elements[0].questions[0].instrument_title == "Exit form"


def test_ends_where_the_next_step_is_missing(small: Small) -> None:
    thread = thread_down(line_of_sight(today()), small.outcome.pk)

    assert (thread.measure, thread.elements) == (None, ())


def test_walks_up_to_everything_an_answer_serves(
    small: Small, computed: Measure, director: StaffMember, programs: Programs
) -> None:
    ask("exit_destination")
    use(computed, small, programs, director)

    (served,) = what_it_serves(line_of_sight(today()), "exit_destination")

    assert served.goal is not None
    assert (served.measure.key, served.goal.title) == (computed.key, "Children keep their home")
    assert what_it_serves(line_of_sight(today()), "no_such_thing") == ()


def filled(clients: Clients, months_ago: range) -> None:
    """The exit form was filled once in each of these months."""
    form = Instrument.objects.get(key="exit")
    enrollment = clients.own.enrollments.get()
    for away in months_ago:
        day = today().replace(day=1)
        for _ in range(away):
            day = (day - timedelta(days=1)).replace(day=1)
        Assessment.objects.create(enrollment=enrollment, instrument=form, point=CollectionPoint.EXIT, date=day)


@pytest.fixture
def named_form(small: Small, director: StaffMember, programs: Programs) -> Measure:
    """A measure in use that must read one form."""
    ask("exit_destination")
    derive = {"where": {"from": "assessment", "instrument": "exit", "value": "${exit_destination}"}}
    measure = published({**COMPUTED, "numerator": "${where} = 'home'", "derive": derive}, director)
    use(measure, small, programs, director)
    return measure


def test_notices_that_a_form_is_filled_no_more(named_form: Measure, clients: Clients) -> None:
    filled(clients, range(5, 14))

    (gap,) = of_kind(gaps_of(line_of_sight(today())), GapKind.MEASURE_WITHOUT_DATA)
    assert gap.since is not None
    assert gap.since.day == 1


def test_says_nothing_while_a_form_is_filled(named_form: Measure, clients: Clients) -> None:
    filled(clients, range(1, 10))

    assert titles(GapKind.MEASURE_WITHOUT_DATA) == []


def test_says_nothing_of_a_form_that_was_never_steady() -> None:
    assert silent_since([date(2025, 1, 1), date(2025, 6, 1)], date(2026, 5, 1)) is None


def test_suggests_measures_of_the_same_field(small: Small) -> None:
    suggested = measures_that_might_show(line_of_sight(today()), small.outcome.pk)

    assert "Youth keep a mentor for a year" in suggested
    assert "Mentor meetings as intended" not in suggested


def test_asks_as_many_questions_for_a_large_framework(small: Small, director: StaffMember) -> None:
    with CaptureQueriesContext(connection) as few:
        line_of_sight(today())
    for number in range(5):
        goal = add_goal(title=f"Goal {number}", entry_id=uuid4(), actor=director)
        add_outcome(goal, title="Outcome", entry_id=uuid4(), actor=director)
    with CaptureQueriesContext(connection) as many:
        line_of_sight(today())

    assert len(many) <= len(few) + 1 <= 23
