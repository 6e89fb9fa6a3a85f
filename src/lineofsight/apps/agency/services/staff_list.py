"""Writing a staff list after its preview was seen: all of it or nothing."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from lineofsight.problems import Problem

from ..models import StaffMember
from ..permissions import check_can_manage_people
from ..selectors.staff_list import PlannedPerson, Reference, StaffListPlan, plan_staff_list
from .staff import add_staff, give_role, write_staff


def apply_staff_list(text: str, *, fingerprint: str, actor: StaffMember) -> StaffListPlan:
    """Write what the preview with this fingerprint showed; the plan that was written.

    Raises Problem L010 when the list has problems, L011 when the staff changed since the preview. Invites nobody.
    """
    check_can_manage_people(actor)
    with transaction.atomic():
        plan = plan_staff_list(text)
        if plan.problems:
            raise Problem("L010", _("The list still has problems."), _("Mend them and send the list again."))
        if plan.fingerprint != fingerprint:
            raise Problem("L011", _("The staff list has changed since this preview."), _("Look at the new preview."))
        people: dict[Reference, StaffMember] = {
            one.reference: add_staff(actor=actor, **one.fields)  # type: ignore[arg-type]
            for one in plan.new
        }
        people |= {one.reference: one.staff for one in plan.changed if one.staff}
        for one in plan.changed:
            write_staff(people[one.reference], dict(one.fields), actor=actor)
        _write_supervisors([*plan.new, *plan.changed], people, actor)
        for one in [*plan.new, *plan.changed]:
            if one.role:
                give_role(
                    people[one.reference], one.role.role, program=one.role.program, site=one.role.site, actor=actor
                )
    return plan


def _write_supervisors(lines: list[PlannedPerson], people: dict[Reference, StaffMember], actor: StaffMember) -> None:
    """Only after all of them were let go can no order of writing make a circle that the list does not have."""
    wanted = {one.reference: one.supervisor for one in lines if one.supervisor}
    on_staff = StaffMember.objects.in_bulk([number for kind, number in wanted.values() if kind == "staff"])
    above = {one: people.get(ref) or on_staff[ref[1]] for one, ref in wanted.items()}
    moving = {one: to for one, to in above.items() if people[one].supervisor_id != to.pk}
    StaffMember.objects.filter(pk__in=[people[one].pk for one in moving]).update(supervisor=None)
    for one, supervisor in moving.items():
        write_staff(people[one], {"supervisor": supervisor}, actor=actor)
