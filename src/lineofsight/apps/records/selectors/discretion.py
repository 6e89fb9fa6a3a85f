"""What must not be told to somebody who opens files: anything from which they could tell that a person is in a
protected program they may not know of.

Of staff, those are named who hold a role outside such programs. Of the trail, entries about people are left out when
they were made by somebody else, or are about an enrollment in such a program: with the client's number and the file
open beside it, a name or a row that is not there would say it all. Who opens no files (an administrator) sees numbers
of clients and cannot look them up, so nothing is left out for them.

A source that brings people of such programs alone is not named to them either, nor is a file: "kept in Harbor House"
beside somebody's name says where that person is. Beside people no source is named to them then, since the one without
a name would say it as well.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from lineofsight.apps.agency.models import ImportRun, Program, Protection, Source, StaffMember
from lineofsight.apps.agency.permissions import SEE_PEOPLE, has_role

from ..models import Assessment, Enrollment, Service, StaffAssignment, Task
from .visibility import of_sources_of, places_of, programs_closed_to, programs_visible_to

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


@dataclass(frozen=True)
class Tellable:
    """What may be named to one reader; asking costs no query. closed: protected programs they may not know the people
    of. known: those they may. untold: sources that bring people of closed programs alone."""

    reader_id: int
    closed: frozenset[int]
    known: frozenset[int]
    untold: frozenset[int]

    def names_source(self, source_id: int | None) -> bool:
        return source_id not in self.untold

    def names_run(self, run: ImportRun) -> bool:
        """Who brought a file knows its name. Of others it is told once it is known to speak of an open program."""
        closed = self.closed_of(run)
        if not (self.closed or closed) or run.started_by_id == self.reader_id:
            return True
        if programs := run.summary.get("programs"):
            return not closed.issuperset(programs)
        return run.source_id is not None and self.names_source(run.source_id)

    def closed_of(self, run: ImportRun) -> frozenset[int]:
        """Programs of this import that are closed to the reader: protected now, or as the file would have it."""
        programs = self.closed.intersection(run.summary.get("programs", []))
        if run.state == ImportRun.State.WRITTEN:
            return programs | self.closed.intersection(run.summary.get("protected", []))
        return programs | (frozenset(run.summary.get("protected", [])) - self.known)


def names_sources_to(reader: StaffMember) -> bool:
    """Whether pages name beside a person the source that keeps them. At most three queries."""
    closed = programs_closed_to(reader)
    return not (closed.exists() and _untold_sources(closed))


def tellable_to(reader: StaffMember) -> Tellable:
    """At most four queries; one where nothing is closed to the reader."""
    closed = programs_closed_to(reader)
    ids = frozenset(closed.values_list("pk", flat=True))
    known = frozenset(
        place.program_id for place in places_of(reader, SEE_PEOPLE) if place.program_id and place.site_id is None
    )
    return Tellable(reader.pk, ids, known, _untold_sources(closed) if ids else frozenset())


def _untold_sources(closed: QuerySet[Program]) -> frozenset[int]:
    others = Program.objects.exclude(pk__in=closed.values("pk")).order_by()
    bring_some = set(Source.objects.filter(of_sources_of(closed, "pk")).values_list("pk", flat=True))
    if not bring_some:
        return frozenset()
    bring_others = Source.objects.filter(pk__in=bring_some).filter(of_sources_of(others, "pk"))
    return frozenset(bring_some.difference(bring_others.values_list("pk", flat=True)))
