"""The people who are pictured: Daniela Flores's youth, Maya Ramirez and her double, Denise Walker and her children."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from lineofsight.apps.records.models import (
    CollectionPoint,
    Enrollment,
    Household,
    Participant,
    Relationship,
    Stage,
)

from .ledger import Answers, Ledger
from .mentoring import PROGRAM as MENTORING
from .mentoring import Youth
from .moments import on_weekday
from .people import named_person
from .places import TOWNS, Town
from .stays import Stay


@dataclass(frozen=True)
class Pictured:
    """last_seen: days before today."""

    first: str
    last: str
    born: date
    is_girl: bool
    races: tuple[str, ...]
    language: str
    start: date
    last_seen: int


DANIELAS = (
    Pictured("Amina", "Saleh", date(2012, 5, 2), True, ("middle_eastern",), "Arabic", date(2026, 4, 27), 3),
    Pictured("Devon", "Ware", date(2011, 9, 30), False, ("black",), "English", date(2024, 3, 18), 2),
    Pictured("Jordan", "Toliver", date(2012, 1, 19), False, ("black",), "English", date(2025, 9, 22), 7),
    Pictured("Kiara", "Mosley", date(2013, 11, 3), True, ("black",), "English", date(2026, 8, 3), 24),
    Pictured("Luis", "Peña", date(2011, 4, 11), False, ("hispanic",), "Spanish", date(2025, 1, 13), 1),
    Pictured("Maya", "Ramirez", date(2013, 3, 14), True, ("hispanic",), "Spanish", date(2025, 9, 2), 3),
    Pictured("Tomás", "Villanueva", date(2012, 7, 25), False, ("hispanic",), "Spanish", date(2026, 6, 1), 22),
)
MAIA = Pictured("Maia", "Ramírez", date(2013, 3, 14), True, ("hispanic",), "Spanish", date(2024, 10, 7), 520)
MAIA_LEFT_ON = date(2025, 6, 13)


def imagine_youth(ledger: Ledger) -> list[Youth]:
    """Daniela's seven and Maya's double, as stays for the mentoring program to tell."""
    stays = [
        Youth(_child(ledger, each, TOWNS[1]), _household(ledger, each.start), "Westbrook", "daniela", _stay(each, None))
        for each in DANIELAS
    ]
    double = _child(ledger, MAIA, TOWNS[1])
    return [*stays, Youth(double, _household(ledger, MAIA.start), "Westbrook", "teresa", _stay(MAIA, MAIA_LEFT_ON))]


def settle_last_seen(ledger: Ledger) -> None:
    """Daniela's youth were last seen on the days the pages show."""
    wanted = {(each.first, each.born): ledger.today - timedelta(days=each.last_seen) for each in DANIELAS}
    found: dict[int, tuple[Enrollment, date]] = {}
    for enrollment in ledger.enrollments:
        day = wanted.get((enrollment.participant.first_name, enrollment.participant.birth_date or ledger.today))
        if day and enrollment.program is ledger.structure.programs[MENTORING]:
            found[id(enrollment)] = enrollment, day
    ledger.drop_contacts_after({key: day - timedelta(days=1) for key, (_, day) in found.items()})
    for enrollment, day in found.values():
        ledger.serve_surely(enrollment, "mentor_meeting", day, ledger.worker_of(enrollment))


def tell_denise(ledger: Ledger) -> None:
    """Denise Walker: work first, then a home, then help with the strain; her figures are told one by one."""
    household = _household(ledger, date(2025, 2, 10))
    denise = _person(ledger, "Denise", "Walker", date(1992, 5, 14), True, ("black",), "English", TOWNS[0])
    denise.phone, denise.is_veteran = "555-0142", False
    denise.answers["household_type"] = "one_parent"
    _tell_her_work(ledger, denise, household)
    home = _tell_her_home(ledger, denise, household)
    _tell_her_family(ledger, denise, household)
    for first, born, is_girl in (("Tyler", date(2017, 3, 8), False), ("Ana", date(2020, 1, 27), True)):
        child = _person(ledger, first, "Walker", born, is_girl, ("black",), "English", TOWNS[0])
        child.address = denise.address
        stay = _enroll_at_home_again(ledger, child, household, Relationship.CHILD)
        for service in [each for each in ledger.services if each.enrollment is home and each.type.name == _VISIT]:
            ledger.serve_surely(stay, "case_visit", service.date, ledger.staff("priya"))


_VISIT = "Case manager’s visit"
_HOME_START, _MOVED_IN = date(2026, 3, 3), date(2026, 5, 6)


def _tell_her_work(ledger: Ledger, denise: Participant, household: Household) -> None:
    start, end = date(2025, 2, 10), date(2025, 8, 29)
    coach = ledger.staff("lorraine")
    enrollment = ledger.enroll(
        denise,
        "works_forward",
        "Eastside",
        stage=Stage.COMPLETED,
        applied_on=date(2025, 1, 20),
        entry_date=start,
        exit_date=end,
        household=household,
        relationship=Relationship.HEAD,
        answers={"intended_contacts": 60, "consent_to_follow_up": True, "exit_reason": "finished"},
    )
    ledger.assign(enrollment, coach, start, end)
    for week in range(12):
        ledger.serve_surely(enrollment, "training", start + timedelta(days=4 + 7 * week), coach, quantity=Decimal(20))
    for visit in range(9):
        ledger.serve_surely(enrollment, "coach_contact", start + timedelta(days=87 + 14 * visit), coach)
    job = {"job_start_date": "2025-06-09", "hourly_wage": "15.75"}
    ledger.ask(
        enrollment, "income", CollectionPoint.START, start, coach, {"monthly_income": "410.00", "employed": False}
    )
    ledger.ask(enrollment, "job_record", CollectionPoint.UPDATE, date(2025, 6, 9), coach, job)
    ledger.ask(enrollment, "income", CollectionPoint.EXIT, end, coach, {"monthly_income": "760.00", "employed": True})


