"""Bright Path Mentoring: matches that last or do not, a meeting every week, school records, how youth belong.

What the figures will find: since February 2026 all sites but Westbrook meet every second week, and at Eastside fewer
youth attend school more than before; about seven of ten matches last a year (six of ten before July 2024).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.records.models import CollectionPoint, Enrollment, Household, Participant, Relationship, Stage

from .ledger import Answers, Ledger
from .moments import RECORDS_BEGIN, is_closed, months, next_month, on_weekday
from .people import Population
from .staff import LEFT
from .stays import Stay, plan_stays

PROGRAM = "bright_path"
EVERY_SECOND_WEEK_SINCE = date(2026, 2, 1)
STILL_WEEKLY = "Westbrook"
SCHOOL_RECORDS_SINCE = date(2024, 1, 1)
STOPPED_ASKING = ("Northgate", date(2026, 4, 1))  # the four questions on belonging
PER_MONTH = {"Eastside": 3.4, "Westbrook": 2.8, "Northgate": 2.8, "Millrace": 0.35}
# Who carries how many of the youth here today, by site. "keisha" left without a hand-over.
CASELOADS = {
    "Eastside": {"ben": 19, "rosa": 11, "keisha": 7, "jalen": 43},
    "Westbrook": {"daniela": 18, "rosa": 12, "teresa": 32},
    "Northgate": {"noor": 29, "calvin": 35},
    "Millrace": {"noor": 8},
}
SCHOOLS = (
    "Harding Middle School",
    "Linden Middle School",
    "Juniper Falls High School",
    "Westbrook High School",
    "Stony Lake School",
)
SCHOOL_DAYS = (18, 18, 21, 17, 21, 16, 12, 15, 20, 22, 17, 14)  # January to December; a year-round calendar
NOTES = (
    "Cooked together; talked about the new class.",
    "Library, then basketball. Wants to try the homework club.",
    "Quiet today. Walked along the river.",
    "Went through the week’s homework, two pages left.",
    "Visited the repair shop. Asked many questions.",
    "Talked about the move to the new apartment.",
    "Played chess; lost twice and laughed about it.",
    "Met at school with the teacher for ten minutes.",
)
WISHES = (
    "See a college from the inside.",
    "Meet more often again.",
    "Help with math.",
    "A summer job.",
    "Nothing, it is fine as it is.",
    "Learn to cook something for my grandmother.",
)


@dataclass(frozen=True)
class Youth:
    """A young person whose stay is told beforehand; they count in the worker's caseload."""

    person: Participant
    household: Household
    site: str
    worker: str
    stay: Stay


def tell_mentoring(ledger: Ledger, population: Population, cast: Sequence[Youth]) -> None:
    """Everyone in the program, the cast among them."""
    rng = ledger.rng
    for youth in cast:
        _tell_youth(ledger, youth)
    for site, shares in CASELOADS.items():
        here = [youth for youth in cast if youth.site == site and youth.stay.end is None]
        stays = plan_stays(
            rng,
            first=date(2020, 7, 1),
            today=ledger.today,
            per_month=PER_MONTH[site],
            days_of_stay=_days_of_stay,
            here_today=sum(shares.values()) - len(here),
        )
        workers = [worker for worker, count in shares.items() for _ in range(count)]
        for youth in here:
            workers.remove(youth.worker)
        next_worker = iter(_workers_for(ledger, [stay for stay in stays if stay.end is None], workers))
        for stay in stays:
            worker = next(next_worker) if stay.end is None else rng.choice(list(shares))
            _tell_youth(ledger, _someone(population, site, worker, stay))
    _tell_applicants(ledger, population)


def _workers_for(ledger: Ledger, stays: list[Stay], workers: list[str]) -> list[str]:
    """A worker for each stay of those here today, in the order of their start; who left has nobody who came since."""
    rng = ledger.rng
    rng.shuffle(workers)
    left_on = ledger.staff(LEFT).left_on or ledger.today
    early = [index for index, stay in enumerate(stays) if stay.start < left_on - timedelta(days=30)]
    for index in range(len(early), len(stays)):
        if workers[index] == LEFT:
            other = rng.choice([place for place in early if workers[place] != LEFT])
            workers[index], workers[other] = workers[other], workers[index]
    return workers


def _days_of_stay(rng: Random, start: date) -> int:
    """From entry to exit, in days: the wait for a match, then how long it lasts."""
    wait = rng.randint(14, 40)
    if rng.random() < (0.46 if start < date(2024, 7, 1) else 0.31):
        return wait + rng.randint(40, 360)
    return wait + 366 + min(int(rng.expovariate(1 / 620)), 940)


