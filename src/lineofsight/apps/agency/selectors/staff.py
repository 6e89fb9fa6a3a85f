"""Who works here, what they may see, and whether they can sign in."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from unicodedata import combining, normalize

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _

from ..clock import now, today
from ..models import Invitation, Program, Protection, Role, RoleAssignment, StaffMember
from ..permissions import FOR_THE_WHOLE_AGENCY, LOOK_AT_MEASURES, SEE_PEOPLE
from ..words import Words

QUIET_DAYS = 90


class SignIn(Enum):
    """Where somebody stands on the way in.

    Not when they came last: administrators see to it that no way in lies about unused, and need no day for that. A list
    of days would be one of who works when.
    """

    IN_USE = "in_use"
    QUIET = "quiet"  # for 90 days
    READY = "ready"  # has a password and has not used it
    INVITED = "invited"
    RAN_OUT = "ran_out"
    NEVER = "never"
    ENDED = "ended"


_SHAPES = {
    SignIn.IN_USE: "check",
    SignIn.QUIET: "open",
    SignIn.READY: "open",
    SignIn.INVITED: "half",
    SignIn.RAN_OUT: "attention",
    SignIn.NEVER: "none",
    SignIn.ENDED: "none",
}


@dataclass(frozen=True)
class SignInState:
    kind: SignIn
    words: str

    @property
    def shape(self) -> str:
        """The kind of the status component."""
        return _SHAPES[self.kind]


@dataclass(frozen=True)
class StaffRow:
    """One line of the staff list."""

    staff: StaffMember
    roles: str
    sees: str
    sign_in: SignInState


@dataclass(frozen=True)
class StaffFilter:
    """What the list shows; an empty value means all of them."""

    role: str = ""
    program: Program | None = None
    state: str = "here"  # here, quiet, invited, ran_out, never, ended, everyone


def staff_list(chosen: StaffFilter) -> QuerySet[StaffMember]:
    """The people of a filter, by name, with roles and invitations ready for `staff_row`. Three queries."""
    found = with_roles(StaffMember.objects.all())
    if chosen.role:
        found = found.filter(Exists(RoleAssignment.objects.filter(staff=OuterRef("pk"), role=chosen.role)))
    if chosen.program:
        here = Q(program=chosen.program)
        if chosen.program.protection == Protection.NONE:
            here |= Q(program__isnull=True) & ~Q(role__in=FOR_THE_WHOLE_AGENCY)
        found = found.filter(Exists(RoleAssignment.objects.filter(here, staff=OuterRef("pk"))))
    narrowed = {
        "here": Q(is_active=True),
        "quiet": Q(is_active=True, last_login__lt=_quiet_since()),
        "ended": Q(is_active=False),
        "everyone": Q(),
    }
    if chosen.state in narrowed:
        return found.filter(narrowed[chosen.state])
    by_invitation = {"invited": open_invitations(), "ran_out": run_out_invitations()}
    if chosen.state in by_invitation:
        return found.filter(pk__in=by_invitation[chosen.state].values("staff"))
    return found.filter(pk__in=never_invited().values("pk"))


def with_roles(staff: QuerySet[StaffMember]) -> QuerySet[StaffMember]:
    roles = RoleAssignment.objects.select_related("program", "site").order_by("id")
    return staff.prefetch_related(Prefetch("roles", roles), Prefetch("invitations", Invitation.objects.order_by("-id")))


def staff_row(staff: StaffMember, words: Words) -> StaffRow:
    held = list(staff.roles.all())
    sees = people_in_words(held, words) if staff.is_active else _("No one")
    return StaffRow(staff, roles_in_words(held), sees, sign_in_state(staff))


def by_name(people: Iterable[StaffMember]) -> list[StaffMember]:
    """In the order of a staff list on paper: neither accents nor capitals count, so that Héctor is before Hollis.

    Sorted here because databases disagree about it; a staff list is short.
    """
    return sorted(people, key=lambda staff: (_plain(staff.name), staff.pk))


def _plain(name: str) -> str:
    return "".join(each for each in normalize("NFKD", name).casefold() if not combining(each))


def roles_in_words(held: Iterable[RoleAssignment]) -> str:
    """The titles of somebody's roles in the order of `Role`, each once: "Performance lead, administrator"."""
    titles = [str(role.label) for role in Role if role.value in {assignment.role for assignment in held}]
    if not titles:
        return _("No role")
    return ", ".join([titles[0], *(title[:1].lower() + title[1:] for title in titles[1:])])


def place_in_words(assignment: RoleAssignment, words: Words) -> str:
    """Where a role holds: "Steady Families, Westbrook"; "All programs" leaves protected ones out."""
    if assignment.role in FOR_THE_WHOLE_AGENCY:
        return _("The whole agency")
    program = assignment.program.name if assignment.program else _("All %(programs)s") % vars(words)
    return f"{program}, {assignment.site.name}" if assignment.site else program


def people_in_words(held: Iterable[RoleAssignment], words: Words) -> str:
    """Whose files somebody may see, in a few words."""
    places: list[str] = []
    for assignment in held:
        if assignment.role not in SEE_PEOPLE:
            continue
        place = place_in_words(assignment, words)
        if assignment.role in (Role.PERFORMANCE_LEAD, Role.DIRECTOR):
            place = _("%(place)s, without notes") % {"place": place}
        if place not in places:
            places.append(place)
    if places:
        return "; ".join(places)
    return _("No one; published figures") if held else _("No one")


