"""How each planted fault is found again: in the records alone, never in how it was planted.

Each function gives one tuple for every thing it finds on a day; what stands in the tuple says the fault in `story.py`.
"""

from __future__ import annotations

from datetime import date, timedelta
from statistics import median
from typing import Any

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q

from lineofsight.apps.agency.models import Program, Role, StaffMember
from lineofsight.apps.records.models import (
    Assessment,
    CollectionPoint,
    Enrollment,
    Participant,
    Service,
    StaffAssignment,
    Stage,
    Task,
)

from .places import TOWNS

Found = list[tuple[Any, ...]]  # one tuple of ids (or codes, or months) per thing found
HERE = (Stage.ENROLLED, Stage.ACTIVE)


def late_teams(today: date) -> Found:
    """Teams whose services of the last 90 days were written down more than a week late, by the median."""
    days: dict[tuple[int, int | None], list[int]] = {}
    recent = Service.objects.filter(date__gt=today - timedelta(days=90)).values_list(
        "enrollment__program_id", "enrollment__site_id", "date", "created_at"
    )
    for program, site, day, written in recent:
        days.setdefault((program, site), []).append((written.date() - day).days)
    return sorted(team for team, delays in days.items() if median(delays) > 7)


def doubles(today: date) -> Found:
    """Two people born on the same day whose names sound the same; the earlier row first."""
    by_likeness: dict[tuple[Any, ...], list[int]] = {}
    people = Participant.objects.order_by("id").values_list("id", "birth_date", "search_sounds")
    for key, born, name_sounds in people:
        by_likeness.setdefault((born, name_sounds), []).append(key)
    return [tuple(alike) for alike in by_likeness.values() if len(alike) > 1]


def too_small_programs(today: date) -> Found:
    """Programs that served someone, and fewer than ten people ever."""
    served = Program.objects.annotate(people=Count("enrollments__participant", distinct=True))
    return list(served.filter(people__gt=0, people__lt=10).values_list("id"))


def lists_of_leavers(today: date) -> Found:
    """Open assignments of people whose last day is within two weeks, with nobody else on the enrollment."""
    others = StaffAssignment.objects.filter(enrollment=OuterRef("enrollment"), ended_on__isnull=True).exclude(
        staff=OuterRef("staff")
    )
    leaving = StaffAssignment.objects.filter(
        ended_on__isnull=True,
        staff__left_on__range=(today, today + timedelta(days=14)),
    )
    return list(leaving.filter(~Exists(others)).values_list("id"))


def tasks_of_leavers(today: date) -> Found:
    leaving = Q(owner__left_on__range=(today, today + timedelta(days=14)))
    return list(Task.objects.filter(leaving, done_at__isnull=True).values_list("id"))


def nobodys_people(today: date) -> Found:
    """People here whom nobody who works here looks after."""
    looked_after = StaffAssignment.objects.filter(
        enrollment=OuterRef("pk"), ended_on__isnull=True, staff__is_active=True
    )
    return list(Enrollment.objects.filter(~Exists(looked_after), stage__in=HERE).values_list("id"))


def not_seen_for_months(today: date) -> Found:
    """Active people without a contact in 60 days, who came before that and whom somebody looks after."""
    since = today - timedelta(days=60)
    contact = Service.objects.filter(enrollment=OuterRef("pk"), type__is_contact=True, date__gte=since)
    looked_after = StaffAssignment.objects.filter(enrollment=OuterRef("pk"), ended_on__isnull=True)
    return list(
        Enrollment.objects.filter(
            Exists(looked_after), ~Exists(contact), stage=Stage.ACTIVE, entry_date__lt=since
        ).values_list("id")
    )


def lonely_administrators(today: date) -> Found:
    found = list(
        StaffMember.objects.filter(is_active=True, roles__role=Role.ADMINISTRATOR).values_list("id").distinct()
    )
    return found if len(found) < 2 else []