def _someone(population: Population, site: str, worker: str, stay: Stay) -> Youth:
    """A young person of 11 to 15, one in five from a family met before."""
    rng = population.rng
    found = None
    if rng.random() < 0.45:
        found = population.known_child(stay.applied_on, PROGRAM, youngest=11, oldest=15)
    if found is None:
        family = population.new_family(stay.applied_on, rng.choice(("one_parent", "one_parent", "two_parents")))
        found = family, population.add_child(family, stay.applied_on, youngest=11, oldest=15)
    family, person = found
    population.mark(person, PROGRAM)
    return Youth(person, family.household, site, worker, stay)


def _tell_youth(ledger: Ledger, youth: Youth) -> None:
    rng = ledger.rng
    stay, site = youth.stay, youth.site
    staff = ledger.staff(youth.worker)
    match_start = on_weekday(stay.start + timedelta(days=rng.randint(14, 35)))
    has_match = match_start < min(stay.end or ledger.today, ledger.today)
    answers: dict[str, str | int | bool | list[str]] = {
        "intended_contacts": 48,
        "consent_to_follow_up": rng.random() < 0.88,
    }
    if has_match:
        answers["match_start_date"] = match_start.isoformat()
    stage = Stage.ACTIVE if has_match else Stage.ENROLLED
    if stay.end is not None:
        is_done = has_match and (stay.end - match_start).days >= 365 and rng.random() < 0.93
        stage = Stage.COMPLETED if is_done else Stage.WITHDRAWN
        if has_match:
            answers["match_end_date"] = stay.end.isoformat()
        answers["exit_reason"] = (
            "finished" if is_done else rng.choice(("moved_away", "no_time", "other_help", "no_contact", "no_contact"))
        )
    enrollment = ledger.enroll(
        youth.person,
        PROGRAM,
        site,
        stage=stage,
        applied_on=stay.applied_on,
        entry_date=stay.start,
        exit_date=stay.end,
        household=youth.household,
        relationship=Relationship.CHILD,
        answers=answers,
    )
    ledger.assign(enrollment, staff, max(stay.start, staff.joined_on or stay.start), stay.end)
    last = stay.end or ledger.today - timedelta(days=1)
    if has_match:
        _tell_meetings(ledger, enrollment, site, staff, match_start, last)
    _tell_talks(ledger, enrollment, staff, stay.start, last)
    _tell_answers(ledger, enrollment, site, staff, stay, match_start if has_match else None)


