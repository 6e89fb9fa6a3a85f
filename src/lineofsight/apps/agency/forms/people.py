"""Forms about members of staff: who they are, their roles, how an invitation reaches them, and leaving."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ..clock import today
from ..handover import Held
from ..models import Program, Role, Site, StaffMember
from ..seen import values_of
from ..selectors.setup import mail_is_set_up
from ..selectors.staff import by_name
from ..services.leaving import SUPERVISED, THE_SUPERVISED
from ..words import in_our_words
from .seen import CorrectingForm

NOBODY = "nobody"


class StaffForm(CorrectingForm, forms.Form):
    """One line of the staff list. Whether a name or an address is free is said by the service."""

    name = forms.CharField(label=_("Name"), max_length=150)
    job_title = forms.CharField(label=_("Job title"), max_length=150, required=False)
    email = forms.EmailField(
        label=_("Work email"),
        required=False,
        help_text=_("Invitations go there, and it can be used to sign in."),
    )
    sign_in_name = forms.CharField(label=_("Sign-in name"), max_length=150)
    number = forms.CharField(
        label=_("Staff number"), max_length=60, required=False, help_text=_("The agency’s own, from its staff list.")
    )
    supervisor = forms.ModelChoiceField(
        StaffMember.objects.all(), label=_("Supervisor"), required=False, empty_label=_("Nobody")
    )
    joined_on = forms.DateField(label=_("Joined on"), required=False, widget=forms.DateInput)

    def __init__(self, *args: Any, staff: StaffMember, **kwargs: Any) -> None:
        super().__init__(*args, present=values_of(staff, self.base_fields), **kwargs)
        self.staff = staff
        supervisor = cast("forms.ModelChoiceField[StaffMember]", self.fields["supervisor"])
        supervisor.queryset = StaffMember.objects.filter(is_active=True).exclude(pk=staff.pk)

    def clean_joined_on(self) -> date | None:
        joined: date | None = self.cleaned_data["joined_on"]
        if joined and self.staff.left_on and joined > self.staff.left_on:
            raise forms.ValidationError(_("This is after the last day. Enter an earlier day."))
        return joined


class RoleForm(forms.Form):
    """One role in one place."""

    role = forms.ChoiceField(label=_("Role"), choices=[("", _("Choose")), *Role.choices])
    program = forms.ModelChoiceField(
        Program.objects.all(),
        label=in_our_words(_("%(Program)s")),
        required=False,
        empty_label=_("All that are not protected"),
    )
    site = forms.ModelChoiceField(Site.objects.all(), label=_("Site"), required=False, empty_label=_("All sites"))


class ReachForm(forms.Form):
    """How a one-time link reaches somebody."""

    MAIL, LINK, SLIP = "mail", "link", "slip"

    reach = forms.ChoiceField(label=_("How does it reach them?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (self.LINK, _("A link to copy. For a message or a chat; works once, for seven days")),
            (self.SLIP, _("A slip to print and hand over. For people without an address at work")),
        ]
        if mail_is_set_up():
            choices.insert(0, (self.MAIL, _("By mail, to the work email")))
        reach = cast(forms.ChoiceField, self.fields["reach"])
        reach.choices = choices
        reach.initial = self.SLIP
        if not mail_is_set_up():
            reach.help_text = _("Mail is not set up yet, so it cannot go by mail.")


class InviteForm(ReachForm, RoleForm):
    """Somebody new with a first role, and how the invitation reaches them."""

    name = forms.CharField(label=_("Name"), max_length=150)
    job_title = forms.CharField(label=_("Job title"), max_length=150, required=False)
    email = forms.EmailField(label=_("Work email"), required=False)
    sign_in_name = forms.CharField(
        label=_("Sign-in name"),
        max_length=150,
        required=False,
        help_text=_("Left empty, it is made from the email, or from the name."),
    )
    field_order = ("name", "job_title", "email", "sign_in_name", "role", "program", "site", "reach")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("reach") == self.MAIL and not said.get("email"):
            self.add_error("email", _("Mail needs an address. Write it, or choose a link or a slip."))
        return said


class ResetForm(ReachForm):
    second_steps_too = forms.BooleanField(
        label=_("Also remove passkeys and the second step"),
        help_text=_("For somebody who has lost their phone or computer."),
        required=False,
    )
    field_order = ("second_steps_too", "reach")


class StaffListForm(forms.Form):
    """A staff list, as a file or as pasted text."""

    file = forms.FileField(label=_("A CSV file"), required=False, help_text=_("At most 1 MB."))
    text = forms.CharField(
        label=_("Or the cells, copied from the spreadsheet"), required=False, strip=False, widget=forms.Textarea
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("file") and not (said.get("text") or "").strip():
            raise forms.ValidationError(_("There is no list yet. Choose a file, or paste the cells."))
        return said


class LeavingForm(forms.Form):
    """The last day, and for each kind of thing held who takes it; `heirs` are answers for `services.leaving`."""

    last_day = forms.DateField(
        label=_("Last day"), widget=forms.DateInput, help_text=_("The sign-in ends as soon as you press the button.")
    )

    def __init__(self, *args: Any, staff: StaffMember, held: Sequence[Held], supervises: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_day"].initial = today()
        self.choices: list[str] = []
        for one in held:
            takers = one.holding.may_take(staff).exclude(pk=staff.pk)
            self._ask(one.holding.key, capfirst(one.title), takers, one.holding.without)
        if supervises:
            others = StaffMember.objects.filter(is_active=True).exclude(pk=staff.pk)
            without = str(_("They have no supervisor until somebody is chosen."))
            self._ask(SUPERVISED, capfirst(str(THE_SUPERVISED)), others, without)

    def _ask(self, key: str, title: str, takers: Iterable[StaffMember], without: str) -> None:
        people = [(str(one.pk), one.name) for one in by_name(takers)]
        self.fields[key] = forms.ChoiceField(
            label=title,
            choices=[("", _("Choose")), *people, (NOBODY, _("Nobody yet"))],
            help_text=_("“Nobody yet”: %(what)s") % {"what": without},
            error_messages={"required": _("Choose a person, or “Nobody yet”.")},
        )
        self.choices.append(key)

    @property
    def heirs(self) -> dict[str, StaffMember | None]:
        chosen = {key: self.cleaned_data[key] for key in self.choices}
        people = StaffMember.objects.in_bulk([int(value) for value in chosen.values() if value != NOBODY])
        return {key: None if value == NOBODY else people[int(value)] for key, value in chosen.items()}