def sign_in_state(staff: StaffMember) -> SignInState:
    """Where this person stands on the way in. Reads `staff.invitations`; prefetch them for a list."""
    if not staff.is_active:
        when = staff.left_on
        return SignInState(SignIn.ENDED, _("Ended %(day)s") % {"day": day_in_words(when)} if when else _("Ended"))
    newest = next((one for one in staff.invitations.all() if one.used_at is None), None)
    if newest is not None and not staff.has_usable_password():
        if newest.expires_at <= now():
            return SignInState(SignIn.RAN_OUT, _("Invitation ran out"))
        reset = newest.purpose == Invitation.Purpose.RESET
        return SignInState(SignIn.INVITED, _("New password, not opened") if reset else _("Invited, not opened"))
    if staff.last_login is None:
        if staff.has_usable_password():
            return SignInState(SignIn.READY, _("Not yet"))
        return SignInState(SignIn.NEVER, _("Never, not invited"))
    if staff.last_login < _quiet_since():
        return SignInState(SignIn.QUIET, _("Not for %(days)d days") % {"days": QUIET_DAYS})
    return SignInState(SignIn.IN_USE, _("In use"))


def _quiet_since() -> datetime:
    return now() - timedelta(days=QUIET_DAYS)


def day_in_words(day: date) -> str:
    """October 8, with the year when it is another one."""
    return date_format(day, "F j" if day.year == today().year else "F j, Y")


def can_sign_in() -> QuerySet[StaffMember]:
    """Active people who have chosen a password, or come in by single sign-on."""
    locked_out = Invitation.objects.filter(
        staff=OuterRef("pk"), used_at__isnull=True, made_at__gt=OuterRef("last_login")
    )
    came = Q(last_login__isnull=False) & ~Exists(locked_out)
    return StaffMember.objects.filter(Q(is_active=True), came | has_password())


def has_password() -> Q:
    return ~Q(password__startswith="!") & ~Q(password="")


def has_been_in(staff: StaffMember) -> bool:
    """Whether this person gets a new password, or is invited like somebody new."""
    return staff.has_usable_password() or staff.last_login is not None


def staff_called(who: str) -> StaffMember | None:
    """The person with this work email or sign-in name, whatever its capitals; those who have left too."""
    named = who.strip()
    return StaffMember.objects.filter(Q(sign_in_name__iexact=named) | Q(email__iexact=named)).first() if named else None


def open_invitations() -> QuerySet[Invitation]:
    return Invitation.objects.filter(staff__is_active=True, used_at__isnull=True, expires_at__gt=now())


def run_out_invitations() -> QuerySet[Invitation]:
    """The newest invitations of people who could not come in otherwise, unused and out of time."""
    newer = Invitation.objects.filter(staff=OuterRef("staff"), id__gt=OuterRef("id"))
    return Invitation.objects.filter(
        ~Exists(newer),
        staff__is_active=True,
        staff__password__startswith="!",
        used_at__isnull=True,
        expires_at__lte=now(),
    )


def never_invited() -> QuerySet[StaffMember]:
    """Active people who have never been in, and never had an invitation."""
    return not_yet_invited().filter(~Exists(Invitation.objects.filter(staff=OuterRef("pk"))))


def not_yet_invited() -> QuerySet[StaffMember]:
    """Active people without a password and without an open invitation, who have never been in: they need a slip."""
    return StaffMember.objects.filter(is_active=True, last_login__isnull=True, password__startswith="!").exclude(
        pk__in=open_invitations().values("staff")
    )


def administrators() -> QuerySet[StaffMember]:
    """Active administrators, whether or not they have opened their invitation."""
    held = RoleAssignment.objects.filter(staff=OuterRef("pk"), role=Role.ADMINISTRATOR)
    return StaffMember.objects.filter(Exists(held), is_active=True)


def who_look_at_measures() -> QuerySet[StaffMember]:
    """Active people who may be the second to look at a measure, whether or not they have opened their invitation."""
    held = RoleAssignment.objects.filter(staff=OuterRef("pk"), role__in=LOOK_AT_MEASURES, program=None, site=None)
    return StaffMember.objects.filter(Exists(held), is_active=True)


def other_administrators(staff: StaffMember) -> QuerySet[StaffMember]:
    """Administrators beside this person who really can sign in."""
    return administrators().filter(pk__in=can_sign_in().values("pk")).exclude(pk=staff.pk)


@dataclass(frozen=True)
class PeopleToLookAt:
    """What the aside of the people page asks to look at; counts of people."""

    only_one_administrator: bool
    quiet: int
    ran_out: int
    not_invited: int
    need_a_slip: int


def people_to_look_at() -> PeopleToLookAt:
    return PeopleToLookAt(
        only_one_administrator=administrators().count() < 2,
        quiet=staff_list(StaffFilter(state="quiet")).count(),
        ran_out=run_out_invitations().values("staff").distinct().count(),
        not_invited=never_invited().count(),
        need_a_slip=not_yet_invited().count(),
    )


def propose_sign_in_name(name: str, email: str = "", *, also_taken: Container[str] = ()) -> str:
    """A free sign-in name, from the part of the address before the @, else from the name: "rosa.delgado"."""
    begun = email.split("@")[0] if email else slugify(name).replace("-", ".")
    begun = begun.strip().lower()[:140] or "staff"
    taken = set(StaffMember.objects.filter(sign_in_name__startswith=begun).values_list("sign_in_name", flat=True))
    proposed, number = begun, 2
    while proposed in taken or proposed in also_taken:
        proposed, number = f"{begun}{number}", number + 1
    return proposed
