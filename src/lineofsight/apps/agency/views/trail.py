"""The trail of changes and views, in words, and the check of its seals."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from ..discretion import hidden_from
from ..forms.trail import TrailFilterForm
from ..models import TrailSeal
from ..permissions import check_can_read_trail, staff_of
from ..selectors.seals import last_seal, unsealed_entries, verify_seals
from ..selectors.trail import TrailFilter, entries_shown_to, in_words
from ..words import the_words

PER_PAGE = 50
CHECKED_HERE = 200_000  # entries; about six seconds


def trail(request: HttpRequest) -> HttpResponse:
    check_can_read_trail(request.user)
    form = TrailFilterForm(request.GET or None)
    chosen = TrailFilter(**form.cleaned_data) if form.is_bound and form.is_valid() else TrailFilter()
    reader = staff_of(request.user)
    page = Paginator(entries_shown_to(reader, chosen), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "chosen": chosen,
        "page": page,
        "lines": in_words(page, the_words(), reader),
        "seal": last_seal(),
        "leaves_out": bool(hidden_from(reader)),
        "unsealed": unsealed_entries().count(),
    }
    return render(request, "agency/trail.html", context)


@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Compute the seals of the newest entries anew and say which do not fit; a command on the server checks all."""
    check_can_read_trail(request.user)
    seal = last_seal()
    context = {
        "broken": verify_seals(newest=CHECKED_HERE),
        "seals": TrailSeal.objects.count(),
        "seal": seal,
        "checked_here": CHECKED_HERE,
        "is_all": seal is None or seal.last_entry <= CHECKED_HERE,
    }
    return render(request, "agency/trail_check.html", context)
