"""People of whom nobody knows how they stand: on nobody's list, not seen for long, or twice in one program.

Who looks after whom is no fact, so that these are asked of the records themselves. What an answer says about another
is for the checks that packs declare.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from lineofsight.apps.records.models import Enrollment
from lineofsight.apps.records.selectors.standing import services_standing, under_way, without_worker

NOT_SEEN_DAYS = 60

Found = dict[tuple[int, int | None, str], list[int]]
"""(program, site, data element) → enrollments."""


def nobody_looks_after(enrollments: QuerySet[Enrollment]) -> Found:
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


def in_a_program_twice(enrollments: QuerySet[Enrollment]) -> Found:
    """Under way beside another stay of the same person in the same program: at another site, or as a source says it."""
    ongoing = under_way(enrollments)
    beside = ongoing.filter(participant=OuterRef("participant"), program=OuterRef("program")).exclude(pk=OuterRef("pk"))
    return by_place(ongoing.filter(Exists(beside)))


def by_place(enrollments: QuerySet[Enrollment]) -> Found:
    """Enrollments by program and site. One query."""
    found: Found = defaultdict(list)
    for pk, program, site in enrollments.order_by("pk").values_list("pk", "program", "site").distinct():
        found[program, site, ""].append(pk)
    return found
