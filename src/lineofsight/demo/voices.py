"""What youth of Bright Path say: feedback twice a year, and the call half a year after they left.

What the figures will find: two of three are reached when they are called, fewer in 2026; about four of five are always
treated with respect, fewer at Eastside since they meet every second week.
"""

from __future__ import annotations

from datetime import date, timedelta

from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.records.models import CollectionPoint, Enrollment

from .ledger import Answers, Ledger
from .mentoring import EVERY_SECOND_WEEK_SINCE, PROGRAM
from .moments import RECORDS_BEGIN, months, on_weekday
from .people import Population
from .staff import LEFT

FEEDBACK_MONTHS = (4, 10)
CALLED_AFTER = timedelta(days=182)
CALLS_SINCE = date(2024, 7, 1)
SITE_THAT_MISSES_THE_WEEKS = "Eastside"


def tell_voices(ledger: Ledger, population: Population) -> None:
    workers = {id(each.enrollment): each.staff for each in ledger.assignments}
    program = ledger.structure.programs[PROGRAM]
    for enrollment in [each for each in ledger.enrollments if each.program is program]:
        if "match_start_date" not in enrollment.answers:
            continue
        staff = workers[id(enrollment)]
        if staff is ledger.staff(LEFT):
            staff = ledger.staff("dana")
        _tell_feedback(ledger, enrollment, staff)
        _tell_call(ledger, enrollment, staff)


def _tell_feedback(ledger: Ledger, enrollment: Enrollment, staff: StaffMember) -> None:
    """In April and October, of those with a mentor for three months; not quite half answer."""
    rng = ledger.rng
    first = date.fromisoformat(str(enrollment.answers["match_start_date"])) + timedelta(days=90)
    for month in months(max(first, RECORDS_BEGIN), enrollment.exit_date or ledger.today):
        if month.month not in FEEDBACK_MONTHS or rng.random() > 0.45:
            continue
        day = on_weekday(month + timedelta(days=rng.randrange(24)))
        if enrollment.exit_date and day > enrollment.exit_date:
            continue
        site = enrollment.site.name if enrollment.site else ""
        is_missed = site == SITE_THAT_MISSES_THE_WEEKS and day >= EVERY_SECOND_WEEK_SINCE
        always = rng.random() < (0.71 if is_missed else 0.85)
        answers: Answers = {
            "treated_with_respect": "always" if always else rng.choice(("mostly", "mostly", "sometimes")),
            "help_made_a_difference": rng.choice(("a_lot", "a_lot", "some", "some", "a_little")),
        }
        ledger.ask(enrollment, "feedback", CollectionPoint.UPDATE, day, staff, answers, days_to_write=rng.randint(0, 9))


def _tell_call(ledger: Ledger, enrollment: Enrollment, staff: StaffMember) -> None:
    """Half a year after they left, of those who agreed to it."""
    rng = ledger.rng
    if enrollment.exit_date is None or not enrollment.answers.get("consent_to_follow_up"):
        return
    due = enrollment.exit_date + CALLED_AFTER
    if due < CALLS_SINCE:
        return
    is_reached = rng.random() < (0.7 if due < date(2026, 1, 1) else 0.62)
    answers: dict[str, str | int | bool | list[str]] = {
        "follow_up_due_on": due.isoformat(),
        "follow_up_result": "answered" if is_reached else rng.choice(("not_reached", "not_reached", "refused")),
    }
    if is_reached:
        answers["belonging_someone_to_ask"] = rng.choice((2, 3, 4, 4, 5, 5))
    day = on_weekday(due + timedelta(days=rng.randint(-5, 24)))
    ledger.ask(enrollment, "youth_follow_up", CollectionPoint.FOLLOW_UP, day, staff, answers, days_to_write=1)
