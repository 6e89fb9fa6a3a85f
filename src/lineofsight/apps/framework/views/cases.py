"""The author's own made-up people: a list with what the definition says of each, and one of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lineofsight.apps.agency.forms.sending import status_of, succeeds
from lineofsight.apps.agency.permissions import staff_of
from lineofsight.apps.agency.words import the_words
from lineofsight.measures import Grain, MeasureProblems, Query, check_document
from lineofsight.measures.made_up.reading import ALWAYS, what_it_reads

from ..documents import Document
from ..facts_of_now import FactsOfNow, facts_to_choose_from
from ..forms.cases import CaseForm, Reads
from ..models import Measure, MeasureVersion
from ..permissions import check_can_edit_framework
from ..readiness import hash_of_document, readiness_of
from ..selectors.library import draft_of, newest_version
from ..services import measures as services


def measure_cases(request: HttpRequest, measure_id: int) -> HttpResponse:
    check_can_edit_framework(request.user)
    kept = get_object_or_404(Measure, pk=measure_id)
    newest = _newest(kept)
    readiness = readiness_of(newest.document)
    told = dict(enumerate(readiness.cases))
    rows = [(number, case, told.get(number)) for number, case in enumerate(_cases(newest.document))]
    context = {"measure": kept, "draft": newest, "rows": rows, "readiness": readiness}
    return render(request, "framework/cases.html", context)


def case_add(request: HttpRequest, measure_id: int) -> HttpResponse:
    return _case(request, measure_id, None)


def case_change(request: HttpRequest, measure_id: int, number: int) -> HttpResponse:
    return _case(request, measure_id, number)


@require_POST
def case_remove(request: HttpRequest, measure_id: int, number: int) -> HttpResponse:
    check_can_edit_framework(request.user)
    kept = get_object_or_404(Measure, pk=measure_id)
    newest = _newest(kept)
    cases = _cases(newest.document)
    if number >= len(cases):
        raise Http404
    document = {**newest.document, "cases": [*cases[:number], *cases[number + 1 :]]}
    services.write_definition(kept, document, seen=hash_of_document(newest.document), actor=staff_of(request.user))
    messages.success(request, _("Taken away: %(name)s.") % {"name": cases[number].get("name", "")})
    return redirect("measure_cases", kept.pk)


def _case(request: HttpRequest, measure_id: int, number: int | None) -> HttpResponse:
    check_can_edit_framework(request.user)
    kept, staff = get_object_or_404(Measure, pk=measure_id), staff_of(request.user)
    newest, facts = _newest(kept), facts_to_choose_from()
    cases = _cases(newest.document)
    if number is not None and number >= len(cases):
        raise Http404
    case = cases[number] if number is not None else {}
    query = _query(newest.document, facts)
    form = CaseForm(
        request.POST or None,
        reads=_reads(query, facts),
        case=case,
        facts=facts,
        words=the_words(),
        has_numerator=query is None or query.numerator is not None,
        has_value=query is not None and query.value is not None,
        seen=hash_of_document(newest.document),
    )

    def write() -> object:
        made = form.changed_case()
        several = [*cases, made] if number is None else [*cases[:number], made, *cases[number + 1 :]]
        document = {**newest.document, "cases": several}
        return services.write_definition(kept, document, seen=form.cleaned_data["seen"], actor=staff)

    if request.method == "POST" and succeeds(form, write):
        messages.success(request, _("Kept: %(name)s.") % {"name": form.cleaned_data["name"]})
        return redirect("measure_cases", kept.pk)
    context = {"measure": kept, "draft": newest, "form": form, "number": number, "case": case}
    return render(request, "framework/case.html", context, status=status_of(form))


def _newest(kept: Measure) -> MeasureVersion:
    return draft_of(kept) or newest_version(kept)


def _cases(document: Document) -> list[dict[str, Any]]:
    return [dict(each) for each in document.get("cases") or () if isinstance(each, dict)]


def _query(document: Document, facts: FactsOfNow) -> Query | None:
    try:
        return check_document(document, facts.catalogue)
    except MeasureProblems:
        return None


def _reads(query: Query | None, facts: FactsOfNow) -> Reads:
    """What the definition reads; of one that cannot be read yet, the days of a stay."""
    if query is not None:
        return what_it_reads(query, facts.catalogue)
    table = facts.catalogue.facts(Grain.ENROLLMENT)
    return {Grain.ENROLLMENT: tuple(table.column(name) for name in ALWAYS[Grain.ENROLLMENT])}
