"""The home: one question by role. Who has several roles has tabs, in the order of roles.

A board member's question, whether people are better off, is answered by the scorecard: their home leads there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import Role
from lineofsight.apps.agency.permissions import roles_of, staff_of

from ..selectors.beginning import beginning_of
from ..selectors.homes.front_line import front_line_home
from ..selectors.homes.performance_lead import lead_home
from ..selectors.homes.programs import director_home, manager_home
from ..selectors.homes.supervisor import supervisor_home

_HOMES: dict[str, tuple[str, Callable[..., Any] | None]] = {
    Role.FRONT_LINE: ("records/home_front_line.html", front_line_home),
    Role.SUPERVISOR: ("records/home_supervisor.html", supervisor_home),
    Role.PROGRAM_MANAGER: ("records/home_manager.html", manager_home),
    Role.PERFORMANCE_LEAD: ("records/home_lead.html", lead_home),
    Role.DIRECTOR: ("records/home_director.html", director_home),
    Role.COACH: ("records/home_coach.html", None),
}


_OF_PEOPLE = (Role.FRONT_LINE, Role.SUPERVISOR, Role.PROGRAM_MANAGER, Role.DIRECTOR)  # a lead has first steps instead


def home(request: HttpRequest) -> HttpResponse:
    staff = staff_of(request.user)
    held = [role for role in Role if role in roles_of(staff)]
    if held == [Role.ADMINISTRATOR]:
        return redirect("setup")
    with_a_home = [role for role in held if role in _HOMES or role == Role.BOARD_MEMBER]
    if not with_a_home:
        return render(request, "records/home_no_role.html")
    role = _chosen(request, with_a_home)
    if role == Role.BOARD_MEMBER:
        return redirect("results")
    template, selector = _HOMES[role]
    return render(
        request,
        template,
        {
            "home": selector(staff, today=today()) if selector else None,
            "beginning": beginning_of(staff) if role in _OF_PEOPLE else None,
            "role": role,
            "tabs": with_a_home if len(with_a_home) > 1 else [],
        },
    )


def _chosen(request: HttpRequest, roles: list[Role]) -> Role:
    wanted = request.GET.get("as", "")
    return next((role for role in roles if role.value == wanted), roles[0])