def lists_over_the_agreed(today: date) -> Found:
    """Workers with more than 25 people on their list."""
    open_now = StaffAssignment.objects.filter(ended_on__isnull=True, enrollment__stage__in=HERE)
    people = open_now.values("staff").annotate(people=Count("enrollment__participant", distinct=True))
    return list(people.filter(people__gt=25).order_by("staff").values_list("staff"))


def served_after_exit(today: date) -> Found:
    """Enrollments with a service after their exit."""
    late = Service.objects.filter(date__gt=F("enrollment__exit_date"))
    return list(late.order_by("enrollment").values_list("enrollment").distinct())


def families_never_asked(today: date) -> Found:
    """Families who came more than a month ago and were asked nothing at the start."""
    asked = Assessment.objects.filter(enrollment=OuterRef("pk"), point=CollectionPoint.START)
    came = Enrollment.objects.filter(program__field="family_support", entry_date__lt=today - timedelta(days=31))
    return list(came.filter(~Exists(asked)).values_list("id"))


def sites_that_stopped_asking(today: date) -> Found:
    """Sites of Bright Path where nobody has answered the questions on belonging for half a year after the start,
    though youth were asked before."""
    asked = Assessment.objects.filter(answers__has_key="belonging_short_score").exclude(
        point__in=[CollectionPoint.START, CollectionPoint.EXIT]
    )
    by_site = asked.values("enrollment__site").annotate(last=Max("date"), first=Min("date"))
    limit = today - timedelta(days=182)
    return list(by_site.filter(last__lt=limit).values_list("enrollment__site"))


def programs_without_outcome(today: date) -> Found:
    """Programs that deliver services and have never asked anyone anything."""
    asked = Assessment.objects.filter(enrollment__program=OuterRef("pk"))
    served = Service.objects.filter(enrollment__program=OuterRef("pk"))
    return list(Program.objects.filter(Exists(served), ~Exists(asked)).values_list("id"))


def months_without_wages(today: date) -> Found:
    """Months of this year in which one-year job checks were due and none was made: (year, month)."""
    begun = Assessment.objects.filter(instrument__key="job_record").values_list("date", flat=True)
    due = {(day.year + 1, day.month) for day in begun if (day.year + 1, day.month) < (today.year, today.month)}
    made = Assessment.objects.filter(instrument__key="one_year_job_check").values_list("date", flat=True)
    done = {(day.year, day.month) for day in made}
    return sorted(month for month in due - done if month[0] == today.year)


def adults_who_left_without_income(today: date) -> Found:
    """Adults who left Home Again in the year of the HUD report without an income at exit."""
    told = Assessment.objects.filter(
        enrollment=OuterRef("pk"), point=CollectionPoint.EXIT, answers__has_key="monthly_income"
    )
    left = Enrollment.objects.filter(
        program__field="rapid_rehousing", exit_date__range=(date(2025, 10, 1), date(2026, 9, 30))
    ).exclude(relationship="child")
    return list(left.filter(~Exists(told)).values_list("id"))


def rent_without_move_in(today: date) -> Found:
    """Enrollments for which a rent was paid and no move-in date is known."""
    paid = Service.objects.filter(enrollment=OuterRef("pk"), amount__isnull=False)
    return list(Enrollment.objects.filter(Exists(paid)).exclude(answers__has_key="move_in_date").values_list("id"))


def matches_never_ended(today: date) -> Found:
    """Youth who left, and whose match was not closed."""
    left = Enrollment.objects.filter(exit_date__isnull=False, answers__has_key="match_start_date")
    return list(left.exclude(answers__has_key="match_end_date").values_list("id"))


def impossible_school_days(today: date) -> Found:
    """School records with more days missed than the month had."""
    records = Assessment.objects.filter(instrument__key="school_record").values_list("id", "answers")
    return [
        (key,) for key, answers in records if int(answers["school_days_missed"]) > int(answers["school_days_in_month"])
    ]


def townships_hardly_reached(today: date) -> Found:
    """Northern townships with fewer than five in a hundred of all clients with a known place."""
    places = list(Participant.objects.filter(answers__has_key="township").values_list("answers__township", flat=True))
    return [(town.key,) for town in TOWNS if town.is_northern and places.count(town.key) < 0.05 * len(places)]
