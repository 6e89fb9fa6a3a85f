"""Goals, strategies and outcomes: one page to read, one form for each."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.forms.sending import status_of, succeeds
from lineofsight.apps.agency.permissions import staff_of

from ..forms.goals import GoalForm, StepForm
from ..models import Goal, Outcome, Strategy
from ..permissions import can_edit_framework, check_can_edit_framework, check_can_read_framework
from ..selectors.goals import goals_page
from ..selectors.line import line_of_sight
from ..selectors.mission import phrases_of_present_mission
from ..services import goals as services


def goals(request: HttpRequest) -> HttpResponse:
    check_can_read_framework(request.user)
    context = {
        "page": goals_page(line_of_sight(today())),
        "may_edit": can_edit_framework(request.user),
        "here": "goals",
    }
    return render(request, "framework/goals.html", context)


def goal_add(request: HttpRequest) -> HttpResponse:
    check_can_edit_framework(request.user)
    staff = staff_of(request.user)
    asked = {"phrases": request.GET.getlist("phrase")}
    form = GoalForm(request.POST or None, goal=None, phrases=phrases_of_present_mission(), initial=asked)
    if request.method == "POST" and succeeds(
        form, lambda: services.add_goal(entry_id=form.entry_id, actor=staff, **form.said())
    ):
        messages.success(
            request, form.once(_("The goal is added. Which change for people would show that it comes nearer?"))
        )
        return redirect("goals")
    return _form_page(request, form, _("Which goal is new?"))


def goal(request: HttpRequest, goal_id: int) -> HttpResponse:
    check_can_edit_framework(request.user)
    staff, kept = staff_of(request.user), get_object_or_404(Goal, pk=goal_id)
    form = GoalForm(request.POST or None, goal=kept, phrases=phrases_of_present_mission())
    if request.method == "POST" and succeeds(
        form, lambda: services.change_goal(kept, seen=form.seen, actor=staff, **form.said())
    ):
        messages.success(request, _("Kept."))
        return redirect("goals")
    return _form_page(request, form, kept.title, remove=reverse("goal_remove", args=[kept.pk]))


@require_POST
def goal_move(request: HttpRequest, goal_id: int) -> HttpResponse:
    check_can_edit_framework(request.user)
    kept = get_object_or_404(Goal, pk=goal_id)
    services.move_goal(kept, up="up" in request.POST, actor=staff_of(request.user))
    return redirect("goals")


@require_POST
def goal_remove(request: HttpRequest, goal_id: int) -> HttpResponse:
    check_can_edit_framework(request.user)
    services.remove_goal(get_object_or_404(Goal, pk=goal_id), actor=staff_of(request.user))
    messages.success(request, _("The goal is removed."))
    return redirect("goals")


def strategy_add(request: HttpRequest, goal_id: int) -> HttpResponse:
    return _step_add(request, goal_id, services.add_strategy, _("Which strategy is new?"), is_outcome=False)


def strategy(request: HttpRequest, strategy_id: int) -> HttpResponse:
    check_can_edit_framework(request.user)
    kept = get_object_or_404(Strategy.objects.select_related("goal"), pk=strategy_id)
    return _step(request, kept, services.change_strategy, reverse("strategy_remove", args=[kept.pk]), is_outcome=False)


@require_POST
def strategy_remove(request: HttpRequest, strategy_id: int) -> HttpResponse:
    check_can_edit_framework(request.user)
    services.remove_strategy(get_object_or_404(Strategy, pk=strategy_id), actor=staff_of(request.user))
    messages.success(request, _("The strategy is removed."))
    return redirect("goals")


def outcome_add(request: HttpRequest, goal_id: int) -> HttpResponse:
    return _step_add(request, goal_id, services.add_outcome, _("Which outcome is new?"), is_outcome=True)


def outcome(request: HttpRequest, outcome_id: int) -> HttpResponse:
    check_can_edit_framework(request.user)
    kept = get_object_or_404(Outcome.objects.select_related("goal"), pk=outcome_id)
    return _step(request, kept, services.change_outcome, reverse("outcome_remove", args=[kept.pk]), is_outcome=True)


@require_POST
def outcome_remove(request: HttpRequest, outcome_id: int) -> HttpResponse:
    check_can_edit_framework(request.user)
    services.remove_outcome(get_object_or_404(Outcome, pk=outcome_id), actor=staff_of(request.user))
    messages.success(request, _("The outcome is removed."))
    return redirect("goals")


def _step_add(
    request: HttpRequest, goal_id: int, add: Callable[..., object], question: str, *, is_outcome: bool
) -> HttpResponse:
    """A strategy or an outcome, under its goal."""
    check_can_edit_framework(request.user)
    staff, towards = staff_of(request.user), get_object_or_404(Goal, pk=goal_id)
    form = StepForm(request.POST or None, step=None, is_outcome=is_outcome)
    if request.method == "POST" and succeeds(
        form, lambda: add(towards, entry_id=form.entry_id, actor=staff, **form.said())
    ):
        return redirect(_goals_at(towards.pk))
    return _form_page(request, form, question, goal=towards)


def _step(
    request: HttpRequest, kept: Strategy | Outcome, change: Callable[..., object], remove: str, *, is_outcome: bool
) -> HttpResponse:
    """remove: the address that takes it away."""
    form = StepForm(request.POST or None, step=kept, is_outcome=is_outcome)
    if request.method == "POST" and succeeds(
        form, lambda: change(kept, seen=form.seen, actor=staff_of(request.user), **form.said())
    ):
        return redirect(_goals_at(kept.goal_id))
    return _form_page(request, form, kept.title, goal=kept.goal, remove=remove)


def _goals_at(goal_id: int) -> str:
    return f"{reverse('goals')}#goal-{goal_id}"


def _form_page(
    request: HttpRequest, form: GoalForm | StepForm, question: str, *, goal: Goal | None = None, remove: str = ""
) -> HttpResponse:
    context = {"form": form, "question": question, "goal": goal, "remove": remove}
    return render(request, "framework/goal_form.html", context, status=status_of(form))
