""" "How is the team doing?": the caseload of the people one supervises, clients without a worker, clients not seen.

Figures about one worker are shown to that worker's direct supervisor and to nobody above, in the order of names.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lineofsight.apps.agency.models import Role, StaffMember
from lineofsight.apps.agency.words import the_words

from ...models import Enrollment, StaffAssignment, Task
from ..people_list import Shown, listed_people
from ..standing import last_contacts, under_way, unseen_since, without_worker
from ..visibility import enrollments_in_places_of

AT_MOST = 50
EVERYONE_NOW = Shown(mine=False, program=None, site=None, stage="active")


@dataclass(frozen=True)
class Caseload:
    """One directly supervised worker. unseen: of their clients, not seen for three weeks."""

    worker: StaffMember
    people: int
    unseen: int
    late_tasks: int


@dataclass(frozen=True)
class UnseenClient:
    enrollment: Enrollment
    last_seen: date | None


@dataclass(frozen=True)
class SupervisorHome:
    """listed: people on the list that the page leads to; wider than the team of whoever holds another role too."""

    today: date
    caseloads: tuple[Caseload, ...]
    without_worker: tuple[Enrollment, ...]
    without_worker_count: int
    unseen: tuple[UnseenClient, ...]
    unseen_count: int
    listed: int

    @property
    def answer(self) -> tuple[str, str]:
        first = (
            ngettext(
                "One %(client)s has no worker.", "%(number)d %(clients)s have no worker.", self.without_worker_count
            )
            % {"number": self.without_worker_count, **vars(the_words())}
            if self.without_worker_count
            else _("Everyone has a worker.")
        )
        rest = (
            ngettext(
                "One person has not been seen for three weeks.",
                "%(number)d people have not been seen for three weeks.",
                self.unseen_count,
            )
            % {"number": self.unseen_count}
            if self.unseen_count
            else _("Everyone was seen in the last three weeks.")
        )
        return first, rest


def supervisor_home(staff: StaffMember, *, today: date) -> SupervisorHome:
    """The home of a supervisor. Eleven queries, however large the team."""
    team = enrollments_in_places_of(staff, Role.SUPERVISOR)
    ongoing = under_way(team)
    alone = without_worker(ongoing)
    unseen = unseen_since(team, today=today)
    shown = list(
        unseen.select_related("participant", "program").order_by(
            "participant__last_name", "participant__first_name", "pk"
        )[:AT_MOST]
    )
    seen = last_contacts(each.pk for each in shown)
    return SupervisorHome(
        today=today,
        caseloads=tuple(_caseloads(staff, ongoing, unseen, today)),
        without_worker=tuple(
            alone.select_related("participant", "program", "site").order_by(
                "participant__last_name", "participant__first_name", "pk"
            )[:AT_MOST]
        ),
        without_worker_count=alone.count(),
        unseen=tuple(UnseenClient(each, seen.get(each.pk)) for each in shown),
        unseen_count=unseen.count(),
        listed=listed_people(staff, EVERYONE_NOW).count(),
    )


def people_looked_after(supervisor: StaffMember) -> dict[int, int]:
    """Worker id → people they look after now, of each worker whom this person supervises directly. Two queries."""
    ongoing = under_way(enrollments_in_places_of(supervisor, Role.SUPERVISOR))
    workers = dict.fromkeys(StaffMember.objects.filter(supervisor=supervisor).values_list("pk", flat=True), 0)
    return workers | _people_per_worker(
        StaffAssignment.objects.filter(staff__in=workers, ended_on__isnull=True, enrollment__in=ongoing)
    )


def _people_per_worker(assignments: QuerySet[StaffAssignment]) -> dict[int, int]:
    return dict(
        assignments.order_by()
        .values("staff")
        .annotate(people=Count("enrollment__participant", distinct=True))
        .values_list("staff", "people")
    )


def _caseloads(
    staff: StaffMember, ongoing: QuerySet[Enrollment], unseen: QuerySet[Enrollment], today: date
) -> list[Caseload]:
    workers = list(StaffMember.objects.filter(supervisor=staff, is_active=True).order_by("name", "id"))
    assigned = StaffAssignment.objects.filter(staff__in=workers, ended_on__isnull=True)
    people = _people_per_worker(assigned.filter(enrollment__in=ongoing))
    waiting = _people_per_worker(assigned.filter(enrollment__in=unseen))
    late = dict(
        Task.objects.filter(owner__in=workers, done_at__isnull=True, due_on__lt=today)
        .filter(Q(enrollment__isnull=True) | Q(enrollment__in=ongoing))
        .values("owner")
        .annotate(tasks=Count("pk"))
        .values_list("owner", "tasks")
    )
    return [
        Caseload(worker, people.get(worker.pk, 0), waiting.get(worker.pk, 0), late.get(worker.pk, 0))
        for worker in workers
    ]
