"""Program models: the list, the page one reads, and a form for each section of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.forms.sending import status_of, succeeds
from lineofsight.apps.agency.models import Program
from lineofsight.apps.agency.permissions import staff_of

from ..forms.programs import SECTIONS, CheckForm, LinesForm, ShownByForm, VersionForm
from ..models import ExpectedChange, FidelityCheck
from ..permissions import (
    can_edit_framework,
    can_edit_program_model,
    check_can_edit_program_model,
    check_can_read_framework,
)
from ..selectors.line import line_of_sight
from ..selectors.programs import newest_model, program_page
from ..services import programs as services

BESIDE_DAY = {"F021": ["starts_on"]}


def program_models(request: HttpRequest) -> HttpResponse:
    check_can_read_framework(request.user)
    line = line_of_sight(today())
    phrases = {each.id: each.text for each in line.mission.phrases} if line.mission else {}
    rows = [(each, [phrases[phrase] for phrase in each.phrases]) for each in line.programs]
    context = {
        "rows": rows,
        "without": [each for each in line.programs if not each.has_model],
        "has_phrases": bool(phrases),
        "here": "programs",
    }
    return render(request, "framework/programs.html", context)


def program_model(request: HttpRequest, program_id: int) -> HttpResponse:
    check_can_read_framework(request.user)
    program = get_object_or_404(Program, pk=program_id)
    asked = request.GET.get("version", "")
    page = program_page(program, staff_of(request.user), today(), int(asked) if asked.isdecimal() else None)
    context = {
        "page": page,
        "may_edit": page.is_present and can_edit_program_model(request.user, program),
        "may_connect": can_edit_framework(request.user),
        "here": "programs",
    }
    return render(request, "framework/program.html", context)


def program_section(request: HttpRequest, program_id: int, section: str) -> HttpResponse:
    program = get_object_or_404(Program, pk=program_id)
    check_can_edit_program_model(request.user, program)
    kind = SECTIONS.get(section)
    if kind is None:
        raise Http404
    staff = staff_of(request.user)
    form = kind(request.POST or None, model=newest_model(program))

    def write() -> None:
        if isinstance(form, LinesForm):
            services.change_lines(program, form.said(), seen=form.seen, actor=staff)
        else:
            services.change_model(program, seen=form.seen, actor=staff, **form.said())

    if request.method == "POST" and succeeds(form, write):
        messages.success(request, _("Kept."))
        return redirect(f"{reverse('program_model', args=[program.pk])}#{section}")
    return _form_page(request, form, program, _("What is %(program)s meant to be?") % {"program": program.name})


def program_version(request: HttpRequest, program_id: int) -> HttpResponse:
    program = get_object_or_404(Program, pk=program_id)
    check_can_edit_program_model(request.user, program)
    staff = staff_of(request.user)
    form = VersionForm(request.POST or None)
    if request.method == "POST" and succeeds(
        form,
        lambda: services.begin_version(program, form.cleaned_data["starts_on"], actor=staff),
        beside=BESIDE_DAY,
    ):
        messages.success(request, _("The new version begins with the words of the present one. Change them now."))
        return redirect("program_model", program.pk)
    return _form_page(request, form, program, _("Does the model change?"))


def program_check_add(request: HttpRequest, program_id: int) -> HttpResponse:
    program = get_object_or_404(Program, pk=program_id)
    check_can_edit_program_model(request.user, program)
    staff = staff_of(request.user)
    form = CheckForm(request.POST or None, program=program, model=newest_model(program))
    if request.method == "POST" and succeeds(
        form, lambda: services.add_check(program, actor=staff, **form.cleaned_data)
    ):
        messages.success(request, _("Kept."))
        return redirect(f"{reverse('program_model', args=[program.pk])}#components")
    return _form_page(request, form, program, _("How do you see that it is carried out as it is meant?"))


@require_POST
def program_check_remove(request: HttpRequest, check_id: int) -> HttpResponse:
    check = get_object_or_404(FidelityCheck.objects.select_related("model__program"), pk=check_id)
    check_can_edit_program_model(request.user, check.model.program)
    services.remove_check(check, actor=staff_of(request.user))
    return redirect(f"{reverse('program_model', args=[check.model.program_id])}#components")


def program_change(request: HttpRequest, change_id: int) -> HttpResponse:
    change = get_object_or_404(ExpectedChange.objects.select_related("model__program"), pk=change_id)
    program = change.model.program
    check_can_edit_program_model(request.user, program)
    staff = staff_of(request.user)
    form = ShownByForm(request.POST or None, change=change)
    if request.method == "POST" and succeeds(
        form,
        lambda: services.show_change_with(change, form.cleaned_data["measures"], seen=form.seen, actor=staff),
    ):
        messages.success(request, _("Kept."))
        return redirect(f"{reverse('program_model', args=[program.pk])}#changes")
    return _form_page(request, form, program, change.text)


def _form_page(request: HttpRequest, form: Any, program: Program, question: str) -> HttpResponse:
    context = {"form": form, "program": program, "question": question}
    return render(request, "framework/program_form.html", context, status=status_of(form))
