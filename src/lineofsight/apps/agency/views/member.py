"""One member of staff: who they are, what they may see, and changing both."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lineofsight.problems import Problem

from ..forms.people import RoleForm, StaffForm
from ..forms.sending import sent, status_of, succeeds
from ..models import RoleAssignment, StaffMember
from ..permissions import check_can_manage_people, staff_of
from ..selectors.staff import day_in_words, place_in_words, staff_row, with_roles
from ..services.staff import change_staff, give_role, take_role
from ..words import the_words

BESIDE = {
    "A001": ("sign_in_name",),
    "A002": ("email",),
    "A003": ("number",),
    "A004": ("sign_in_name",),
    "A005": ("supervisor",),
}


def member(request: HttpRequest, pk: int) -> HttpResponse:
    check_can_manage_people(request.user)
    staff = get_object_or_404(with_roles(StaffMember.objects.select_related("supervisor")), pk=pk)
    form = RoleForm(request.POST or None)
    actor = staff_of(request.user)
    if request.method == "POST" and succeeds(form, lambda: give_role(staff, actor=actor, **form.cleaned_data)):
        messages.success(request, _("The role is given."))
        return redirect("staff_member", pk)
    words = the_words()
    context = {
        "staff": staff,
        "row": staff_row(staff, words),
        "left_on": day_in_words(staff.left_on) if staff.left_on else "",
        "places": [(role, place_in_words(role, words)) for role in staff.roles.all()],
        "form": form,
        "supervised": staff.supervised.filter(is_active=True),
    }
    return render(request, "agency/member.html", context, status=status_of(form))


def change(request: HttpRequest, pk: int) -> HttpResponse:
    check_can_manage_people(request.user)
    staff = get_object_or_404(StaffMember, pk=pk)
    actor, changed = staff_of(request.user), None
    form = StaffForm(request.POST or None, staff=staff)
    if request.method == "POST":
        changed = sent(form, lambda: change_staff(staff, seen=form.seen, actor=actor, **form.said()), beside=BESIDE)
    if changed is not None:
        messages.success(request, _("Changed.") if changed else _("Nothing was different."))
        return redirect("staff_member", pk)
    return render(request, "agency/member_change.html", {"form": form, "staff": staff}, status=status_of(form))


@require_POST
def role_take(request: HttpRequest, pk: int, role: int) -> HttpResponse:
    check_can_manage_people(request.user)
    assignment = get_object_or_404(RoleAssignment.objects.select_related("staff"), pk=role, staff=pk)
    try:
        take_role(assignment, actor=staff_of(request.user))
    except Problem as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("The role is taken away."))
    return redirect("staff_member", pk)
