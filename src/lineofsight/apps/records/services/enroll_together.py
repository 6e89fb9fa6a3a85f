"""Enrolling a household: several of its people at one place, from one day on, in one step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from lineofsight.apps.agency.models import StaffMember
from lineofsight.problems import Problem

from ..models import Enrollment, Household, Participant
from .enrollment_checks import ALREADY_IN
from .enrollments import NewEnrollment, enroll
from .locking import locked_household


def enroll_together(
    household: Household,
    places: Mapping[Participant, str],
    new: NewEnrollment,
    *,
    entry_id: UUID,
    actor: StaffMember,
) -> list[Enrollment]:
    """Enroll these people of a household, each as what they are in it; all of them or none, and the same entry twice is
    once. Who is in the program already stays as they are.

    Raises as `enroll` does, R305 when all of them are in it already, and R708 when nobody is chosen.
    """
    if not places:
        raise Problem("R708", _("Nobody is chosen."), _("Choose those who begin together."))
    enrolled = []
    with transaction.atomic():
        locked_household(household.pk)
        for participant, relationship in places.items():
            stay = replace(new, household=household, relationship=relationship)
            # Each person is an entry of their own, made of the page's.
            own_entry = uuid5(entry_id, str(participant.pk))
            try:
                enrolled.append(enroll(participant, stay, entry_id=own_entry, actor=actor))
            except Problem as problem:
                if problem.code != ALREADY_IN:
                    raise
        if not enrolled:
            raise Problem(
                ALREADY_IN,
                _("All of them are in %(program)s already.") % {"program": new.program.name},
                _("Choose another place, or go back."),
            )
    return enrolled
