"""When somebody leaves, and when they come back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lineofsight.problems import Problem

from .. import handover
from ..forms.people import LeavingForm
from ..models import StaffMember
from ..permissions import check_can_manage_people, staff_of
from ..services.leaving import SUPERVISED, THE_SUPERVISED, bring_back, deactivate


def end(request: HttpRequest, pk: int) -> HttpResponse:
    check_can_manage_people(request.user)
    staff = get_object_or_404(StaffMember, pk=pk, is_active=True)
    supervises = staff.supervised.filter(is_active=True).exists()
    held = handover.held_by(staff)
    form = LeavingForm(request.POST or None, staff=staff, held=held, supervises=supervises)
    if request.method == "POST" and form.is_valid():
        try:
            deactivate(staff, heirs=form.heirs, last_day=form.cleaned_data["last_day"], actor=staff_of(request.user))
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _what_happened(staff, held, form))
            return redirect("staff_member", pk)
    context = {"staff": staff, "form": form, "questions": _questions(form)}
    return render(request, "agency/leaving.html", context)


def _what_happened(staff: StaffMember, held: list[handover.Held], form: LeavingForm) -> str:
    """ "The sign-in of Rosa Delgado has ended. The clients on their list went to Teresa Nowak; the open tasks: nobody
    yet." """
    ended = _("The sign-in of %(name)s has ended.") % {"name": staff.name}
    titles = {SUPERVISED: str(THE_SUPERVISED)} | {one.holding.key: one.title for one in held}
    told = [
        _("%(what)s went to %(name)s") % {"what": titles[key], "name": heir.name}
        if heir
        else _("%(what)s: nobody yet") % {"what": titles[key]}
        for key, heir in form.heirs.items()
    ]
    return f"{ended} {capfirst('; '.join(told))}." if told else ended


@require_POST
def come_back(request: HttpRequest, pk: int) -> HttpResponse:
    check_can_manage_people(request.user)
    staff = get_object_or_404(StaffMember, pk=pk, is_active=False)
    bring_back(staff, actor=staff_of(request.user))
    messages.success(request, _("%(name)s is back. Make an invitation next.") % {"name": staff.name})
    return redirect("staff_code", pk)


def _questions(form: LeavingForm) -> list[object]:
    """The fields that ask who takes what."""
    return [form[key] for key in form.choices]
