"""Home Again: the search for a home, rent help that falls step by step, a visit every month, where people go.

What the figures will find: a median search of about two months whatever anyone does; four of five leave to a permanent
home; income grows by some $400 a month; visits were missed in October 2026. Its records are kept in the county's HMIS.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.records.models import CollectionPoint, Enrollment, Participant, Relationship, Stage

from .ledger import Ledger, money
from .moments import RECORDS_BEGIN, months, on_weekday
from .people import Family, Population
from .stays import Stay, plan_stays

PROGRAM = "home_again"
PER_MONTH = 4.7
WAITING = 9
# Households here today by kind and number of children: 88 adults, 54 children, Denise Walker's family among them.
HERE_TODAY = (
    ("single_adult", 0, 31), ("couple", 0, 6), ("one_parent", 1, 17), ("one_parent", 2, 7), ("one_parent", 3, 3),
    ("two_parents", 1, 5), ("two_parents", 2, 3), ("two_parents", 3, 1),
)  # fmt: skip
# People here today by case manager; Denise Walker and her two children are three more of Priya Nair's.
CASELOADS = {"oscar": 36, "priya": 27, "bernice": 31, "hollis": 31, "quang": 14}
SITES = {"oscar": "Eastside", "priya": "Eastside", "bernice": "Westbrook", "hollis": "Westbrook", "quang": "Eastside"}
PERMANENT = ("rental_no_subsidy",) * 5 + ("rental_subsidy",) * 3 + ("family_for_good", "friends_for_good")
OTHERWISE = ("family_for_now", "friends_for_now", "shelter", "transitional", "outside", "institution", "not_known")
FEW_VISITS = date(2026, 10, 1)
LANDLORDS_ANSWER_SINCE = date(2026, 3, 1)
RETURNS_ASKED_SINCE = date(2025, 6, 1)
NOTES = (
    "Heating mended. Landlord was friendly.",
    "Looked at the budget together; rent is due on the first.",
    "Saw two apartments; the second one is near the school.",
    "Talked about the letter from the court.",
    "Works more hours since last week.",
)


@dataclass(frozen=True)
class Resident:
    """One adult or child of a household, with the enrollment."""

    person: Participant
    enrollment: Enrollment
    is_adult: bool


def tell_housing(ledger: Ledger, population: Population) -> None:
    rng = ledger.rng
    kinds = [(kind, children) for kind, children, count in HERE_TODAY for _ in range(count)]
    kinds.remove(("one_parent", 2))  # Denise Walker's
    stays = plan_stays(
        rng,
        first=date(2022, 4, 1),
        today=ledger.today,
        per_month=PER_MONTH,
        days_of_stay=_days_of_stay,
        here_today=len(kinds),
    )
    kinds.sort(key=_people)  # the largest are placed first, so that the numbers come out
    open_kinds = iter(_places(rng, kinds, dict(CASELOADS)))
    for stay in stays:
        if stay.end is None:
            kind, children, worker = next(open_kinds)
        else:
            kind, children, _ = rng.choices(HERE_TODAY, weights=[count for _, _, count in HERE_TODAY])[0]
            worker = rng.choice(list(CASELOADS))
        family = _household(population, stay, kind, children)
        _tell_household(ledger, family, stay, SITES[worker], ledger.staff(worker))
    _tell_waiting(ledger, population)


def _tell_waiting(ledger: Ledger, population: Population) -> None:
    """Nine single adults wait for a place, the longest for 41 days."""
    for number in range(WAITING):
        applied_on = on_weekday(ledger.today - timedelta(days=41 - 4 * number))
        family = population.new_family(applied_on, "single_adult")
        person = population.add_adult(family, applied_on)
        population.mark(person, PROGRAM)
        enrollment = ledger.enroll(
            person,
            PROGRAM,
            ledger.rng.choice(("Eastside", "Westbrook")),
            stage=Stage.WAITLISTED,
            applied_on=applied_on,
            household=family.household,
            relationship=Relationship.HEAD,
        )
        ledger.keep_in_housing_system(person, enrollment)


def _people(kind: tuple[str, int]) -> int:
    """How many live in a household of that kind with so many children."""
    return (2 if kind[0] in ("couple", "two_parents") else 1) + kind[1]


def _places(rng: Random, kinds: list[tuple[str, int]], left: dict[str, int]) -> list[tuple[str, int, str]]:
    """Each household with its case manager, so that everyone has the told number of people; in the order of chance."""
    placed = []
    while kinds:
        kind = kinds.pop()
        worker = max(left, key=lambda key: left[key])
        left[worker] -= _people(kind)
        placed.append((*kind, worker))
    rng.shuffle(placed)
    return placed


def _days_of_stay(rng: Random, start: date) -> int:
    return rng.randint(60, 170) if rng.random() < 0.12 else rng.randint(260, 690)


def _household(population: Population, stay: Stay, kind: str, children: int) -> Family:
    family = population.new_family(stay.applied_on, kind)
    population.add_adult(family, stay.applied_on)
    if kind in ("couple", "two_parents"):
        population.add_adult(family, stay.applied_on)
    for _ in range(children):
        population.add_child(family, stay.applied_on, youngest=0, oldest=15)
    for person in (*family.adults, *family.children):
        population.mark(person, PROGRAM)
    return family


def _search_days(rng: Random) -> int:
    """Median 62, and so alike that no quarter's median comes near to 45: trying harder does not help."""
    return max(9, round(62 * rng.lognormvariate(0, 0.22)))


