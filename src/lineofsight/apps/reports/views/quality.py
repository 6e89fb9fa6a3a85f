"""Data quality: what is missing or wrong, and who is behind it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.permissions import roles_of, staff_of
from lineofsight.apps.figures.quality import checks_told_to
from lineofsight.apps.records.selectors.visibility import programs_visible_to

from ..permissions import can_see_my_people, check_can_see_quality
from ..selectors.quality_page import fault_page, quality_page
from ..services import note_faults
from ..wording.faults import what_is_checked


def quality(request: HttpRequest) -> HttpResponse:
    check_can_see_quality(request.user)
    staff = staff_of(request.user)
    page = quality_page(staff, today())
    wanted = request.GET.get("program", "")
    chosen = (
        programs_visible_to(staff).filter(pk=int(wanted)).first() if wanted.isdecimal() and len(wanted) < 19 else None
    )
    mend = [each for each in page.to_mend if chosen is None or each.program in (None, chosen.pk)]
    context = {
        "page": page,
        "mend": mend,
        "chosen": chosen,
        "checked": what_is_checked(checks_told_to(roles_of(staff))),
    }
    context["may_see_my_people"] = can_see_my_people(request.user)
    return render(request, "reports/quality.html", context)


def quality_fault(request: HttpRequest, check: str, program_id: int) -> HttpResponse:
    """The people of one finding; a program that is not open to the viewer is not there."""
    check_can_see_quality(request.user)
    staff = staff_of(request.user)
    if check not in checks_told_to(roles_of(staff)):
        raise Http404
    program = get_object_or_404(programs_visible_to(staff), pk=program_id)
    wanted, number = request.GET.get("site", ""), request.GET.get("page", "1")
    page = fault_page(
        staff,
        check=check,
        program=program.pk,
        site=int(wanted) if wanted.isdecimal() and len(wanted) < 19 else None,
        number=int(number) if number.isdecimal() and len(number) < 9 else 1,
    )
    note_faults(program, check=check, people=len(page.people), actor=staff)
    return render(request, "reports/quality_fault.html", {"page": page})
