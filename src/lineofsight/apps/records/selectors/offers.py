"""What is offered to be written down in a program: kinds of service and instruments, those in use there first.

A kind of service that an import brought is offered where it is in use, or everywhere once somebody says so: else the
kinds of one program's spreadsheet would stand in the list of every other. An instrument of a system that keeps whole
programs is offered only where it was filled here: it is filled over there.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, Count, IntegerField, Max, Q, QuerySet, Value, When

from lineofsight.apps.agency.models import Source, StaffMember
from lineofsight.apps.forms.models import Instrument
from lineofsight.apps.forms.selectors import instruments

from ..models import Assessment, CollectionPoint, Enrollment, Service, ServiceType

LATEST_ASSESSMENTS = 50


@dataclass(frozen=True)
class OfferedInstruments:
    """used: in these programs, the latest first. others: by title."""

    used: tuple[Instrument, ...]
    others: tuple[Instrument, ...]


def service_types_for(enrollments: list[Enrollment]) -> QuerySet[ServiceType]:
    """What can be delivered in these programs: first what is in use there or made for them, then the rest, by name."""
    programs = {each.program_id for each in enrollments}
    used = set(Service.objects.filter(enrollment__program__in=programs).values_list("type", flat=True).distinct())
    near = Q(program__in=programs) | Q(pk__in=used)
    return (
        ServiceType.objects.filter(Q(program__in=programs) | Q(program__isnull=True))
        .filter(near | Q(source__isnull=True) | Q(is_open_to_all=True))
        .order_by(Case(When(near, then=Value(0)), default=Value(1), output_field=IntegerField()), "name", "pk")
    )


def last_type_of(staff: StaffMember, enrollments: list[Enrollment]) -> ServiceType | None:
    """What this person delivered last to this client, or else was delivered to them last at all."""
    services = Service.objects.filter(enrollment__in=enrollments).select_related("type").order_by("-date", "-pk")
    last = services.filter(staff=staff).first() or services.first()
    return last.type if last else None


def instruments_for(enrollments: list[Enrollment]) -> OfferedInstruments:
    """What can be asked in these programs. An instrument of a system that keeps whole programs is offered only when it
    was filled here, in one of these, before."""
    here = {
        row["instrument"]: row
        for row in Assessment.objects.filter(enrollment__program__in={each.program_id for each in enrollments})
        .order_by()
        .values("instrument")
        .annotate(newest=Max("pk"), typed=Count("pk", filter=Q(source__isnull=True)))
    }
    kinds = set(_keepers_of_programs().values_list("kind", flat=True))
    offered = [each for each in instruments() if each.pack not in kinds or (each.pk in here and here[each.pk]["typed"])]
    used = [each for each in offered if each.pk in here]
    return OfferedInstruments(
        used=tuple(sorted(used, key=lambda each: here[each.pk]["newest"], reverse=True)),
        others=tuple(each for each in offered if each.pk not in here),
    )


def usual_point(instrument: Instrument, enrollments: list[Enrollment]) -> str | None:
    """When this instrument is made in these programs, if its latest assessments there were all made at one stage.

    None when it is made at several, or was never made: then nothing can be proposed.
    """
    latest = Assessment.objects.filter(
        instrument=instrument, enrollment__program__in={each.program_id for each in enrollments}
    ).order_by("-pk")[:LATEST_ASSESSMENTS]
    points = set(latest.values_list("point", flat=True))
    return points.pop() if len(points) == 1 else None


def still_asked_at_the_end(enrollment: Enrollment) -> Instrument | None:
    """What is asked of people who leave this program and was not asked on this enrollment yet: of several, the one in
    use the latest. What one asks at the end is what was always made at the end there."""
    asked = set(enrollment.assessments.values_list("instrument", flat=True))
    for each in instruments_for([enrollment]).used:
        if each.pk not in asked and usual_point(each, [enrollment]) == CollectionPoint.EXIT:
            return each
    return None


def _keepers_of_programs() -> QuerySet[Source]:
    """The sources in which whole programs are kept."""
    return Source.objects.filter(mastered_programs__isnull=False).distinct()
