"""Beginning to measure what is recorded already, in one step."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.forms.sending import status_of
from lineofsight.apps.agency.permissions import staff_of

from ..forms.beginning import BeginForm
from ..permissions import check_can_edit_framework
from ..selectors.beginning import beginning
from ..services.beginning import begin_to_measure


def measures_begin(request: HttpRequest) -> HttpResponse:
    check_can_edit_framework(request.user)
    staff, begins = staff_of(request.user), beginning(today())
    form = BeginForm(request.POST if request.method == "POST" else None, beginning=begins)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        chosen = [each for each in begins.measures if each.key in said["keys"]]
        begun = begin_to_measure(
            chosen, list(said["programs"]), for_the_whole=said["for_the_whole"], goal=said["goal"], actor=staff
        )
        measures = len({each.measure_id for each in begun})
        told = ngettext("%(count)d measure is in use now.", "%(count)d measures are in use now.", measures)
        messages.success(request, told % {"count": measures} + " " + _("Open one to say what it is to reach."))
        return redirect("results")
    ticked = set(form.data.getlist("keys")) if form.is_bound else begins.usual  # type: ignore[attr-defined]
    context = {"begins": begins, "form": form, "ticked": ticked, "here": "measures"}
    return render(request, "framework/measures_begin.html", context, status=status_of(form))
