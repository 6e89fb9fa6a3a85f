"""What must not be told to somebody who opens files: anything from which they could tell that a person is in a
protected program they may not know of.

Of staff, those are named who hold a role outside such programs. Of the trail, entries about people are left out when
they were made by somebody else, or are about an enrollment in such a program: with the client's number and the file
open beside it, a name or a row that is not there would say it all. Who opens no files (an administrator) sees numbers
of clients and cannot look them up, so nothing is left out for them.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from lineofsight.apps.agency.models import Protection, StaffMember
from lineofsight.apps.agency.permissions import SEE_PEOPLE, has_role

from ..models import Assessment, Enrollment, Service, StaffAssignment, Task
from .visibility import programs_closed_to, programs_visible_to

_OF_AN_ENROLLMENT = (Service, Assessment, StaffAssignment, Task)


def staff_open_to(reader: StaffMember) -> QuerySet[StaffMember]:
    """Those who hold a role outside the protected programs this reader may not see, and the reader."""
    may_know = Q(roles__program__isnull=True) | Q(roles__program__protection=Protection.NONE)
    may_know |= Q(roles__program__in=programs_visible_to(reader))
    return StaffMember.objects.filter(Q(pk=reader.pk) | (may_know & Q(roles__isnull=False))).distinct()


def entries_hidden_from(reader: StaffMember) -> Q | None:
    """Entries of the trail that this reader is not shown; None when all may be."""
    closed = programs_closed_to(reader)
    if not has_role(reader, SEE_PEOPLE) or not closed.exists():
        return None
    enrollments = Enrollment.objects.filter(program__in=closed.values("pk"))
    by_others = Q(actor__isnull=False) & ~Q(actor__in=staff_open_to(reader).order_by().values("pk"))
    about = Q(subject=Enrollment._meta.label_lower, subject_id__in=enrollments.values("pk"))
    for model in _OF_AN_ENROLLMENT:
        rows = model._default_manager.filter(enrollment__in=enrollments.values("pk")).order_by()
        about |= Q(subject=model._meta.label_lower, subject_id__in=rows.values("pk"))
    return Q(participant_id__isnull=False) & (by_others | about)