def _tell_meetings(
    ledger: Ledger, enrollment: Enrollment, site: str, staff: StaffMember, first: date, last: date
) -> None:
    rng = ledger.rng
    missed = rng.uniform(0.04, 0.16)
    day = first
    if day < RECORDS_BEGIN:
        day += timedelta(days=((RECORDS_BEGIN - day).days // 7 + 1) * 7)
    while day <= last:
        if not is_closed(day) and rng.random() > missed:
            note = rng.choice(NOTES) if rng.random() < 0.06 else ""
            ledger.serve(enrollment, "mentor_meeting", day, staff, note=note)
        weeks = 2 if day >= EVERY_SECOND_WEEK_SINCE and site != STILL_WEEKLY else 1
        day += timedelta(days=7 * weeks)


def _tell_talks(ledger: Ledger, enrollment: Enrollment, staff: StaffMember, first: date, last: date) -> None:
    rng = ledger.rng
    in_club = rng.random() < 0.08
    for month in months(max(first, RECORDS_BEGIN), last):
        if rng.random() < 0.9:
            day = on_weekday(month + timedelta(days=rng.randrange(26)))
            if day <= last:
                ledger.serve(enrollment, "mentor_talk", day, staff)
        if month.month in (2, 9) and rng.random() < 0.7:
            day = on_weekday(month + timedelta(days=rng.randrange(26)))
            if day <= last:
                ledger.serve(enrollment, "school_talk", day, staff)
        if in_club and month.month not in (7, 8):
            for week in range(4):
                day = month + timedelta(days=(3 - month.weekday()) % 7 + 7 * week)  # Thursdays
                if day <= last and rng.random() < 0.75:
                    ledger.serve(enrollment, "homework_club", day, staff)


def _tell_answers(
    ledger: Ledger, enrollment: Enrollment, site: str, staff: StaffMember, stay: Stay, match_start: date | None
) -> None:
    rng = ledger.rng
    school = rng.choice(SCHOOLS)
    before = rng.randint(76, 93) / 100
    belonging = rng.gauss(13.4, 2.2)
    ledger.ask(
        enrollment,
        "youth_start",
        CollectionPoint.START,
        stay.start,
        staff,
        {"school_name": school, "attendance_before_match": f"{before:.2f}", **_belonging(rng, belonging)},
        days_to_write=rng.randint(0, 5),
    )
    if match_start is None:
        return
    last = stay.end or ledger.today
    _tell_checks(ledger, enrollment, site, staff, match_start, last, belonging, school)
    _tell_school_records(ledger, enrollment, site, staff, match_start, last, before)
    if stay.end is not None and (stay.end - match_start).days > 60 and rng.random() < 0.72:
        ledger.ask(
            enrollment,
            "youth_exit",
            CollectionPoint.EXIT,
            stay.end,
            staff,
            {
                "exit_reason": str(enrollment.answers["exit_reason"]),
                "match_end_date": stay.end.isoformat(),
                **_belonging(rng, belonging + 2.4),
            },
            days_to_write=rng.randint(0, 12),
        )


def _tell_checks(
    ledger: Ledger,
    enrollment: Enrollment,
    site: str,
    staff: StaffMember,
    match_start: date,
    last: date,
    belonging: float,
    school: str,
) -> None:
    rng = ledger.rng
    number = 1
    due = match_start + timedelta(days=182)
    while due <= last:
        day = on_weekday(due + timedelta(days=rng.randint(-3, 16)))
        asked = (
            {} if site == STOPPED_ASKING[0] and day >= STOPPED_ASKING[1] else _belonging(rng, belonging + number * 0.8)
        )
        if day <= last and rng.random() < 0.9:
            if number % 2:
                if asked:
                    ledger.ask(enrollment, "six_month_check", CollectionPoint.UPDATE, day, staff, asked)
            else:
                answers: Answers = {"school_name": school, **asked}
                if rng.random() < 0.5:
                    answers = {**answers, "youth_wish": rng.choice(WISHES)}
                ledger.ask(enrollment, "twelve_month_check", CollectionPoint.ANNUAL, day, staff, answers)
        number += 1
        due += timedelta(days=183)


def _tell_school_records(
    ledger: Ledger, enrollment: Enrollment, site: str, staff: StaffMember, match_start: date, last: date, before: float
) -> None:
    """One record a month from the twelfth month of the match on, dated on the last day of its month."""
    rng = ledger.rng
    leaning = rng.gauss(0, 0.55)
    for month in months(max(match_start + timedelta(days=365), SCHOOL_RECORDS_SINCE), last):
        day = next_month(month) - timedelta(days=1)
        if day > last or rng.random() < 0.05:
            continue
        days = SCHOOL_DAYS[month.month - 1] + rng.choice((0, 0, 0, -1))
        allowed = days * (1 - before)  # more than before: strictly fewer missed than this
        most = int(allowed) if allowed % 1 else int(allowed) - 1
        attends_more = leaning + rng.gauss(0, 0.84) < _threshold(site, month)
        missed = rng.randint(max(0, most - 2), most) if attends_more else most + 1 + rng.choice((0, 0, 1, 1, 2))
        ledger.ask(
            enrollment,
            "school_record",
            CollectionPoint.UPDATE,
            day,
            staff,
            {"school_days_in_month": days, "school_days_missed": missed},
            days_to_write=rng.randint(3, 20),
        )


def _threshold(site: str, month: date) -> float:
    """How many standard normal steps make one attend more: 0.5 is two of three, -0.2 is 44 in a hundred."""
    if month >= EVERY_SECOND_WEEK_SINCE:
        return {"Eastside": -0.2, STILL_WEEKLY: 0.5}.get(site, 0.3)
    return 0.5


def _belonging(rng: Random, level: float) -> dict[str, str | int | bool | list[str]]:
    """Four answers of 1 to 5 around a level of 4 to 20, and their sum."""
    keys = ("belonging_missed", "belonging_welcome", "belonging_counted_on", "belonging_someone_to_ask")
    points = [min(5, max(1, round(level / 4 + rng.gauss(0, 0.5)))) for _ in keys]
    return {**dict(zip(keys, points, strict=True)), "belonging_short_score": sum(points)}


def _tell_applicants(ledger: Ledger, population: Population) -> None:
    """Those who wait or have just applied, and those who were refused over the years."""
    rng = ledger.rng
    waiting = [(Stage.APPLIED, 9, 20), (Stage.WAITLISTED, 14, 120), (Stage.DENIED, 15, 900)]
    for stage, count, at_most_days in waiting:
        for _ in range(count):
            applied_on = on_weekday(ledger.today - timedelta(days=rng.randint(3, at_most_days)))
            family = population.new_family(applied_on, "one_parent")
            person = population.add_child(family, applied_on, youngest=11, oldest=17)
            population.mark(person, PROGRAM)
            site = rng.choice(("Eastside", "Westbrook", "Northgate"))
            ledger.enroll(
                person,
                PROGRAM,
                site,
                stage=stage,
                applied_on=min(applied_on, ledger.today),
                household=family.household,
                relationship=Relationship.CHILD,
            )