def _tell_household(ledger: Ledger, family: Family, stay: Stay, site: str, staff: StaffMember) -> None:
    rng = ledger.rng
    last = stay.end or ledger.today - timedelta(days=1)
    moved_in: date | None = stay.start + timedelta(days=_search_days(rng))
    if moved_in and moved_in > last - timedelta(days=20 if stay.end else 0):
        moved_in = None
    answers: dict[str, str | int | bool | list[str]] = {"intended_contacts": 9, "consent_to_follow_up": True}
    if moved_in:
        answers["move_in_date"] = moved_in.isoformat()
    stage = Stage.ACTIVE if moved_in or stay.start < ledger.today - timedelta(days=14) else Stage.ENROLLED
    destination = ""
    if stay.end is not None:
        share = 0.82 if stay.end < date(2025, 1, 1) else 0.86
        is_permanent = rng.random() < (share if moved_in else 0.3)
        destination = rng.choice(PERMANENT if is_permanent else OTHERWISE)
        stage = Stage.COMPLETED if is_permanent else Stage.WITHDRAWN
        answers["exit_destination"] = destination
        answers["exit_reason"] = "finished" if is_permanent else rng.choice(("no_contact", "moved_away", "other_help"))
    residents = [
        Resident(
            person,
            ledger.enroll(
                person,
                PROGRAM,
                site,
                stage=stage,
                applied_on=stay.applied_on,
                entry_date=stay.start,
                exit_date=stay.end,
                household=family.household,
                relationship=relationship,
                answers=answers,
            ),
            relationship != Relationship.CHILD,
        )
        for person, relationship in _relationships(family)
    ]
    for resident in residents:
        ledger.assign(resident.enrollment, staff, stay.start, stay.end)
        ledger.keep_in_housing_system(resident.person, resident.enrollment)
        if resident.is_adult:
            _tell_answers(ledger, resident.enrollment, staff, stay, destination)
    head = residents[0].enrollment
    _tell_search(ledger, head, staff, stay.start, moved_in or last)
    _tell_visits(ledger, residents, staff, stay.start, last)
    if moved_in:
        _tell_rent(ledger, head, staff, moved_in, last)


def _relationships(family: Family) -> list[tuple[Participant, Relationship]]:
    adults = [
        (adult, Relationship.SPOUSE if position else Relationship.HEAD) for position, adult in enumerate(family.adults)
    ]
    return adults + [(child, Relationship.CHILD) for child in family.children]


def _tell_search(ledger: Ledger, head: Enrollment, staff: StaffMember, first: date, last: date) -> None:
    rng = ledger.rng
    day = on_weekday(first + timedelta(days=rng.randint(2, 7)))
    while day <= last:
        ledger.serve(head, "home_search", day, staff, quantity=Decimal(rng.choice(("1", "1.5", "2", "3"))))
        day = on_weekday(day + timedelta(days=rng.randint(9, 24)))


def _tell_visits(ledger: Ledger, residents: list[Resident], staff: StaffMember, first: date, last: date) -> None:
    """The whole household is visited together: one row for each."""
    rng = ledger.rng
    for month in months(max(first, RECORDS_BEGIN), last):
        if rng.random() < (0.71 if month == FEW_VISITS else 0.86):
            day = on_weekday(month + timedelta(days=rng.randrange(26)))
            if day <= last:
                note = rng.choice(NOTES) if rng.random() < 0.15 else ""
                for resident in residents:
                    ledger.serve(resident.enrollment, "case_visit", day, staff, note=note)
                    note = ""


