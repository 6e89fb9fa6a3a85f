"""What becomes of clients and tasks when somebody leaves: two holdings of the agency's hand-over."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lineofsight.apps.agency import handover
from lineofsight.apps.agency.models import Protection, StaffMember, TrailEntry
from lineofsight.apps.agency.permissions import WORK_WITH_PEOPLE
from lineofsight.apps.agency.services import trail
from lineofsight.apps.agency.words import the_words

from ..models import StaffAssignment, Task


def register() -> None:
    """Make both kinds known; called once when the app is ready."""
    handover.register(
        handover.Holding(
            key="clients",
            title=_clients_in_words,
            count_for=lambda staff: _open_assignments(staff).values("enrollment__participant").distinct().count(),
            may_take=who_may_take_clients_of,
            hand_over=hand_over_clients,
            without=_("They are listed without a worker until somebody takes them."),
        )
    )
    handover.register(
        handover.Holding(
            key="tasks",
            title=lambda: _("the open tasks"),
            count_for=lambda staff: _open_tasks(staff).count(),
            may_take=who_may_take_tasks_of,
            hand_over=hand_over_tasks,
            without=_("They stay on the files of their people, for whoever works with them next."),
        )
    )


def who_may_take_clients_of(leaver: StaffMember) -> QuerySet[StaffMember]:
    """Those whose roles reach every client on the leaver's list."""
    return _who_reaches(leaver, _open_assignments(leaver).values_list(*_PLACE).distinct())


def who_may_take_tasks_of(leaver: StaffMember) -> QuerySet[StaffMember]:
    """Those whose roles reach everyone the leaver's open tasks are about."""
    return _who_reaches(leaver, _open_tasks(leaver).filter(enrollment__isnull=False).values_list(*_PLACE).distinct())


def hand_over_clients(leaver: StaffMember, heir: StaffMember | None, *, actor: StaffMember | None, on: date) -> None:
    """End the leaver's assignments on that day and, with an heir, begin theirs. Inside the caller's transaction."""
    for assignment in _open_assignments(leaver).select_related("enrollment"):
        participant_id = assignment.enrollment.participant_id
        assignment.ended_on = max(assignment.started_on, on)
        assignment.save(update_fields=["ended_on"])
        trail.record(TrailEntry.Action.ENDED, assignment, actor=actor, participant_id=participant_id, staff=leaver.pk)
        if heir is not None:
            taken, is_new = StaffAssignment.objects.get_or_create(
                enrollment=assignment.enrollment,
                staff=heir,
                ended_on=None,
                defaults={"started_on": assignment.ended_on},
            )
            if is_new:
                trail.record(TrailEntry.Action.ADDED, taken, actor=actor, participant_id=participant_id, staff=heir.pk)


def hand_over_tasks(leaver: StaffMember, heir: StaffMember | None, *, actor: StaffMember | None, on: date) -> None:
    """Give the leaver's open tasks to the heir; without one they stay on the files. Inside the caller's transaction."""
    if heir is None:
        return
    for task in _open_tasks(leaver).select_related("enrollment"):
        task.owner = heir
        task.save(update_fields=["owner"])
        trail.record(
            TrailEntry.Action.CHANGED,
            task,
            actor=actor,
            participant_id=task.enrollment.participant_id if task.enrollment else None,
            staff=heir.pk,
        )


_PLACE = ("enrollment__program", "enrollment__program__protection", "enrollment__site")


def _open_assignments(staff: StaffMember) -> QuerySet[StaffAssignment]:
    return StaffAssignment.objects.filter(staff=staff, ended_on__isnull=True).order_by()


def _open_tasks(staff: StaffMember) -> QuerySet[Task]:
    return Task.objects.filter(owner=staff, done_at__isnull=True).order_by()


def _who_reaches(leaver: StaffMember, places: QuerySet) -> QuerySet[StaffMember]:
    reaching = StaffMember.objects.filter(is_active=True, roles__role__in=WORK_WITH_PEOPLE).exclude(pk=leaver.pk)
    for program, protection, site in places:
        here = Q(roles__program=program)
        if protection == Protection.NONE:
            here |= Q(roles__program__isnull=True)
        at = Q(roles__site__isnull=True)
        if site is not None:
            at |= Q(roles__site=site)
        able = StaffMember.objects.filter(here & at, roles__role__in=WORK_WITH_PEOPLE)
        reaching = reaching.filter(pk__in=able.values("pk"))
    return reaching.distinct().order_by("name", "id")


def _clients_in_words() -> str:
    return _("the %(clients)s on their list") % vars(the_words())
