"""What goes wrong in the story, planted in the imagined rows. `story.py` says what each fault is and finds it again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from lineofsight.apps.records.models import CollectionPoint, Enrollment, Participant, Relationship, Stage
from lineofsight.apps.records.names import searchable, sounds

from .ledger import Answers, Ledger
from .moments import on_weekday
from .people import Family, Population, named_person
from .staff import LEFT

DOUBLES = 12  # and Maya Ramirez's
NOT_SEEN = {"bright_path": 5, "works_forward": 3, "steady_families": 1}
NOT_SEEN_DAYS = 60
WITHOUT_START = 11
WITHOUT_INCOME_AT_EXIT = 14
WITHOUT_MOVE_IN = 6
WITHOUT_MATCH_END = 7
SERVED_AFTER_EXIT = 6
IMPOSSIBLE_SCHOOL_DAYS = 3


@dataclass(frozen=True)
class _Planter:
    """Chooses the rows for one fault, each enrollment at most once for all faults."""

    ledger: Ledger
    used: set[int]

    def choose(self, program: str, count: int, fits: Callable[[Enrollment], bool]) -> list[Enrollment]:
        wanted = self.ledger.structure.programs[program]
        fitting = [
            each
            for each in self.ledger.enrollments
            if each.program is wanted and id(each) not in self.used and fits(each)
        ]
        chosen = self.ledger.rng.sample(fitting, count)
        self.used.update(id(each) for each in chosen)
        return chosen


def plant_faults(ledger: Ledger, population: Population) -> None:
    """Everything that is not planted by the courses themselves. Call last, before anything is written."""
    planter = _Planter(ledger, {id(each) for each in ledger.enrollments if each.participant.last_name == "Walker"})
    _end_the_list_of_who_left(ledger)
    _plant_doubles(ledger, population)
    _plant_not_seen(planter)
    _plant_missing_starts(planter)
    _plant_missing_incomes(planter)
    _plant_missing_move_ins(planter)
    _plant_missing_match_ends(planter)
    _plant_services_after_exit(planter)
    _plant_impossible_school_days(ledger)


def _end_the_list_of_who_left(ledger: Ledger) -> None:
    left = ledger.staff(LEFT)
    for assignment in ledger.assignments:
        if assignment.staff is left and assignment.ended_on is None:
            assignment.ended_on = left.left_on
    ledger.services = [
        service
        for service in ledger.services
        if service.staff is not left or service.date <= (left.left_on or service.date)
    ]


def _plant_doubles(ledger: Ledger, population: Population) -> None:
    """Adults of Works Forward who came to Steady Families before, under another spelling; nobody noticed."""
    rng = ledger.rng
    works_forward = ledger.structure.programs["works_forward"]
    adults = [
        (each, spelled)
        for each in ledger.enrollments
        if each.program is works_forward and each.entry_date and each.entry_date > date(2024, 6, 1)
        for spelled in [_other_spelling(each.participant)]
        if spelled
    ]
    for enrollment, (first, last) in rng.sample(adults, DOUBLES):
        person = enrollment.participant
        came = on_weekday((enrollment.entry_date or ledger.today) - timedelta(days=rng.randint(120, 300)))
        family = population.new_family(came, "one_parent")
        double = named_person(first, last, person.birth_date or came)
        double.genders, double.race_ethnicities = list(person.genders), list(person.race_ethnicities)
        double.language, double.address, double.zip_code = person.language, family.address, family.town.zip_code
        double.answers = {"township": family.town.key, "household_type": family.kind}
        ledger.write_on(double, came)
        ledger.participants.append(double)
        _tell_short_stay(ledger, double, family, came)


def _tell_short_stay(ledger: Ledger, person: Participant, family: Family, came: date) -> None:
    staff = ledger.staff("grace")
    left = came + timedelta(days=35)
    enrollment = ledger.enroll(
        person,
        "steady_families",
        "Eastside",
        stage=Stage.WITHDRAWN,
        applied_on=came,
        entry_date=came,
        exit_date=left,
        household=family.household,
        relationship=Relationship.HEAD,
        answers={"intended_contacts": 24, "exit_reason": "no_contact"},
    )
    ledger.assign(enrollment, staff, came, left)
    start: Answers = {"parent_stress_score": ledger.rng.randint(24, 44), "family_functioning_score": "2.4"}
    ledger.ask(enrollment, "family_scales", CollectionPoint.START, came, staff, start)
    for week in range(3):
        ledger.serve(enrollment, "home_visit", came + timedelta(days=4 + 7 * week), staff)


_SPELLINGS = (
    ("y", "i"), ("i", "y"), ("ll", "l"), ("nn", "n"), ("tt", "t"), ("s", "z"), ("z", "s"), ("ck", "k"), ("á", "a"),
    ("é", "e"), ("í", "i"), ("ó", "o"), ("ú", "u"), ("n", "nn"), ("l", "ll"), ("e", "ee"),
)  # fmt: skip


def _other_spelling(person: Participant) -> tuple[str, str] | None:
    """First and last name as someone else would write what they hear; None when no easy one is at hand."""
    for old, new in _SPELLINGS:
        first = person.first_name[:1] + person.first_name[1:].replace(old, new, 1)
        is_other = searchable(first) != searchable(person.first_name)
        if is_other and sounds(first, person.last_name) == person.search_sounds:
            return first, person.last_name
    return None


def _plant_not_seen(planter: _Planter) -> None:
    """Some active people have not been seen for months; everyone else was seen in the last weeks."""
    ledger = planter.ledger
    long_ago = ledger.today - timedelta(days=170)
    last_day: dict[int, date] = {}
    for program, count in NOT_SEEN.items():
        cast = ("daniela", "rosa", LEFT)
        keepers = [ledger.staff(key) for key in cast]
        of_cast = {id(each.enrollment) for each in ledger.assignments if each.staff in keepers}
        for enrollment in planter.choose(
            program,
            count,
            lambda each, of_cast=of_cast: (  # type: ignore[misc]
                each.stage == Stage.ACTIVE
                and id(each) not in of_cast
                and each.entry_date is not None
                and each.entry_date < long_ago
            ),
        ):
            last_day[id(enrollment)] = ledger.today - timedelta(days=ledger.rng.randint(NOT_SEEN_DAYS + 10, 150))
    ledger.drop_contacts_after(last_day)
    seen: dict[int, date] = {}
    for service in ledger.services:
        if service.type.is_contact:
            key = id(service.enrollment)
            seen[key] = max(seen.get(key, service.date), service.date)
    limit = ledger.today - timedelta(days=NOT_SEEN_DAYS)
    for enrollment in ledger.enrollments:
        is_here = enrollment.stage in (Stage.ACTIVE, Stage.ENROLLED) and id(enrollment) not in last_day
        since = enrollment.entry_date or ledger.today
        if is_here and seen.get(id(enrollment), since) <= limit + timedelta(days=20):
            day = on_weekday(ledger.today - timedelta(days=ledger.rng.randint(14, 30)))
            ledger.serve_surely(enrollment, "phone_call", day, ledger.worker_of(enrollment))


def _plant_missing_starts(planter: _Planter) -> None:
    """Families of this year who were never asked at the start."""
    ledger = planter.ledger
    chosen = planter.choose(
        "steady_families",
        WITHOUT_START,
        lambda each: each.entry_date is not None and date(2026, 2, 1) <= each.entry_date < date(2026, 10, 1),
    )
    without = {id(each) for each in chosen}
    ledger.assessments = [
        each for each in ledger.assessments if id(each.enrollment) not in without or each.point != CollectionPoint.START
    ]


def _plant_missing_incomes(planter: _Planter) -> None:
    """Adults who left Home Again in the year of the HUD report without an income at exit."""
    ledger = planter.ledger
    answered = {
        id(each.enrollment)
        for each in ledger.assessments
        if each.point == CollectionPoint.EXIT and "monthly_income" in each.answers
    }
    chosen = planter.choose(
        "home_again",
        WITHOUT_INCOME_AT_EXIT,
        lambda each: (
            id(each) in answered
            and each.exit_date is not None
            and date(2025, 10, 1) <= each.exit_date <= date(2026, 9, 30)
        ),
    )
    without = {id(each) for each in chosen}
    ledger.assessments = [
        each
        for each in ledger.assessments
        if id(each.enrollment) not in without
        or each.point != CollectionPoint.EXIT
        or "monthly_income" not in each.answers
    ]


def _plant_missing_move_ins(planter: _Planter) -> None:
    """Rent is paid, and nobody wrote down when they moved in."""
    ledger = planter.ledger
    paid = {id(each.enrollment) for each in ledger.services if each.amount is not None}
    since = date(2025, 10, 1)
    for enrollment in planter.choose(
        "home_again",
        WITHOUT_MOVE_IN,
        lambda each: id(each) in paid and each.entry_date is not None and each.entry_date >= since,
    ):
        del enrollment.answers["move_in_date"]


def _plant_missing_match_ends(planter: _Planter) -> None:
    """At Eastside people left and their matches were not closed."""
    ledger = planter.ledger
    eastside = ledger.structure.sites["Eastside"]
    chosen = planter.choose(
        "bright_path",
        WITHOUT_MATCH_END,
        lambda each: (
            each.site is eastside
            and each.exit_date is not None
            and each.exit_date >= date(2025, 9, 1)
            and "match_end_date" in each.answers
        ),
    )
    for enrollment in chosen:
        del enrollment.answers["match_end_date"]
    without = {id(each) for each in chosen}
    for assessment in ledger.assessments:
        if id(assessment.enrollment) in without:
            assessment.answers.pop("match_end_date", None)


def _plant_services_after_exit(planter: _Planter) -> None:
    """An exit was dated back when somebody had not come any more; the calls after it stayed."""
    ledger = planter.ledger
    for enrollment in planter.choose(
        "works_forward",
        SERVED_AFTER_EXIT,
        lambda each: each.exit_date is not None and date(2025, 3, 1) <= each.exit_date <= date(2026, 9, 1),
    ):
        exit_date = enrollment.exit_date or ledger.today
        for _ in range(ledger.rng.choice((1, 2))):
            day = on_weekday(exit_date + timedelta(days=ledger.rng.randint(3, 20)))
            ledger.serve_surely(
                enrollment, "phone_call", day, ledger.worker_of(enrollment), note="No answer; left a message."
            )


def _plant_impossible_school_days(ledger: Ledger) -> None:
    """More days missed than the month had."""
    records = [
        each for each in ledger.assessments if "school_days_missed" in each.answers and each.date >= date(2026, 8, 1)
    ]
    for record in ledger.rng.sample(records, IMPOSSIBLE_SCHOOL_DAYS):
        record.answers["school_days_missed"] = record.answers["school_days_in_month"] + ledger.rng.randint(1, 9)
