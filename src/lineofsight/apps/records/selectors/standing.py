"""Where enrollments stand and when somebody was last seen, among enrollments the viewer may see.

Last seen is the day of the newest service that was a contact. What was taken out of the figures counts nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Exists, F, Max, OuterRef, QuerySet

from lineofsight.apps.agency.models import Standing

from ..models import Enrollment, Service, StaffAssignment
from ..models.participation import BEGUN, ENDED

UNSEEN_AFTER_DAYS = 21
RECENT_DAYS = 30
NEWEST_FIRST = (F("exit_date").desc(nulls_first=True), F("entry_date").desc(nulls_first=True), F("pk").desc())


def services_standing() -> QuerySet[Service]:
    """Services that were not taken out of the figures."""
    return Service.objects.exclude(standing=Standing.WITHDRAWN)


def standing(enrollments: QuerySet[Enrollment]) -> QuerySet[Enrollment]:
    """Enrollments that were not taken out of the figures."""
    return enrollments.exclude(standing=Standing.WITHDRAWN)


def under_way(enrollments: QuerySet[Enrollment]) -> QuerySet[Enrollment]:
    """Enrollments that have begun and not ended."""
    return standing(enrollments).filter(stage__in=["enrolled", "active"])


def waiting(enrollments: QuerySet[Enrollment]) -> QuerySet[Enrollment]:
    """Enrollments of people who applied or wait for a place."""
    return standing(enrollments).filter(stage__in=["applied", "waitlisted"])


def ended(enrollments: QuerySet[Enrollment]) -> QuerySet[Enrollment]:
    return standing(enrollments).filter(stage__in=ENDED)


def without_worker(enrollments: QuerySet[Enrollment]) -> QuerySet[Enrollment]:
    """Enrollments that nobody who still works here looks after."""
    open_now = StaffAssignment.objects.filter(enrollment=OuterRef("pk"), ended_on__isnull=True, staff__is_active=True)
    return enrollments.filter(~Exists(open_now))


def entered(enrollments: QuerySet[Enrollment], start: date, end: date) -> QuerySet[Enrollment]:
    """Enrollments that began from start to end, both included."""
    return standing(enrollments).filter(stage__in=BEGUN, entry_date__range=(start, end))


def left(enrollments: QuerySet[Enrollment], start: date, end: date) -> QuerySet[Enrollment]:
    """Enrollments that ended from start to end, both included."""
    return standing(enrollments).filter(exit_date__range=(start, end))


def with_services_between(enrollments: QuerySet[Enrollment], start: date, end: date) -> QuerySet[Enrollment]:
    """Enrollments joined with their services of these days that stand: one row per service, to be counted.

    Begins with the enrollments, so that each asks the index of its services for the days, in place of reading all.
    """
    return enrollments.filter(
        services__date__range=(start, end),
        services__standing__in=[Standing.CURRENT, Standing.NO_LONGER_IN_SOURCE],
    )


def last_contacts(enrollments: Iterable[int]) -> dict[int, date]:
    """Enrollment id → day of its newest contact. One query; enrollments without a contact are absent."""
    newest = (
        services_standing()
        .filter(enrollment__in=list(enrollments), type__is_contact=True)
        .values("enrollment")
        .annotate(newest=Max("date"))
        .values_list("enrollment", "newest")
    )
    return dict(newest)


def unseen_since(enrollments: QuerySet[Enrollment], *, today: date) -> QuerySet[Enrollment]:
    """Enrollments under way for longer than three weeks without a contact in the last three."""
    since = today - timedelta(days=UNSEEN_AFTER_DAYS)
    contact = services_standing().filter(enrollment=OuterRef("pk"), date__gt=since, type__is_contact=True)
    return under_way(enrollments).filter(~Exists(contact), entry_date__lte=since)
