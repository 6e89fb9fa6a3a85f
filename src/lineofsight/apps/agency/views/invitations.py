"""Inviting, new passwords, and the pages that show a one-time code in the one moment in which it is known.

Such a page answers the POST that made the code and is kept nowhere: looking again means making a new code.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from lineofsight.problems import Problem

from ..forms.people import InviteForm, ReachForm, ResetForm
from ..models import StaffMember
from ..permissions import check_can_manage_people, staff_of
from ..qr import QrPicture, qr_picture
from ..selectors.setup import only_here
from ..selectors.staff import has_been_in, not_yet_invited, propose_sign_in_name
from ..services.invitations import OneTimeCode, make_invitation, make_invitations, reset_password, send_by_mail
from ..services.staff import add_staff, give_role


@dataclass(frozen=True)
class Slip:
    made: OneTimeCode
    picture: QrPicture


@never_cache
def invite(request: HttpRequest) -> HttpResponse:
    check_can_manage_people(request.user)
    form = InviteForm(request.POST or None, initial={"role": request.GET.get("role", "")})
    if request.method == "POST" and form.is_valid():
        try:
            made = _invite(form, actor=staff_of(request.user))
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            return _show(request, made, form.cleaned_data["reach"])
    proposed = propose_sign_in_name(form.data.get("name", ""), form.data.get("email", "")) if form.is_bound else ""
    return render(request, "agency/invite.html", {"form": form, "proposed": proposed, "only_here": only_here()})


def _invite(form: InviteForm, *, actor: StaffMember) -> OneTimeCode:
    said = form.cleaned_data
    with transaction.atomic():
        staff = add_staff(
            actor=actor,
            name=said["name"],
            job_title=said["job_title"],
            email=said["email"],
            sign_in_name=said["sign_in_name"],
        )
        give_role(staff, said["role"], program=said["program"], site=said["site"], actor=actor)
        return make_invitation(staff, actor=actor)


@never_cache
def code(request: HttpRequest, pk: int) -> HttpResponse:
    """A new invitation for somebody who was never in, a new password for everybody else."""
    check_can_manage_people(request.user)
    staff = get_object_or_404(StaffMember, pk=pk)
    is_reset = has_been_in(staff)
    form = (ResetForm if is_reset else ReachForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actor, said = staff_of(request.user), form.cleaned_data
        try:
            if is_reset:
                made = reset_password(staff, second_steps_too=said["second_steps_too"], actor=actor)
            else:
                made = make_invitation(staff, actor=actor)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            return _show(request, made, said["reach"])
    return render(
        request, "agency/code_make.html", {"form": form, "staff": staff, "is_reset": is_reset, "only_here": only_here()}
    )


@never_cache
@require_POST
def slips(request: HttpRequest) -> HttpResponse:
    """One page of slips for everybody who is not invited yet."""
    check_can_manage_people(request.user)
    people = list(not_yet_invited())
    if not people:
        messages.info(request, _("Everybody is invited already."))
        return redirect("people")
    made = make_invitations(people, actor=staff_of(request.user))
    return render(request, "agency/slips.html", {"slips": [Slip(one, qr_picture(one.address)) for one in made]})


def _show(request: HttpRequest, made: OneTimeCode, reach: str) -> HttpResponse:
    """The page after a code was made: sent, or to copy, or to print."""
    problem = None
    if reach == ReachForm.MAIL:
        try:
            send_by_mail(made)
        except Problem as not_sent:
            problem, reach = not_sent, ReachForm.LINK
    picture = qr_picture(made.address)
    context = {"made": made, "staff": made.invitation.staff, "reach": reach, "problem": problem}
    return render(request, "agency/code_made.html", context | {"slip": Slip(made, picture)})
