"""Results: the board scorecard, programs, one measure, one's own people; on the screen, as PDF and as a workbook."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import Program
from lineofsight.apps.agency.permissions import staff_of
from lineofsight.apps.agency.selectors.agency import the_agency
from lineofsight.apps.agency.words import the_words
from lineofsight.apps.figures.permissions import check_can_see_people_behind
from lineofsight.apps.figures.services.looking import note_looking

from ..permissions import can_see_my_people, can_see_quality, check_can_see_my_people, check_can_see_results
from ..printed.pages import measure_data, scorecard_data
from ..printed.pdf import pdf
from ..printed.sheets import measure_sheet, scorecard_sheet
from ..selectors.measure_page import MeasurePage, measure_page
from ..selectors.my_people import my_people
from ..selectors.people_address import read_asked
from ..selectors.people_page import people_page
from ..selectors.program_page import program_lines, program_page
from ..selectors.scorecard import Scorecard, scorecard
from ..selectors.uses import use_now
from ..services import ask_for_drawings

LOOKS = 10  # times that a page looks by itself whether its picture is drawn, two seconds apart
PDF = "application/pdf"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def results(request: HttpRequest) -> HttpResponse:
    check_can_see_results(request.user)
    context = {"card": _card(request), **_seen_as(request), **_tabs(request)}
    return render(request, "reports/scorecard.html", context)


def scorecard_pdf(request: HttpRequest) -> HttpResponse:
    check_can_see_results(request.user)
    return _file(pdf("scorecard", scorecard_data(_card(request), the_agency())), PDF, "scorecard.pdf")


def scorecard_workbook(request: HttpRequest) -> HttpResponse:
    check_can_see_results(request.user)
    return _file(scorecard_sheet(_card(request), the_agency()), WORKBOOK, "scorecard.xlsx")


def programs(request: HttpRequest) -> HttpResponse:
    check_can_see_results(request.user)
    return render(
        request, "reports/programs.html", {"lines": program_lines(staff_of(request.user), today()), **_tabs(request)}
    )


def program(request: HttpRequest, program_id: int) -> HttpResponse:
    check_can_see_results(request.user)
    kept, as_released = get_object_or_404(Program, pk=program_id), _as_released(request)
    page = program_page(kept, staff_of(request.user), today(), as_released=as_released)
    return render(request, "reports/program.html", {"page": page, **_seen_as(request), **_tabs(request)})


def measure(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """The page never waits for its picture: what is not drawn yet is asked for, and the table stands open."""
    page = _measure(request, assignment_id)
    if page.chart and page.chart.wanted:
        ask_for_drawings(page.chart.wanted)
    asked = request.GET.get("by", "")
    chosen = next((each for each in page.breakdowns if each.name == asked), next(iter(page.breakdowns), None))
    context = {"page": page, "chosen": chosen, "look_again": _look_again(request, page), **_seen_as(request)}
    return render(request, "reports/measure.html", context)


def measure_pdf(request: HttpRequest, assignment_id: int) -> HttpResponse:
    page = _measure(request, assignment_id)
    if page.chart and page.chart.wanted:
        ask_for_drawings(page.chart.wanted)
    made = pdf("measure", measure_data(page, the_agency(), the_words()))
    return _file(made, PDF, f"{slugify(page.use.version.title)}.pdf")


def measure_workbook(request: HttpRequest, assignment_id: int) -> HttpResponse:
    page = _measure(request, assignment_id)
    made = measure_sheet(page, the_agency(), the_words())
    return _file(made, WORKBOOK, f"{slugify(page.use.version.title)}.xlsx")


def measure_people(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """The people behind one figure of it, for those who may open every one of their files; that they looked is kept."""
    check_can_see_results(request.user)
    staff = staff_of(request.user)
    use = use_now(assignment_id, today())
    asked = read_asked(request.GET.dict())
    if use is None:
        raise Http404
    check_can_see_people_behind(staff, use.assignment)
    if asked is None:
        return redirect("result", assignment_id)
    page = people_page(use, asked, staff, number=request.GET.get("page", "1"))
    if page is None:
        raise Http404
    note_looking(use.assignment, days=asked.days, which=asked.which, people=page.number, actor=staff)
    return render(request, "reports/people.html", {"page": page})


def people(request: HttpRequest) -> HttpResponse:
    check_can_see_my_people(request.user)
    page = my_people(staff_of(request.user), today(), the_words())
    return render(request, "reports/my_people.html", {"page": page, **_tabs(request)})


def _measure(request: HttpRequest, assignment_id: int) -> MeasurePage:
    check_can_see_results(request.user)
    page = measure_page(
        assignment_id,
        staff_of(request.user),
        today=today(),
        words=the_words(),
        as_released=_as_released(request),
    )
    if page is None:
        raise Http404
    return page


def _look_again(request: HttpRequest, page: MeasurePage) -> int:
    """The number of the page's next look for its picture; 0: none is needed, or it has looked often enough."""
    if page.chart is None or page.chart.is_there:
        return 0
    looked = request.GET.get("look", "0")
    number = int(looked) + 1 if looked.isascii() and looked.isdigit() else 1
    return number if number <= LOOKS else 0


def _card(request: HttpRequest) -> Scorecard:
    return scorecard(staff_of(request.user), today(), as_released=_as_released(request))


def _as_released(request: HttpRequest) -> bool:
    return request.GET.get("as") == "released"


def _seen_as(request: HttpRequest) -> dict[str, object]:
    """as_query: what links between these pages carry on."""
    as_released = _as_released(request)
    return {"as_released": as_released, "as_query": "?as=released" if as_released else ""}


def _tabs(request: HttpRequest) -> dict[str, bool]:
    return {
        "may_see_quality": can_see_quality(request.user),
        "may_see_my_people": can_see_my_people(request.user),
    }


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
