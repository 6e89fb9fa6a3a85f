"""Steady Families: a parent stands for the family. Home visits every week for about half a year, a goal, two scales.

What the figures will find: since the end of 2025 more families function better when they leave; about three of four
parents reach their goal; in four of five visits every core part is done.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.records.models import CollectionPoint, Enrollment, Participant, Relationship, Stage

from .ledger import Ledger
from .moments import is_closed, on_weekday
from .people import Family, Population
from .stays import Stay, plan_stays

PROGRAM = "steady_families"
BETTER_SINCE = date(2025, 11, 15)
PER_MONTH = {"Eastside": 3.0, "Westbrook": 2.4, "Northgate": 1.6, "Millrace": 0.8}
# Denise Walker of the cast is one more at Eastside.
HERE_TODAY = {"Eastside": 15, "Westbrook": 18, "Northgate": 6, "Millrace": 7}
VISITOR = {"Eastside": "grace", "Northgate": "grace", "Westbrook": "hector", "Millrace": "hector"}
GOALS = (
    "Dinner together three times a week.",
    "A bedtime that holds.",
    "Find child care for the early shift.",
    "Stay calm when homework goes wrong.",
    "Get the driver’s license back.",
    "Talk with the school once a month.",
    "One afternoon a week for myself.",
    "Sort out the bills with my sister.",
)
PARTNERS = ("Family clinic", "Legal aid", "Child care office", "Counseling center", "Food pantry", "Benefits office")
NOTES = (
    "Tried the bedtime routine; the youngest went along.",
    "Mother wants to call the clinic herself; we practiced the call.",
    "Grandmother was there. Good hour.",
    "Short visit, the baby is ill.",
    "Father joined for the first time.",
)


def tell_families(ledger: Ledger, population: Population) -> None:
    for site, per_month in PER_MONTH.items():
        stays = plan_stays(
            ledger.rng,
            first=date(2022, 9, 1),
            today=ledger.today,
            per_month=per_month,
            days_of_stay=_days_of_stay,
            here_today=HERE_TODAY[site],
        )
        for stay in stays:
            family, parent = _someone(population, stay)
            _tell_family(ledger, family, parent, stay, site)
    _tell_applicants(ledger, population)


def _days_of_stay(rng: Random, start: date) -> int:
    if rng.random() < 0.2:
        return rng.randint(20, 110)
    return rng.randint(150, 265)


def _someone(population: Population, stay: Stay) -> tuple[Family, Participant]:
    rng = population.rng
    found = population.known_adult(stay.applied_on, PROGRAM) if rng.random() < 0.3 else None
    if found is None:
        family = population.new_family(stay.applied_on, rng.choice(("one_parent", "one_parent", "two_parents")))
        found = family, population.add_adult(family, stay.applied_on, youngest=19, oldest=44)
    population.mark(found[1], PROGRAM)
    return found


def _tell_family(ledger: Ledger, family: Family, parent: Participant, stay: Stay, site: str) -> None:
    rng = ledger.rng
    staff = ledger.staff(VISITOR[site])
    stage = Stage.ACTIVE
    answers: dict[str, str | int | bool | list[str]] = {
        "intended_contacts": 24,
        "consent_to_follow_up": rng.random() < 0.8,
    }
    if stay.end is not None:
        is_done = (stay.end - stay.start).days > 120 and rng.random() < 0.96
        stage = Stage.COMPLETED if is_done else Stage.WITHDRAWN
        answers["exit_reason"] = "finished" if is_done else rng.choice(("moved_away", "no_time", "no_contact"))
    head = ledger.enroll(
        parent,
        PROGRAM,
        site,
        stage=stage,
        applied_on=stay.applied_on,
        entry_date=stay.start,
        exit_date=stay.end,
        household=family.household,
        relationship=Relationship.HEAD,
        answers=answers,
    )
    ledger.assign(head, staff, stay.start, stay.end)
    last = stay.end or ledger.today - timedelta(days=1)
    _tell_visits(ledger, head, staff, stay.start, last)
    _tell_referrals(ledger, head, staff, stay.start, last)
    _tell_answers(ledger, head, staff, stay)


def _tell_visits(ledger: Ledger, head: Enrollment, staff: StaffMember, first: date, last: date) -> None:
    rng = ledger.rng
    in_group = rng.random() < 0.15
    day = on_weekday(first + timedelta(days=rng.randint(1, 6)))
    while day <= last:
        if not is_closed(day) and rng.random() < 0.88:
            parts = ["own_goal", "habit", "introduction", "next_step"]
            if rng.random() > 0.81:
                parts.remove(rng.choice(("habit", "habit", "introduction", "own_goal")))
            note = rng.choice(NOTES) if rng.random() < 0.12 else ""
            ledger.serve(head, "home_visit", day, staff, note=note, answers={"visit_parts_done": parts})
        if in_group and day.day <= 7:
            ledger.serve(head, "parent_group", day, staff)
        day += timedelta(days=7)


def _tell_referrals(ledger: Ledger, head: Enrollment, staff: StaffMember, first: date, last: date) -> None:
    rng = ledger.rng
    for _ in range(rng.choice((0, 1, 1, 2, 2, 3))):
        day = on_weekday(first + timedelta(days=rng.randint(7, 120)))
        if day > last:
            continue
        answers = {"referral_to": rng.choice(PARTNERS)}
        if (ledger.today - day).days > 30:
            answers["referral_result"] = rng.choice(
                ("connected",) * 14 + ("waiting", "waiting", "not_connected", "not_connected", "not_checked")
            )
        ledger.serve(head, "referral", day, staff, answers=answers)


def _tell_answers(ledger: Ledger, head: Enrollment, staff: StaffMember, stay: Stay) -> None:
    rng = ledger.rng
    stress = min(58, max(12, round(rng.gauss(34, 8))))
    functioning = min(3.8, max(1.2, round(rng.gauss(2.6, 0.5), 1)))
    ledger.ask(
        head,
        "family_scales",
        CollectionPoint.START,
        stay.start,
        staff,
        {"parent_stress_score": stress, "family_functioning_score": f"{functioning:.1f}"},
        days_to_write=rng.randint(0, 4),
    )
    has_goal = rng.random() < 0.96
    chosen_on = on_weekday(stay.start + timedelta(days=rng.randint(7, 16)))
    if has_goal:
        plan = {"family_goal": rng.choice(GOALS), "family_goal_chosen_on": chosen_on.isoformat()}
        ledger.ask(head, "family_plan", CollectionPoint.START, chosen_on, staff, plan, days_to_write=2)
    last = stay.end or ledger.today
    review = on_weekday(stay.start + timedelta(days=60))
    while review < last - timedelta(days=10):
        stress = min(60, max(0, stress + round(rng.gauss(-2, 3))))
        scales = {"parent_stress_score": stress}
        ledger.ask(
            head, "family_scales", CollectionPoint.UPDATE, review, staff, scales, days_to_write=rng.randint(0, 5)
        )
        review = on_weekday(review + timedelta(days=60))
    if stay.end is None or (stay.end - stay.start).days < 40 or rng.random() > 0.9:
        return
    is_better = rng.random() < (0.67 if stay.end >= BETTER_SINCE else 0.52)
    change = (rng.randint(5, 13) if is_better else rng.randint(-5, 4)) / 10
    ledger.ask(
        head,
        "family_scales",
        CollectionPoint.EXIT,
        stay.end,
        staff,
        {
            "parent_stress_score": min(60, max(0, stress + round(rng.gauss(-1, 3)))),
            "family_functioning_score": f"{min(5.0, max(1.0, functioning + change)):.1f}",
        },
        days_to_write=rng.randint(0, 8),
    )
    if has_goal:
        reached = rng.random() < (0.73 if stay.end < date(2025, 1, 1) else 0.8)
        otherwise = rng.choice(("partly", "partly", "not_reached"))
        result = "reached" if reached else otherwise
        ledger.ask(
            head,
            "family_plan_review",
            CollectionPoint.EXIT,
            stay.end,
            staff,
            {"family_goal_result": result},
            days_to_write=rng.randint(0, 8),
        )
    _tell_feedback(ledger, head, staff, stay.end)


def _tell_feedback(ledger: Ledger, head: Enrollment, staff: StaffMember, end: date) -> None:
    rng = ledger.rng
    if rng.random() < 0.6:
        ledger.ask(
            head,
            "feedback",
            CollectionPoint.EXIT,
            end,
            staff,
            {
                "treated_with_respect": rng.choice(("always",) * 8 + ("mostly", "sometimes")),
                "help_made_a_difference": rng.choice(("a_lot",) * 5 + ("some", "some", "some", "a_little", "none")),
            },
            days_to_write=rng.randint(1, 9),
        )


def _tell_applicants(ledger: Ledger, population: Population) -> None:
    rng = ledger.rng
    for stage, count, at_most_days in ((Stage.APPLIED, 5, 15), (Stage.WAITLISTED, 7, 70), (Stage.DENIED, 18, 900)):
        for _ in range(count):
            applied_on = on_weekday(ledger.today - timedelta(days=rng.randint(4, at_most_days)))
            family = population.new_family(applied_on, "one_parent")
            parent = population.add_adult(family, applied_on)
            population.mark(parent, PROGRAM)
            ledger.enroll(
                parent,
                PROGRAM,
                rng.choice(list(PER_MONTH)),
                stage=stage,
                applied_on=applied_on,
                household=family.household,
                relationship=Relationship.HEAD,
            )
