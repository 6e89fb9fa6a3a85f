"""Data quality: what is missing or wrong, and who is behind it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.permissions import staff_of
from lineofsight.apps.figures.quality import Check
from lineofsight.apps.records.selectors.visibility import programs_visible_to

from ..permissions import can_see_my_people, check_can_see_quality
from ..selectors.quality_page import fault_page, quality_page
from ..services import note_faults
from ..wording.faults import what_is_checked

PEOPLE_PER_PAGE = 50


def quality(request: HttpRequest) -> HttpResponse:
    check_can_see_quality(request.user)
    staff = staff_of(request.user)
    page = quality_page(staff, today())
    wanted = request.GET.get("program", "")
    chosen = (
        programs_visible_to(staff).filter(pk=int(wanted)).first() if wanted.isdecimal() and len(wanted) < 19 else None
    )
    mend = [each for each in page.to_mend if chosen is None or each.program in (None, chosen.pk)]
    context = {"page": page, "mend": mend, "chosen": chosen, "checked": what_is_checked()}
    context["may_see_my_people"] = can_see_my_people(request.user)
    return render(request, "reports/quality.html", context)


def quality_fault(request: HttpRequest, check: str, program_id: int) -> HttpResponse:
    """The people of one finding; a program that is not open to the viewer is not there."""
    check_can_see_quality(request.user)
    staff = staff_of(request.user)
    if check not in set(Check):
        raise Http404
    program = get_object_or_404(programs_visible_to(staff), pk=program_id)
    wanted = request.GET.get("site", "")
    site = int(wanted) if wanted.isdecimal() and len(wanted) < 19 else None
    page = fault_page(staff, today(), check=Check(check), program=program.pk, site=site)
    note_faults(program, check=Check(check), people=len(page.people), actor=staff)
    people = Paginator(page.people, PEOPLE_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "reports/quality_fault.html", {"page": page, "people": people})
