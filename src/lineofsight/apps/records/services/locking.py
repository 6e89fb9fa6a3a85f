"""Rows locked for a change, in one order: household, person, stay.

Whoever needs several of them takes them in this order, and several of a kind by id. Then two changes at the same moment
wait for each other, never both at once. On SQLite, where one writes at a time, nothing is locked here.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lineofsight.problems import Conflict

from ..models import Enrollment, Household, Participant


def locked_household(household_id: int) -> Household:
    return Household.objects.select_for_update(of=("self",)).select_related("source").get(pk=household_id)


def locked_participant(participant_id: int) -> Participant:
    return Participant.objects.select_for_update().get(pk=participant_id)


def locked_stay(enrollment: Enrollment) -> Enrollment:
    """A stay, with its person and its household. Raises R709 when it came into another household meanwhile."""
    stay = Enrollment.objects.only("household_id", "participant_id").get(pk=enrollment.pk)
    if stay.household_id is not None:
        locked_household(stay.household_id)
    locked_participant(stay.participant_id)
    row = _stays().select_related("site", "household").get(pk=stay.pk)
    if row.household_id not in (stay.household_id, None):
        # To lock the other one now would be the wrong order.
        raise Conflict(
            "R709",
            _("This person was put into another household at this moment."),
            _("Open the page again and look at it, then save once more."),
        )
    return row


def locked_stays(stays: Collection[Enrollment]) -> list[Enrollment]:
    """Several stays, by id; those of a household are locked after it."""
    return list(_stays().filter(pk__in=[stay.pk for stay in stays]).order_by("pk"))


def _stays() -> QuerySet[Enrollment]:
    return Enrollment.objects.select_for_update(of=("self",)).select_related(
        "participant", "program__mastered_in", "source"
    )
