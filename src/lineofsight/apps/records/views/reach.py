"""The person, household, enrollment or service an address names, when this viewer may see it.

What is not there and what may not be seen give the same page after the same questions to the database, so that neither
an address nor the time it takes tells anything.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.http import url_has_allowed_host_and_scheme

from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.agency.permissions import staff_of

from ..models import Assessment, Enrollment, Participant, Service
from ..permissions import check_can_change_client, check_can_see_people
from ..selectors.file import visible_participant
from ..selectors.households import HouseholdOnFile, household_on_file
from ..selectors.mastering import kept_elsewhere
from ..selectors.visibility import enrollments_visible_to


def staff_who_sees_people(request: HttpRequest) -> StaffMember:
    """The member of staff behind the request; raises P101 when their roles do not open files."""
    check_can_see_people(request.user)
    return staff_of(request.user)


def own_address(request: HttpRequest, wanted: str | None) -> str | None:
    """The address to go back to, when it is one of ours."""
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}) else None


def participant_or_404(staff: StaffMember, participant_id: int) -> Participant:
    participant = visible_participant(staff, participant_id)
    if participant is None:
        raise Http404
    return participant


def enrollment_or_404(staff: StaffMember, enrollment_id: int) -> Enrollment:
    return get_object_or_404(
        enrollments_visible_to(staff).select_related(
            "participant__source", "program__mastered_in", "site", "source", "paid_by__funder"
        ),
        pk=enrollment_id,
    )


def service_or_404(staff: StaffMember, service_id: int) -> Service:
    return get_object_or_404(
        Service.objects.filter(enrollment__in=enrollments_visible_to(staff)).select_related(
            "enrollment__participant", "enrollment__program", "type", "staff", "source"
        ),
        pk=service_id,
    )


def assessment_or_404(staff: StaffMember, assessment_id: int) -> Assessment:
    return get_object_or_404(
        Assessment.objects.filter(enrollment__in=enrollments_visible_to(staff)).select_related(
            "enrollment__participant", "enrollment__program", "instrument", "staff", "source"
        ),
        pk=assessment_id,
    )


def household_to_change(
    request: HttpRequest, participant_id: int, household_id: int
) -> tuple[StaffMember, Participant, HouseholdOnFile]:
    """Who writes, about whom, in which household; raises R101 when it is kept elsewhere."""
    staff = staff_who_sees_people(request)
    participant = participant_or_404(staff, participant_id)
    check_can_change_client(staff, participant)
    on_file = household_on_file(staff, participant, household_id)
    if on_file is None:
        raise Http404
    if on_file.keeper is not None:
        raise kept_elsewhere(on_file.keeper.title)
    return staff, participant, on_file
