"""The trail of changes and views, in words, and the check of its seals."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from lineofsight.commands import command_here

from ..discretion import hidden_from
from ..forms.trail import TrailFilterForm
from ..models import TrailSeal
from ..permissions import check_can_read_trail, staff_of
from ..selectors.seals import last_seal, unsealed_entries, verify_seals
from ..selectors.trail import TrailFilter, entries_shown_to, in_words, stretch_of
from ..words import the_words

CHECKED_HERE = 200_000  # entries; about six seconds
LONGEST_NUMBER = 18  # digits of a 64-bit number


def trail(request: HttpRequest) -> HttpResponse:
    check_can_read_trail(request.user)
    form = TrailFilterForm(request.GET or None)
    chosen = TrailFilter(**form.cleaned_data) if form.is_bound and form.is_valid() else TrailFilter()
    reader = staff_of(request.user)
    before, after = _entry(request, "before"), _entry(request, "after")
    stretch = stretch_of(entries_shown_to(reader, chosen), before=before, after=after)
    context = {
        "form": form,
        "chosen": chosen,
        "stretch": stretch,
        "lines": in_words(stretch.entries, the_words(), reader),
        "seal": last_seal(),
        "leaves_out": bool(hidden_from(reader)),
        "waits_for_seal": unsealed_entries().exists(),
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
        "verify": command_here("trail verify", home=settings.HOME),
        "is_all": seal is None or seal.last_entry <= CHECKED_HERE,
    }
    return render(request, "agency/trail_check.html", context)


def _entry(request: HttpRequest, way: str) -> int | None:
    """The entry from which the address goes on; None for what is no number of one."""
    given = request.GET.get(way, "")
    return int(given) if given.isdecimal() and len(given) <= LONGEST_NUMBER else None