def _enroll_at_home_again(
    ledger: Ledger, person: Participant, household: Household, relationship: Relationship
) -> Enrollment:
    enrollment = ledger.enroll(
        person,
        "home_again",
        "Eastside",
        stage=Stage.ACTIVE,
        applied_on=date(2026, 2, 16),
        entry_date=_HOME_START,
        household=household,
        relationship=relationship,
        answers={"intended_contacts": 9, "consent_to_follow_up": True, "move_in_date": _MOVED_IN.isoformat()},
    )
    ledger.keep_in_housing_system(person, enrollment)
    ledger.assign(enrollment, ledger.staff("priya"), _HOME_START, None)
    return enrollment


def _tell_her_home(ledger: Ledger, denise: Participant, household: Household) -> Enrollment:
    priya = ledger.staff("priya")
    home = _enroll_at_home_again(ledger, denise, household, Relationship.HEAD)
    for week in range(6):
        ledger.serve_surely(home, "home_search", on_weekday(date(2026, 3, 6) + timedelta(days=10 * week)), priya)
    ledger.serve_surely(home, "deposit", _MOVED_IN, priya, amount=Decimal("960.00"))
    for month, share in enumerate((100, 90, 80, 70, 60, 50)):
        ledger.serve_surely(home, "rent_help", date(2026, 6 + month, 1), priya, amount=Decimal(960 * share) / 100)
    for month in range(7):
        ledger.serve_surely(home, "case_visit", on_weekday(date(2026, 3 + month, 20)), priya)
    for month in range(7):
        ledger.serve_surely(home, "phone_call", on_weekday(date(2026, 4 + month, 8)), priya)
    call = "Pay slip for October received. Asked about child care before 7 am."
    visit = (
        "Tyler sleeps through again. She wants to ask the landlord about a second key herself; we practiced the call."
    )
    ledger.serve_surely(home, "phone_call", date(2026, 10, 29), priya, note=call)
    ledger.serve_surely(home, "case_visit", date(2026, 11, 10), priya, note=visit)
    steps: tuple[tuple[str, CollectionPoint, date, Answers], ...] = (
        ("income", CollectionPoint.START, _HOME_START, {"monthly_income": "640.00", "employed": True}),
        ("housing_check", CollectionPoint.START, _HOME_START, {"housing_steadiness": 1}),
        ("housing_check", CollectionPoint.UPDATE, date(2026, 7, 6), {"housing_steadiness": 3}),
        ("income", CollectionPoint.UPDATE, date(2026, 9, 4), {"monthly_income": "1480.00", "employed": True}),
        ("housing_check", CollectionPoint.UPDATE, date(2026, 11, 3), {"housing_steadiness": 4}),
    )
    for instrument, point, day, answers in steps:
        ledger.ask(home, instrument, point, day, priya, answers)
    return home


def _tell_her_family(ledger: Ledger, denise: Participant, household: Household) -> None:
    start = date(2026, 6, 15)
    grace = ledger.staff("grace")
    enrollment = ledger.enroll(
        denise,
        "steady_families",
        "Eastside",
        stage=Stage.ACTIVE,
        applied_on=date(2026, 6, 2),
        entry_date=start,
        household=household,
        relationship=Relationship.HEAD,
        answers={"intended_contacts": 24, "consent_to_follow_up": True},
    )
    ledger.assign(enrollment, grace, start, None)
    for visit in range(11):
        parts = ["own_goal", "habit", "introduction", "next_step"]
        day = start + timedelta(days=3 + 14 * visit)
        ledger.serve_surely(enrollment, "home_visit", day, grace, answers={"visit_parts_done": parts})
    steps: tuple[tuple[CollectionPoint, date, Answers], ...] = (
        (CollectionPoint.START, start, {"parent_stress_score": 34, "family_functioning_score": "2.6"}),
        (CollectionPoint.UPDATE, date(2026, 8, 17), {"parent_stress_score": 31}),
    )
    for point, day, answers in steps:
        ledger.ask(enrollment, "family_scales", point, day, grace, answers)


def _child(ledger: Ledger, each: Pictured, town: Town) -> Participant:
    person = _person(ledger, each.first, each.last, each.born, each.is_girl, each.races, each.language, town)
    person.answers["household_type"] = "one_parent"
    ledger.write_on(person, each.start - timedelta(days=12))
    return person


def _person(
    ledger: Ledger,
    first: str,
    last: str,
    born: date,
    is_woman: bool,
    races: tuple[str, ...],
    language: str,
    town: Town,
) -> Participant:
    person = named_person(first, last, born)
    person.genders = ["woman" if is_woman else "man"]
    person.race_ethnicities = list(races)
    person.language = language
    person.address = f"{20 + len(ledger.participants) % 300} Linden Street, {town.name}"
    person.zip_code = town.zip_code
    person.answers = {"township": town.key}
    ledger.write_on(person, date(2025, 1, 20))
    ledger.participants.append(person)
    return person


def _household(ledger: Ledger, on: date) -> Household:
    household = Household()
    ledger.write_on(household, on)
    ledger.households.append(household)
    return household


def _stay(each: Pictured, end: date | None) -> Stay:
    return Stay(each.start - timedelta(days=20), each.start, end)
