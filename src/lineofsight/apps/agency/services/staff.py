"""The staff list: adding and changing people, giving and taking roles.

The rule: at any moment at least one administrator can sign in, and nobody supervises their own supervisor.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lineofsight.problems import Problem

from ..models import Program, Role, RoleAssignment, Site, StaffMember, TrailEntry
from ..permissions import Actor, check_can_manage_people, check_place
from ..seen import check_seen
from ..selectors.staff import administrators, other_administrators, propose_sign_in_name
from . import trail

CHANGEABLE = ("name", "email", "sign_in_name", "job_title", "number", "supervisor", "joined_on")
LABELS = {"email": gettext_lazy("work email"), "number": gettext_lazy("staff number")}


def add_staff(
    *,
    actor: Actor,
    name: str,
    email: str = "",
    sign_in_name: str = "",
    job_title: str = "",
    number: str = "",
    supervisor: StaffMember | None = None,
    joined_on: date | None = None,
) -> StaffMember:
    """Somebody new on the staff list, without a password and without a role. A sign-in name is proposed when empty."""
    check_can_manage_people(actor)
    email = email.strip().lower()
    sign_in_name = sign_in_name.strip().lower() or propose_sign_in_name(name, email)
    with transaction.atomic():
        staff = StaffMember(
            name=name.strip(),
            email=email,
            sign_in_name=sign_in_name,
            job_title=job_title.strip(),
            number=number.strip(),
            supervisor=supervisor,
            joined_on=joined_on,
        )
        staff.set_unusable_password()
        check_is_free(staff)
        staff.save(force_insert=True)
        trail.record(TrailEntry.Action.ADDED, staff, actor=actor)
    return staff


def change_staff(staff: StaffMember, *, seen: str, actor: StaffMember, **to: object) -> list[str]:
    """Set the named fields of `CHANGEABLE`; the names of those that really changed. An unknown name is a TypeError.

    Raises `ChangedMeanwhile` when one of them is no longer as `seen`.
    """
    check_can_manage_people(actor)
    with transaction.atomic():
        kept = StaffMember.objects.select_for_update().get(pk=staff.pk)
        check_seen(kept, to, seen=seen, reader=actor, labels=LABELS)
        return write_staff(staff, to, actor=actor)


def write_staff(staff: StaffMember, to: dict[str, Any], *, actor: StaffMember) -> list[str]:
    """The same inside a service that has just read what it changes."""
    unknown = set(to) - set(CHANGEABLE)
    if unknown:
        raise TypeError(f"not a field of the staff list: {', '.join(sorted(unknown))}")
    for field in ("email", "sign_in_name"):
        if isinstance(to.get(field), str):
            to = {**to, field: str(to[field]).strip().lower()}
    with transaction.atomic():
        kept = StaffMember.objects.select_for_update().get(pk=staff.pk)
        changed = [field for field, value in to.items() if getattr(kept, field) != value]
        for field in changed:
            setattr(kept, field, to[field])
        check_is_free(kept)
        check_supervisor(kept, kept.supervisor)
        if changed:
            kept.save(update_fields=changed)
            if "email" in changed:  # allauth's copy would let the old address in
                EmailAddress.objects.filter(user=kept).exclude(email=kept.email).delete()
            trail.record(TrailEntry.Action.CHANGED, kept, actor=actor, fields=changed)
    for field in changed:
        setattr(staff, field, to[field])
    return changed


def check_is_free(staff: StaffMember) -> None:
    """Raise when the sign-in name, email or staff number is somebody else's. One sentence names whose."""
    others = StaffMember.objects.exclude(pk=staff.pk)
    asked = (
        ("A001", _("sign-in name"), staff.sign_in_name, others.filter(sign_in_name__iexact=staff.sign_in_name)),
        ("A002", _("work email"), staff.email, others.filter(email__iexact=staff.email)),
        ("A003", _("staff number"), staff.number, others.filter(number=staff.number)),
    )
    for code, what, value, found in asked:
        other = found.first() if value else None
        if other:
            raise Problem(
                code,
                _("The %(what)s “%(value)s” is already that of %(name)s.")
                % {"what": what, "value": value, "name": other.name},
                _("Choose another one, or change that person."),
            )
    clash = others.filter(email__iexact=staff.sign_in_name).first()
    if clash:
        raise Problem(
            "A004",
            _("“%(value)s” is the work email of %(name)s.") % {"value": staff.sign_in_name, "name": clash.name},
            _("A sign-in name must not be somebody else’s address."),
        )


def check_supervisor(staff: StaffMember, supervisor: StaffMember | None) -> None:
    """Raise when following supervisors upward from `supervisor` comes back to this person."""
    names, above = [staff.name], supervisor.pk if supervisor else None
    passed: set[int] = set()
    while above is not None and above not in passed:
        passed.add(above)
        name, higher = StaffMember.objects.values_list("name", "supervisor_id").get(pk=above)
        names.append(name)
        if above == staff.pk:
            raise Problem(
                "A005",
                _("This goes in a circle: %(names)s.") % {"names": " → ".join(names)},
                _("Choose a supervisor from outside the circle."),
            )
        above = higher


def give_role(
    staff: StaffMember,
    role: str,
    *,
    program: Program | None = None,
    site: Site | None = None,
    actor: Actor,
) -> RoleAssignment:
    """One more role in one place. No program: all that are not protected. Raises when it is held already."""
    check_can_manage_people(actor)
    check_place(role, program, site)
    try:
        with transaction.atomic():
            given = RoleAssignment.objects.create(staff=staff, role=role, program=program, site=site)
            trail.record(
                TrailEntry.Action.ADDED,
                given,
                actor=actor,
                staff=staff.pk,
                role=str(role),
                program=program.pk if program else None,
                site=site.pk if site else None,
            )
    except IntegrityError as error:
        raise Problem(
            "A008",
            _("%(name)s already has this role in this place.") % {"name": staff.name},
            _("Choose another place, or leave it."),
        ) from error
    return given


def take_role(assignment: RoleAssignment, *, actor: StaffMember) -> None:
    """End one role. The last administrator keeps theirs."""
    check_can_manage_people(actor)
    with transaction.atomic():
        if assignment.role == Role.ADMINISTRATOR:
            check_not_last_administrator(assignment.staff)
        trail.record(
            TrailEntry.Action.REMOVED,
            assignment,
            actor=actor,
            staff=assignment.staff_id,
            role=assignment.role,
            program=assignment.program_id,
            site=assignment.site_id,
        )
        assignment.delete()


def check_not_last_administrator(staff: StaffMember) -> None:
    """Raise when nobody else who can sign in is administrator. Inside a transaction; holds the administrators' rows."""
    held = list(administrators().select_for_update().values_list("pk", flat=True))
    if staff.pk in held and not other_administrators(staff).exists():
        raise Problem(
            "A009",
            _("%(name)s is the only administrator who can sign in.") % {"name": staff.name},
            _("Give somebody else the role first, and wait until they have signed in."),
        )
