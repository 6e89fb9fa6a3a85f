"""When somebody leaves: their sign-in ends, and what they look after goes to somebody else.

The rule: for each kind of thing they hold somebody has chosen who takes it, or said on purpose that
nobody does yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lineofsight.problems import Problem

from .. import handover
from ..clock import today
from ..models import StaffMember, TrailEntry
from ..permissions import check_can_manage_people
from . import trail
from .invitations import end_invitations, end_sessions
from .staff import check_not_last_administrator, write_staff

SUPERVISED = "supervised"
THE_SUPERVISED = gettext_lazy("the people they supervise")


def deactivate(
    staff: StaffMember, *, heirs: Mapping[str, StaffMember | None], last_day: date, actor: StaffMember
) -> None:
    """End the sign-in now and hand over. heirs: key of the holding, and "supervised" → who takes it; None: nobody yet.

    Raises when a kind that is held is missing from heirs, when the last day is not possible, and for the last
    administrator. Entries and notes stay as they are, with the name.
    """
    check_can_manage_people(actor)
    if last_day > today():
        raise Problem(
            "A030",
            _("The sign-in ends at once, so the last day cannot be after today."),
            _("Come back on %(day)s.") % {"day": date_format(last_day, "l, F j")},
        )
    if staff.joined_on and last_day < staff.joined_on:
        raise Problem(
            "A031",
            _("%(name)s joined on %(day)s.") % {"name": staff.name, "day": date_format(staff.joined_on)},
            _("Enter a last day on or after that."),
        )
    with transaction.atomic():
        check_not_last_administrator(staff)
        counts = {held.holding.key: held.count for held in _hand_over_holdings(staff, heirs, last_day, actor)}
        counts[SUPERVISED] = _hand_over_supervised(staff, heirs, actor)
        end_sessions(staff)
        end_invitations(staff)
        Authenticator.objects.filter(user=staff).delete()
        staff.is_active = False
        staff.left_on = last_day
        staff.save(update_fields=["is_active", "left_on"])
        trail.record(
            TrailEntry.Action.ENDED,
            staff,
            actor=actor,
            handed_over={key: count for key, count in counts.items() if count},
            heirs={key: heir.pk if heir else None for key, heir in heirs.items()},
        )


def bring_back(staff: StaffMember, *, actor: StaffMember) -> None:
    """Make a former member of staff active again, with the roles they had. They need a new invitation to sign in."""
    check_can_manage_people(actor)
    with transaction.atomic():
        staff.is_active = True
        staff.left_on = None
        staff.last_login = None  # invited like somebody new; the trail keeps when they came before
        staff.save(update_fields=["is_active", "left_on", "last_login"])
        trail.record(TrailEntry.Action.CHANGED, staff, actor=actor, fields=["is_active"])


def _hand_over_holdings(
    staff: StaffMember, heirs: Mapping[str, StaffMember | None], last_day: date, actor: StaffMember
) -> list[handover.Held]:
    held_now = handover.held_by(staff)
    for held in held_now:
        heir = _chosen(heirs, held.holding.key, held.title)
        if heir is not None and not held.holding.may_take(staff).filter(pk=heir.pk).exists():
            raise Problem(
                "A033",
                _("%(name)s may not take %(what)s.") % {"name": heir.name, "what": held.title},
                _("Choose somebody else, or give the role first."),
            )
        held.holding.hand_over(staff, heir, actor=actor, on=last_day)
    return held_now


def _hand_over_supervised(staff: StaffMember, heirs: Mapping[str, StaffMember | None], actor: StaffMember) -> int:
    supervised = list(staff.supervised.filter(is_active=True).exclude(pk=_pk(heirs.get(SUPERVISED))))
    if staff.supervised.filter(is_active=True).exists():
        heir = _chosen(heirs, SUPERVISED, str(THE_SUPERVISED))
        if heir is not None and heir.supervisor_id == staff.pk:
            write_staff(heir, {"supervisor": staff.supervisor}, actor=actor)  # moves up into the place that is left
        for person in supervised:
            write_staff(person, {"supervisor": heir}, actor=actor)
    return len(supervised)


def _pk(staff: StaffMember | None) -> int:
    return staff.pk if staff else 0


def _chosen(heirs: Mapping[str, StaffMember | None], key: str, what: str) -> StaffMember | None:
    if key not in heirs:
        raise Problem(
            "A032",
            _("Nobody was chosen for %(what)s.") % {"what": what},
            _("Choose a person, or “Nobody yet”."),
        )
    return heirs[key]
