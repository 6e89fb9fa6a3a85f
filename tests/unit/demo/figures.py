"""Figures of the made-up agency, worked out by hand from its rows: what later measures should come near.

Plain Python over whole tables, on purpose: it shares nothing with the way measures will be computed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Any

from lineofsight.apps.records.models import Assessment, CollectionPoint, Enrollment, Service

PERMANENT = {"rental_no_subsidy", "rental_subsidy", "owned_home", "family_for_good", "friends_for_good"}


@dataclass(frozen=True)
class Share:
    numerator: int
    denominator: int

    @property
    def share(self) -> float:
        return self.numerator / self.denominator


def share_of(things: Iterable[Any], counts: Callable[[Any], bool]) -> Share:
    judged = [counts(thing) for thing in things]
    return Share(sum(judged), len(judged))


def _enrollments(field: str) -> list[Enrollment]:
    return list(Enrollment.objects.filter(program__field=field).select_related("site"))


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None


def matches_lasting_a_year(first: date, last: date) -> Share:
    """Matches begun from first to last that were open 365 days later."""
    begun = []
    for each in _enrollments("youth_mentoring"):
        start = _day(each.answers.get("match_start_date"))
        if start and first <= start <= last:
            begun.append((start, _day(each.answers.get("match_end_date"))))
    return share_of(begun, lambda match: match[1] is None or (match[1] - match[0]).days >= 365)


def attending_more(month_end: date, *, site: str | None = None) -> Share:
    """Youth matched for 12 months or more who attended a larger share of school days than before their match."""
    before = {
        each.enrollment_id: float(each.answers["attendance_before_match"])
        for each in Assessment.objects.filter(instrument__key="youth_start")
    }
    records = Assessment.objects.filter(instrument__key="school_record", date=month_end)
    if site:
        records = records.filter(enrollment__site__name=site)
    return share_of(
        records,
        lambda record: (
            1 - record.answers["school_days_missed"] / record.answers["school_days_in_month"]
            > before[record.enrollment_id]
        ),
    )


def meetings_a_month(first: date, last: date, *, site: str) -> float:
    """Mentor meetings per 30 days and youth with at least one."""
    days = list(
        Service.objects.filter(
            type__name="Mentor meeting", date__range=(first, last), enrollment__site__name=site
        ).values_list("enrollment_id", flat=True)
    )
    return len(days) / len(set(days)) / (((last - first).days + 1) / 30)


def _at(point: CollectionPoint, key: str, **where: Any) -> dict[int, Any]:
    found = Assessment.objects.filter(point=point, answers__has_key=key, **where)
    return {each.enrollment_id: each.answers[key] for each in found}


def families_functioning_better(first: date, last: date) -> Share:
    start = _at(CollectionPoint.START, "family_functioning_score")
    end = _at(CollectionPoint.EXIT, "family_functioning_score")
    left = [
        each.pk
        for each in _enrollments("family_support")
        if each.exit_date
        and first <= each.exit_date <= last
        and (each.exit_date - (each.entry_date or each.exit_date)).days >= 60
        and each.pk in start
        and each.pk in end
    ]
    return share_of(left, lambda key: round(float(end[key]) - float(start[key]), 1) >= 0.5)


def goals_reached(first: date, last: date) -> Share:
    found = _at(CollectionPoint.EXIT, "family_goal_result", date__range=(first, last))
    return share_of(found.values(), lambda result: result == "reached")


def jobs_kept_six_months(first: date, last: date) -> Share:
    """Jobs begun from first to last; people who were not reached count as not at work."""
    jobs = Assessment.objects.filter(instrument__key="job_record", date__range=(first, last))
    kept = {
        each.enrollment_id
        for each in Assessment.objects.filter(instrument__key="six_month_job_check")
        if each.answers.get("employed_at_check")
    }
    return share_of(jobs, lambda job: job.enrollment_id in kept)


def wages_after_one_year(first: date, last: date) -> list[float]:
    checks = Assessment.objects.filter(instrument__key="one_year_job_check", date__range=(first, last))
    return [float(each.answers["hourly_wage"]) for each in checks if "hourly_wage" in each.answers]


def income_growth(field: str, first: date, last: date) -> tuple[float, int]:
    """Median change from start to exit in dollars a month, and of how many adults who were here 90 days or more."""
    start = _at(CollectionPoint.START, "monthly_income")
    end = _at(CollectionPoint.EXIT, "monthly_income")
    changes = [
        float(end[each.pk]) - float(start[each.pk])
        for each in _enrollments(field)
        if each.exit_date
        and first <= each.exit_date <= last
        and (each.exit_date - (each.entry_date or each.exit_date)).days >= 90
        and each.pk in start
        and each.pk in end
    ]
    return median(changes), len(changes)


def exits_to_permanent_housing(first: date, last: date) -> Share:
    left = [each for each in _enrollments("rapid_rehousing") if each.exit_date and first <= each.exit_date <= last]
    return share_of(left, lambda each: each.answers.get("exit_destination") in PERMANENT)


def days_until_move_in(first: date, last: date) -> tuple[float, int]:
    """Median days of households that moved in from first to last, and how many they are."""
    waits = []
    for each in _enrollments("rapid_rehousing"):
        moved_in = _day(each.answers.get("move_in_date"))
        if each.relationship == "head" and moved_in and first <= moved_in <= last:
            waits.append((moved_in - (each.entry_date or moved_in)).days)
    return (median(waits) if waits else 0.0), len(waits)


def returned_within_a_year(first: date, last: date) -> Share:
    """Of people asked from first to last how it went in the year since they left to a permanent home."""
    checks = Assessment.objects.filter(instrument__key="one_year_housing_check", date__range=(first, last))
    answered = [each for each in checks if each.answers["follow_up_result"] == "answered"]
    return share_of(answered, lambda each: "homeless_again_on" in each.answers)


def visited_in_month(first: date) -> Share:
    """People here all month who were visited at least once."""
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    here = [
        each.pk
        for each in _enrollments("rapid_rehousing")
        if each.entry_date and each.entry_date <= first and (each.exit_date is None or each.exit_date > last)
    ]
    visited = set(
        Service.objects.filter(enrollment__in=here, type__name="Case manager’s visit", date__range=(first, last))
        .values_list("enrollment_id", flat=True)
        .distinct()
    )
    return share_of(here, lambda key: key in visited)


def landlords_answering_in_3_days(first: date, last: date) -> Share:
    asked = Service.objects.filter(type__name="Landlord contact", date__range=(first, last))
    return share_of(
        asked,
        lambda each: (
            "landlord_answered_on" in each.answers
            and (_day(each.answers["landlord_answered_on"]) - _day(each.answers["landlord_asked_on"])).days <= 3  # type: ignore[operator]
        ),
    )


def recorded_within_7_days(first: date, last: date) -> Share:
    given = Service.objects.filter(date__range=(first, last)).values_list("date", "created_at")
    return share_of(given, lambda pair: (pair[1].date() - pair[0]).days <= 7)


def people_served(first: date, last: date) -> int:
    return Service.objects.filter(date__range=(first, last)).values("enrollment__participant").distinct().count()


def completed(first: date, last: date) -> Share:
    left = Enrollment.objects.filter(exit_date__range=(first, last)).exclude(program__field="food_basic_needs")
    return share_of(left, lambda each: each.stage == "completed")
