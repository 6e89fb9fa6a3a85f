"""What somebody promised to do."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from lineofsight.apps.agency.models import StaffMember

from ..models import Enrollment, Task
from .visibility import enrollments_visible_to, enrollments_workable_by


def own_open_tasks(staff: StaffMember) -> QuerySet[Task]:
    """Open tasks of this person, by day; those about somebody they may no longer see are left out."""
    return (
        Task.objects.filter(owner=staff, done_at__isnull=True)
        .filter(Q(enrollment__isnull=True) | Q(enrollment__in=enrollments_visible_to(staff)))
        .select_related("enrollment__participant")
        .order_by("due_on", "id")
    )


def open_tasks_about(enrollments: QuerySet[Enrollment], staff: StaffMember) -> QuerySet[Task]:
    """Open tasks about these enrollments, for those who work with them and for their owner."""
    return (
        Task.objects.filter(enrollment__in=enrollments, done_at__isnull=True)
        .filter(Q(owner=staff) | Q(enrollment__in=enrollments_workable_by(staff)))
        .select_related("owner", "enrollment")
        .order_by("due_on", "id")
    )


def task_workable_by(staff: StaffMember, task_id: int) -> Task | None:
    """The task, when it is this person's own or about somebody they work with."""
    return (
        Task.objects.filter(pk=task_id)
        .filter(Q(owner=staff) | Q(enrollment__in=enrollments_workable_by(staff)))
        .select_related("enrollment__participant", "owner")
        .first()
    )