def _tell_rent(ledger: Ledger, head: Enrollment, staff: StaffMember, moved_in: date, last: date) -> None:
    rng = ledger.rng
    rent = rng.choice((780, 840, 900, 960, 1040, 1150))
    who_pays = ledger.structure.grant_for(PROGRAM, moved_in)
    ledger.serve(head, "deposit", moved_in, staff, amount=Decimal(rent).quantize(Decimal("0.01")), paid_by=who_pays)
    share = 100
    for month in months(moved_in, last):
        if share <= 0:
            break
        ledger.serve(
            head,
            "rent_help",
            month,
            staff,
            amount=(Decimal(rent) * share / 100).quantize(Decimal("0.01")),
            paid_by=ledger.structure.grant_for(PROGRAM, month),
        )
        share -= 10
        if rng.random() < 0.45:
            asked = on_weekday(month + timedelta(days=rng.randrange(24)))
            in_time = rng.random() < (0.6 if asked >= LANDLORDS_ANSWER_SINCE else 0.4)
            answered = asked + timedelta(days=rng.randint(0, 3) if in_time else rng.randint(4, 15))
            if asked <= last:
                answers = {"landlord_asked_on": asked.isoformat()}
                if answered <= ledger.today:
                    answers["landlord_answered_on"] = answered.isoformat()
                ledger.serve(head, "landlord_contact", asked, staff, answers=answers)


def _tell_answers(ledger: Ledger, enrollment: Enrollment, staff: StaffMember, stay: Stay, destination: str) -> None:
    rng = ledger.rng
    at_start = 0.0 if rng.random() < 0.2 else max(0, round(rng.gauss(760, 330), -1))
    growth = rng.gauss(235 if stay.start < date(2024, 7, 1) else 460, 260)
    ledger.ask(
        enrollment,
        "income",
        CollectionPoint.START,
        stay.start,
        staff,
        {"monthly_income": money(at_start), "employed": rng.random() < 0.3},
        days_to_write=rng.randint(0, 5),
    )
    steady = rng.choice((1, 1, 1, 2, 2))
    ledger.ask(enrollment, "housing_check", CollectionPoint.START, stay.start, staff, {"housing_steadiness": steady})
    last = stay.end or ledger.today
    day = on_weekday(stay.start + timedelta(days=122))
    while day < last:
        steady = min(5, steady + rng.choice((0, 1, 1)))
        ledger.ask(
            enrollment, "housing_check", CollectionPoint.UPDATE, day, staff, {"housing_steadiness": steady},
            days_to_write=rng.randint(0, 6),
        )  # fmt: skip
        day = on_weekday(day + timedelta(days=122))
    year = stay.start + timedelta(days=365)
    if year < last - timedelta(days=30):
        ledger.ask(
            enrollment,
            "income",
            CollectionPoint.ANNUAL,
            on_weekday(year + timedelta(days=rng.randint(-25, 25))),
            staff,
            {"monthly_income": money(max(0, round(at_start + growth * 0.8, -1))), "employed": rng.random() < 0.5},
            days_to_write=rng.randint(0, 7),
        )
    if stay.end is not None:
        _tell_exit(ledger, enrollment, staff, stay.end, destination, max(0, round(at_start + growth, -1)))


def _tell_exit(
    ledger: Ledger, enrollment: Enrollment, staff: StaffMember, end: date, destination: str, income: float
) -> None:
    rng = ledger.rng
    days_to_write = min(40, 3 + int(rng.expovariate(0.09)))
    is_permanent = destination in PERMANENT
    ledger.ask(
        enrollment,
        "housing_exit",
        CollectionPoint.EXIT,
        end,
        staff,
        {
            "exit_destination": destination,
            "exit_reason": str(enrollment.answers["exit_reason"]),
            "housing_steadiness": rng.choice((4, 4, 5) if is_permanent else (1, 2, 3)),
        },
        days_to_write=days_to_write,
    )
    ledger.ask(
        enrollment,
        "income",
        CollectionPoint.EXIT,
        end,
        staff,
        {"monthly_income": money(income), "employed": rng.random() < 0.55},
        days_to_write=days_to_write,
    )
    if end >= RETURNS_ASKED_SINCE and is_permanent:
        due = end + timedelta(days=365)
        answers = {"follow_up_due_on": due.isoformat()}
        is_reached = rng.random() < 0.85
        answers["follow_up_result"] = "answered" if is_reached else "not_reached"
        chance = rng.random()
        if is_reached and chance < 0.07:
            answers["homeless_again_on"] = (end + timedelta(days=40 + int(chance * 4200))).isoformat()
        ledger.ask(
            enrollment,
            "one_year_housing_check",
            CollectionPoint.FOLLOW_UP,
            due + timedelta(days=rng.randint(-5, 20)),
            staff,
            answers,
            days_to_write=2,
        )
