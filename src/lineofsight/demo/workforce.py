"""Works Forward: paid training, a credential, a job, a coach for half a year after the first day.

What the figures will find: about half of the people who began a job keep it for six months; income grows by some
$350 a month; the one-year check has not been made since April 2026, so that there is no wage after one year.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.records.models import CollectionPoint, Enrollment, Participant, Relationship, Stage

from .ledger import Ledger, money
from .moments import is_closed, on_weekday
from .people import Family, Population
from .stays import Stay, plan_stays

PROGRAM = "works_forward"
ONE_YEAR_CHECK_STOPPED = date(2026, 4, 1)
PER_MONTH = {"Eastside": 5.6, "Northgate": 5.1}
CASELOADS = {"Eastside": ("lorraine", 41), "Northgate": ("emeka", 38)}
NOTES = (
    "Interview on Tuesday; went through likely questions.",
    "Bus runs too late for the early shift. Asked for the 7 am start.",
    "First pay slip. Proud.",
    "Supervisor changed; wants to wait and see.",
)


def tell_workforce(ledger: Ledger, population: Population) -> None:
    for site, per_month in PER_MONTH.items():
        worker, here_today = CASELOADS[site]
        stays = plan_stays(
            ledger.rng,
            first=date(2022, 9, 1),
            today=ledger.today,
            per_month=per_month,
            days_of_stay=_days_of_stay,
            here_today=here_today,
        )
        for stay in stays:
            family, person = _someone(population, stay)
            _tell_person(ledger, family, person, stay, site, ledger.staff(worker))
    _tell_applicants(ledger, population)


def _days_of_stay(rng: Random, start: date) -> int:
    if rng.random() < 0.22:
        return rng.randint(25, 130)
    return rng.randint(200, 330)


def _someone(population: Population, stay: Stay) -> tuple[Family, Participant]:
    rng = population.rng
    if rng.random() < 0.48:
        found = population.known_adult(stay.applied_on, PROGRAM)
        if found is not None:
            population.mark(found[1], PROGRAM)
            return found
    family = population.new_family(
        stay.applied_on, rng.choice(("single_adult", "single_adult", "one_parent", "couple"))
    )
    is_young = rng.random() < 0.17
    youngest, oldest = (16, 21) if is_young else (22, 54)
    person = population.add_adult(family, stay.applied_on, youngest=youngest, oldest=oldest)
    population.mark(person, PROGRAM)
    return family, person


def _tell_person(
    ledger: Ledger, family: Family, person: Participant, stay: Stay, site: str, staff: StaffMember
) -> None:
    rng = ledger.rng
    last = stay.end or ledger.today - timedelta(days=1)
    stage = Stage.ACTIVE
    answers: dict[str, str | int | bool | list[str]] = {
        "intended_contacts": 60,
        "consent_to_follow_up": rng.random() < 0.85,
    }
    if stay.end is not None:
        is_done = (stay.end - stay.start).days > 150 and rng.random() < 0.96
        stage = Stage.COMPLETED if is_done else Stage.WITHDRAWN
        answers["exit_reason"] = "finished" if is_done else rng.choice(("no_time", "no_contact", "other_help"))
    enrollment = ledger.enroll(
        person,
        PROGRAM,
        site,
        stage=stage,
        applied_on=stay.applied_on,
        entry_date=stay.start,
        exit_date=stay.end,
        household=family.household,
        relationship=Relationship.HEAD if family.adults[:1] == [person] else Relationship.OTHER_RELATIVE,
        answers=answers,
    )
    ledger.assign(enrollment, staff, stay.start, stay.end)
    job_start = on_weekday(stay.start + timedelta(days=rng.randint(95, 190))) if rng.random() < 0.8 else None
    if job_start and job_start > last + timedelta(days=60):
        job_start = None
    _tell_training(ledger, enrollment, staff, stay.start, min(last, job_start or last))
    _tell_coaching(ledger, enrollment, staff, stay.start, last)
    _tell_income(ledger, enrollment, staff, stay, job_start)
    if job_start and job_start <= ledger.today:
        _tell_job(ledger, enrollment, staff, job_start)


def _tell_training(ledger: Ledger, enrollment: Enrollment, staff: StaffMember, first: date, last: date) -> None:
    """One row a week with the hours attended, for 14 weeks."""
    rng = ledger.rng
    day = first + timedelta(days=(4 - first.weekday()) % 7)  # Fridays
    for _ in range(14):
        if day > last:
            return
        if not is_closed(day) and rng.random() < 0.9:
            ledger.serve(enrollment, "training", day, staff, quantity=rng.choice((12, 16, 18, 20, 20, 20)))
        day += timedelta(days=7)
    if rng.random() < 0.78:
        earned = on_weekday(day)
        ledger.ask(
            enrollment,
            "credential",
            CollectionPoint.UPDATE,
            earned,
            staff,
            {"credential_date": earned.isoformat()},
            days_to_write=rng.randint(1, 12),
        )


def _tell_coaching(ledger: Ledger, enrollment: Enrollment, staff: StaffMember, first: date, last: date) -> None:
    rng = ledger.rng
    day = on_weekday(first + timedelta(days=rng.randint(3, 12)))
    while day <= last:
        if not is_closed(day) and rng.random() < 0.88:
            note = rng.choice(NOTES) if rng.random() < 0.08 else ""
            ledger.serve(enrollment, "coach_contact", day, staff, note=note)
        day = on_weekday(day + timedelta(days=14))
    for _ in range(rng.choice((0, 1, 2, 2))):
        visit = on_weekday(first + timedelta(days=rng.randint(40, 100)))
        if visit <= last:
            ledger.serve(enrollment, "employer_visit", visit, staff)


def _tell_income(
    ledger: Ledger, enrollment: Enrollment, staff: StaffMember, stay: Stay, job_start: date | None
) -> None:
    rng = ledger.rng
    at_start = max(0, round(rng.gauss(880, 420), -1))
    ledger.ask(
        enrollment,
        "income",
        CollectionPoint.START,
        stay.start,
        staff,
        {"monthly_income": money(at_start), "employed": rng.random() < 0.12},
        days_to_write=rng.randint(0, 4),
    )
    ledger.ask(
        enrollment,
        "work_plan",
        CollectionPoint.START,
        stay.start,
        staff,
        {"wage_aimed_for": money(rng.choice((16, 17, 18, 19, 20, 22))), "employed": False},
        days_to_write=rng.randint(0, 6),
    )
    if stay.end is None or rng.random() > 0.9:
        return
    more = rng.gauss(300 if stay.end < date(2025, 1, 1) else 430, 230)
    at_end = at_start + (more if job_start else rng.gauss(140, 200))
    ledger.ask(
        enrollment,
        "income",
        CollectionPoint.EXIT,
        stay.end,
        staff,
        {"monthly_income": money(max(0, round(at_end, -1))), "employed": job_start is not None},
        days_to_write=rng.randint(0, 9),
    )


def _tell_job(ledger: Ledger, enrollment: Enrollment, staff: StaffMember, job_start: date) -> None:
    rng = ledger.rng
    wage = rng.gauss(15.9 + (job_start.year - 2023) * 0.4, 1.6)
    ledger.ask(
        enrollment,
        "job_record",
        CollectionPoint.UPDATE,
        job_start,
        staff,
        {"job_start_date": job_start.isoformat(), "hourly_wage": money(max(12.5, wage))},
        days_to_write=rng.randint(1, 10),
    )
    stays_in = rng.random() < 0.66
    due = job_start + timedelta(days=180)
    checked = due + timedelta(days=rng.randint(-4, 22))
    answers: dict[str, str | int | bool | list[str]] = {"follow_up_due_on": due.isoformat()}
    is_reached = rng.random() < 0.82
    answers["follow_up_result"] = "answered" if is_reached else rng.choice(("not_reached", "not_reached", "refused"))
    if is_reached:
        answers["employed_at_check"] = stays_in
        if not stays_in:
            answers["job_end_date"] = (job_start + timedelta(days=rng.randint(15, 170))).isoformat()
    ledger.ask(enrollment, "six_month_job_check", CollectionPoint.FOLLOW_UP, checked, staff, answers, days_to_write=1)
    due = job_start + timedelta(days=365)
    checked = due + timedelta(days=rng.randint(-4, 25))
    if checked >= ONE_YEAR_CHECK_STOPPED:
        return
    answers = {"follow_up_due_on": due.isoformat()}
    is_reached = rng.random() < 0.68
    answers["follow_up_result"] = "answered" if is_reached else "not_reached"
    if is_reached:
        at_work = rng.random() < (0.8 if stays_in else 0.35)
        answers["employed_at_check"] = at_work
        if at_work:
            answers["hourly_wage"] = money(max(12.5, wage + rng.gauss(1.2, 0.6)))
    ledger.ask(enrollment, "one_year_job_check", CollectionPoint.FOLLOW_UP, checked, staff, answers, days_to_write=2)


def _tell_applicants(ledger: Ledger, population: Population) -> None:
    rng = ledger.rng
    for stage, count, at_most_days in ((Stage.APPLIED, 6, 12), (Stage.ENROLLED, 5, 8), (Stage.DENIED, 14, 900)):
        for _ in range(count):
            applied_on = on_weekday(ledger.today - timedelta(days=rng.randint(5, at_most_days)))
            family = population.new_family(applied_on, "single_adult")
            person = population.add_adult(family, applied_on)
            population.mark(person, PROGRAM)
            begins = stage == Stage.ENROLLED
            enrollment = ledger.enroll(
                person,
                PROGRAM,
                rng.choice(list(PER_MONTH)),
                stage=stage,
                applied_on=applied_on,
                entry_date=applied_on + timedelta(days=2) if begins else None,
                household=family.household,
                relationship=Relationship.HEAD,
            )
            if begins:
                ledger.assign(enrollment, ledger.staff("lorraine"), applied_on + timedelta(days=2), None)
