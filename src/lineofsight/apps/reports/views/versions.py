"""What a new version of a definition does to the past, for those inside the place: figures, and people."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.permissions import staff_of
from lineofsight.apps.figures.permissions import check_can_see_people_behind
from lineofsight.apps.figures.services.looking import note_looking

from ..permissions import check_can_see_results
from ..selectors.people_address import read_asked
from ..selectors.uses import Use, use_now
from ..selectors.versions_page import moved_page, two_versions, versions_page


def versions(request: HttpRequest, assignment_id: int) -> HttpResponse:
    use = _inside(request, assignment_id)
    staff = staff_of(request.user)
    pair = two_versions(use, staff, (request.GET.get("before", ""), request.GET.get("after", "")))
    if pair is None:
        return redirect("result", assignment_id)
    return render(request, "reports/versions.html", {"page": versions_page(use, staff, *pair)})


def versions_people(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """Who came in and who went out in the figure of some days; that somebody looked is kept."""
    use = _inside(request, assignment_id)
    staff = staff_of(request.user)
    asked = read_asked(request.GET.dict())
    pair = two_versions(use, staff, (request.GET.get("before", ""), request.GET.get("after", "")))
    if asked is None or pair is None:
        return redirect("result", assignment_id)
    page = moved_page(use, staff, pair, asked.days, number=request.GET.get("page", "1"))
    if page is None:
        raise Http404
    note_looking(use.assignment, days=asked.days, which="between_versions", people=page.number, actor=staff)
    return render(request, "reports/versions_people.html", {"page": page})


def _inside(request: HttpRequest, assignment_id: int) -> Use:
    check_can_see_results(request.user)
    use = use_now(assignment_id, today())
    if use is None:
        raise Http404
    check_can_see_people_behind(staff_of(request.user), use.assignment)
    return use
