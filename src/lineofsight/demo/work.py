"""What people have promised to do: Daniela Flores's day as it is pictured, Rosa Delgado's four, and everyone else's."""

from __future__ import annotations

from datetime import datetime, timedelta

from lineofsight.apps.records.models import Enrollment, Stage, Task

from .ledger import Ledger
from .moments import moment_on, on_weekday
from .staff import LEAVING, LEFT

DANIELAS = (  # first name of whom, what, days from today
    ("Maya", "12-month check", -7),
    ("Jordan", "Add the school record of October", -2),
    ("", "Homework club, 9 youth, Westbrook library, 3:30 pm", 0),
    ("Luis", "Call his aunt", 0),
    ("Amina", "6-month check", 1),
    ("Devon", "Renew the consent, it ends on Sunday", 3),
)
PRIYAS = (
    ("Denise", "Child care list", 1),
    ("Denise", "Write the plan for the end of support", 0),
    ("Denise", "Annual check", 21),
)
LEAVER_HAS_OPEN = 4
PROMISES = {
    "Bright Path Mentoring": (
        "Call the mentor",
        "Half-year check",
        "Talk with the school",
        "Find a day that suits both",
        "Send the photo release",
        "Add the school record",
    ),
    "Steady Families": (
        "Review with the parent",
        "Call the clinic about the waiting list",
        "Bring the budget sheet",
        "Introduce to legal aid",
    ),
    "Works Forward": (
        "Six-month job check",
        "Call the employer",
        "Order the work shoes",
        "Ask about the bus pass",
        "Send the certificate",
    ),
    "Home Again": (
        "Annual check",
        "Answer the landlord",
        "Ask for the lease",
        "Plan the end of support",
        "Inspect the apartment",
    ),
    "Lantern House": ("Go through the safety plan", "Ask for a court date"),
}


def promise_work(ledger: Ledger) -> None:
    """Tasks of everyone with a list of people; done ones from the last weeks too."""
    lists: dict[str, list[Enrollment]] = {}
    for assignment in ledger.assignments:
        is_here = assignment.enrollment.stage in (Stage.ACTIVE, Stage.ENROLLED)
        if assignment.ended_on is None and is_here:
            lists.setdefault(assignment.staff.sign_in_name, []).append(assignment.enrollment)
    pictured = {"daniela": DANIELAS, "priya": PRIYAS}
    for key, staff in ledger.team.members.items():
        people = lists.get(staff.sign_in_name, [])
        if not people or key == LEFT:
            continue
        for first, what, days in pictured.get(key, ()):
            about = next((each for each in people if first and each.participant.first_name == first), None)
            _promise(ledger, key, about, what, days)
        if key not in pictured:
            for _ in range(LEAVER_HAS_OPEN if key == LEAVING else ledger.rng.randint(3, 6)):
                days = ledger.rng.choice((-9, -6, -3, -1, 0, 0, 1, 1, 3, 4, 7, 8, 12, 20))
                _promise(ledger, key, *_about_someone(ledger, people), days)
        for _ in range(ledger.rng.randint(6, 12)):
            _promise(ledger, key, *_about_someone(ledger, people), -ledger.rng.randint(3, 45), is_done=True)


def _about_someone(ledger: Ledger, people: list[Enrollment]) -> tuple[Enrollment, str]:
    enrollment = ledger.rng.choice(people)
    return enrollment, ledger.rng.choice(PROMISES[enrollment.program.name])


def _promise(
    ledger: Ledger, key: str, about: Enrollment | None, what: str, days: int, *, is_done: bool = False
) -> None:
    """days: from today to the day by which it is due."""
    staff = ledger.staff(key)
    due_on = ledger.today + timedelta(days=days)
    done_at: datetime | None = None
    if is_done:
        day = on_weekday(due_on - timedelta(days=ledger.rng.randint(0, 2)))
        done_at = moment_on(ledger.rng, min(day, ledger.today - timedelta(days=1)))
    ledger.tasks.append(Task(owner=staff, enrollment=about, what=what, due_on=due_on, done_at=done_at, made_by=staff))
