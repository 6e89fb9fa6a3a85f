"""The library of measures: the list, one measure, and its next version."""

from __future__ import annotations

import yaml
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.forms.sending import status_of, succeeds
from lineofsight.apps.agency.models import Program
from lineofsight.apps.agency.permissions import staff_of

from ..documents import in_words, is_only_words
from ..forms.measures import MeasureForm
from ..models import Measure
from ..permissions import (
    can_edit_framework,
    can_look_at_measures,
    can_report_for,
    check_can_edit_framework,
    check_can_read_framework,
)
from ..readiness import sentences_of
from ..selectors.drafts import drafts_waiting_for, state_of
from ..selectors.library import draft_of, elements_shown, newest_version, published_version
from ..selectors.line import line_of_sight
from ..selectors.measures import library_page, uses_of
from ..selectors.values import value_rows
from ..services import measures as services


def measures(request: HttpRequest) -> HttpResponse:
    check_can_read_framework(request.user)
    context = {
        "page": library_page(line_of_sight(today())),
        "waiting": drafts_waiting_for(staff_of(request.user)),
        "may_edit": can_edit_framework(request.user),
        "here": "measures",
    }
    return render(request, "framework/measures.html", context)


def measure_add(request: HttpRequest) -> HttpResponse:
    check_can_edit_framework(request.user)
    staff = staff_of(request.user)
    form = MeasureForm(request.POST or None, document=None)
    if request.method == "POST" and form.is_valid():
        added = services.write_own_measure(form.changes(), actor=staff)
        messages.success(request, _("A draft is kept. Publish it when its words are right."))
        return redirect("measure", added.pk)
    context = {"form": form, "question": _("What would show it?")}
    return render(request, "framework/measure_form.html", context, status=status_of(form))


def measure(request: HttpRequest, measure_id: int) -> HttpResponse:
    check_can_read_framework(request.user)
    kept = get_object_or_404(Measure, pk=measure_id)
    viewer = staff_of(request.user)
    line = line_of_sight(today())
    version = newest_version(kept)
    draft = draft_of(kept)
    working = draft if draft and can_look_at_measures(viewer) else None
    programs = [*Program.objects.filter(measure_assignments__measure=kept).distinct(), None]
    context = {
        "measure": kept,
        "version": version,
        "node": line.measures[kept.pk],
        "words": in_words(version.document),
        "sentences": sentences_of(version.document),
        "elements": elements_shown(line.measures[kept.pk], line),
        "uses": uses_of(kept, line, viewer),
        "versions": kept.versions.filter(published_at__isnull=False).select_related("published_by"),
        "state": state_of(working, published_version(kept), viewer) if working else None,
        "draft": draft if draft and draft != version else None,
        "document": yaml.safe_dump(version.document, sort_keys=False, allow_unicode=True, width=100),
        "values": value_rows(kept, version, viewer) if version.source == "reported" else None,
        "may_edit": can_edit_framework(viewer),
        "may_report": any(can_report_for(viewer, program, None) for program in programs),
        "here": "measures",
    }
    return render(request, "framework/measure.html", context)


def measure_change(request: HttpRequest, measure_id: int) -> HttpResponse:
    check_can_edit_framework(request.user)
    staff, kept = staff_of(request.user), get_object_or_404(Measure, pk=measure_id)
    document = (draft_of(kept) or newest_version(kept)).document
    if document.get("source") != "reported" and not is_only_words(document):
        return redirect("measure_define", kept.pk)
    form = MeasureForm(request.POST or None, document=document)
    if request.method == "POST" and succeeds(
        form, lambda: services.change_measure(kept, form.changes(), seen=form.seen, actor=staff)
    ):
        messages.success(request, _("A draft is kept. Publish it when its words are right."))
        return redirect("measure", kept.pk)
    context = {"form": form, "question": newest_version(kept).title, "measure": kept}
    return render(request, "framework/measure_form.html", context, status=status_of(form))


@require_POST
def measure_publish(request: HttpRequest, measure_id: int) -> HttpResponse:
    check_can_edit_framework(request.user)
    kept = get_object_or_404(Measure, pk=measure_id)
    version = services.publish_measure(kept, actor=staff_of(request.user))
    messages.success(request, _("Version %(number)d is published.") % {"number": version.number})
    return redirect("measure", kept.pk)
