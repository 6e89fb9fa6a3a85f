"""What cannot be true: one person twice in a program, services after an exit, rent without a move-in, more days missed
than there were."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, QuerySet

from lineofsight.apps.records.models import Assessment, Enrollment
from lineofsight.apps.records.selectors.standing import services_standing, under_way, without_worker

NOT_SEEN_DAYS = 60

Concerned = list[tuple[int, int | None]]
Found = dict[tuple[int, int | None, str], Concerned]


def nobody_looks_after(enrollments: QuerySet[Enrollment], today: date) -> Found:
    """Under way, and on nobody's list."""
    return by_place(without_worker(under_way(enrollments)))


def not_seen_for_long(enrollments: QuerySet[Enrollment], today: date) -> Found:
    """Active and looked after, and without a contact for two months: perhaps they left and nobody wrote it down."""
    since = today - timedelta(days=NOT_SEEN_DAYS)
    seen = services_standing().filter(enrollment=OuterRef("pk"), type__is_contact=True, date__gte=since)
    looked_after = enrollments.filter(assignments__ended_on__isnull=True, assignments__isnull=False)
    active = under_way(enrollments).filter(stage="active", entry_date__lt=since, pk__in=looked_after.values("pk"))
    ever = services_standing().filter(enrollment__program=OuterRef("program"), type__is_contact=True)
    return by_place(active.filter(~Exists(seen), Exists(ever)))


def in_a_program_twice(enrollments: QuerySet[Enrollment], today: date) -> Found:
    """Under way beside another stay of the same person in the same program: at another site, or as a source says it."""
    ongoing = under_way(enrollments)
    beside = ongoing.filter(participant=OuterRef("participant"), program=OuterRef("program")).exclude(pk=OuterRef("pk"))
    return by_place(ongoing.filter(Exists(beside)))


def served_after_exit(enrollments: QuerySet[Enrollment], today: date) -> Found:
    late = services_standing().filter(enrollment=OuterRef("pk"), date__gt=OuterRef("exit_date"))
    return by_place(enrollments.filter(Exists(late), exit_date__isnull=False))


def rent_without_move_in(enrollments: QuerySet[Enrollment], today: date) -> Found:
    """Rent was paid, so somebody lives there, and the day of the move-in is not known; asked of others there."""
    paid = services_standing().filter(enrollment=OuterRef("pk"), amount__isnull=False)
    asks = Enrollment.objects.filter(program=OuterRef("program"), answers__has_key="move_in_date")
    return by_place(enrollments.filter(Exists(paid), Exists(asks)).exclude(answers__has_key="move_in_date"))


def matches_never_ended(enrollments: QuerySet[Enrollment], today: date) -> Found:
    left = enrollments.filter(exit_date__isnull=False, answers__has_key="match_start_date")
    return by_place(left.exclude(answers__has_key="match_end_date"))


def impossible_school_days(enrollments: QuerySet[Enrollment], today: date) -> Found:
    """School records with more days missed than the month had."""
    records = (
        Assessment.objects.filter(enrollment__in=enrollments.order_by().values("pk"))
        .exclude(standing="withdrawn")
        .filter(answers__has_keys=["school_days_missed", "school_days_in_month"])
        .annotate(program=F("enrollment__program"), site=F("enrollment__site"))
        .order_by("pk")
        .values_list("pk", "enrollment", "program", "site", "answers")
    )
    found: Found = defaultdict(list)
    for entry, enrollment, program, site, answers in records:
        if int(answers["school_days_missed"]) > int(answers["school_days_in_month"]):
            found[program, site, ""].append((enrollment, entry))
    return found


def by_place(enrollments: QuerySet[Enrollment]) -> Found:
    """Enrollments by program and site. One query."""
    found: Found = defaultdict(list)
    for pk, program, site in enrollments.order_by("pk").values_list("pk", "program", "site").distinct():
        found[program, site, ""].append((pk, None))
    return found
