"""The mission, its phrases, and why a gap is all right."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.forms.sending import status_of, succeeds
from lineofsight.apps.agency.models import Program
from lineofsight.apps.agency.permissions import staff_of
from lineofsight.apps.agency.words import the_words

from ..forms.goals import ConnectForm
from ..forms.mission import ExplanationForm, MissionForm
from ..models import Explanation, Phrase
from ..permissions import can_edit_framework, check_can_edit_framework, check_can_read_framework
from ..selectors.line import line_of_sight
from ..selectors.mission import earlier_missions, first_steps, mission_page, present_mission
from ..services.goals import connect_program
from ..services.mission import explain_phrase, explain_program, write_mission

BESIDE_MISSION = {"F001": ["written"], "F002": ["written"], "F003": ["written"]}


def mission(request: HttpRequest) -> HttpResponse:
    check_can_read_framework(request.user)
    may_edit = can_edit_framework(request.user)
    line = line_of_sight(today())
    context = {
        "page": mission_page(line, the_words(), today()),
        "earlier": earlier_missions(),
        "may_edit": may_edit,
        "steps": first_steps(line) if may_edit else [],
        "here": "mission",
    }
    return render(request, "framework/mission.html", context)


def mission_change(request: HttpRequest) -> HttpResponse:
    check_can_edit_framework(request.user)
    staff, present = staff_of(request.user), present_mission()
    form = MissionForm(request.POST or None, mission=present)
    if request.method == "POST" and succeeds(
        form, lambda: write_mission(actor=staff, **form.mission()), beside=BESIDE_MISSION
    ):
        messages.success(request, _("The mission is kept."))
        return redirect("mission")
    context = {"form": form, "mission": present, "here": "mission"}
    return render(request, "framework/mission_change.html", context, status=status_of(form))


def phrase_explain(request: HttpRequest, phrase_id: int) -> HttpResponse:
    check_can_edit_framework(request.user)
    staff = staff_of(request.user)
    phrase = get_object_or_404(Phrase, pk=phrase_id)
    form = ExplanationForm(request.POST or None, explanation=Explanation.objects.filter(phrase=phrase).first())
    if request.method == "POST" and succeeds(
        form, lambda: explain_phrase(phrase, form.cleaned_data["text"], seen=form.seen, actor=staff)
    ):
        messages.success(request, _("Kept."))
        return redirect("mission")
    question = _("Why does “%(phrase)s” need no goal?") % {"phrase": phrase.text}
    return render(
        request,
        "framework/explain.html",
        {"form": form, "question": question, "back": "mission"},
        status=status_of(form),
    )


def program_explain(request: HttpRequest, program_id: int) -> HttpResponse:
    check_can_edit_framework(request.user)
    staff = staff_of(request.user)
    program = get_object_or_404(Program, pk=program_id)
    form = ExplanationForm(request.POST or None, explanation=Explanation.objects.filter(program=program).first())
    if request.method == "POST" and succeeds(
        form, lambda: explain_program(program, form.cleaned_data["text"], seen=form.seen, actor=staff)
    ):
        messages.success(request, _("Kept."))
        return redirect("program_model", program.pk)
    question = _("Why does %(program)s go on, though it serves no phrase?") % {"program": program.name}
    return render(
        request,
        "framework/explain.html",
        {"form": form, "question": question, "back": "mission"},
        status=status_of(form),
    )


def program_connect(request: HttpRequest, program_id: int) -> HttpResponse:
    check_can_edit_framework(request.user)
    staff = staff_of(request.user)
    program = get_object_or_404(Program, pk=program_id)
    form = ConnectForm(request.POST or None, program=program)
    if request.method == "POST" and succeeds(
        form, lambda: connect_program(program, form.cleaned_data["strategies"], seen=form.seen, actor=staff)
    ):
        messages.success(request, _("Kept."))
        return redirect("program_model", program.pk)
    context = {"form": form, "program": program, "has_strategies": form.fields["strategies"].queryset.exists()}  # type: ignore[attr-defined]
    return render(request, "framework/connect.html", context, status=status_of(form))
