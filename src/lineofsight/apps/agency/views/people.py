"""The staff list, and what each role may see."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ..models import Program, Role
from ..permissions import check_can_manage_people
from ..selectors.roles import role_lines, role_sentences
from ..selectors.setup import only_here
from ..selectors.staff import (
    StaffFilter,
    by_name,
    can_sign_in,
    open_invitations,
    people_to_look_at,
    staff_list,
    staff_row,
)
from ..words import the_words

PER_PAGE = 50


def states() -> dict[str, str]:
    """What the list can be narrowed to, in words that end "Showing … who …"."""
    return {
        "here": _("can sign in or are invited"),
        "quiet": _("have not signed in for 90 days"),
        "invited": _("are invited and have not opened it"),
        "ran_out": _("have an invitation that ran out"),
        "never": _("are not invited yet"),
        "ended": _("have left"),
        "everyone": _("are here or have left"),
    }


def people(request: HttpRequest) -> HttpResponse:
    check_can_manage_people(request.user)
    chosen = _chosen(request)
    found = by_name(staff_list(chosen))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    words = the_words()
    return render(
        request,
        "agency/people.html",
        {
            "only_here": only_here(),
            "page": page,
            "rows": [staff_row(staff, words) for staff in page],
            "can_sign_in": can_sign_in().count(),
            "invited": open_invitations().values("staff").distinct().count(),
            "look": people_to_look_at(),
            "chosen": chosen,
            "role": dict(Role.choices).get(chosen.role, ""),
            "state": states()[chosen.state],
            "states": states(),
            "roles": Role.choices,
            "programs": Program.objects.all(),
            "role_sentences": role_sentences(the_words()),
        },
    )


def roles(request: HttpRequest) -> HttpResponse:
    check_can_manage_people(request.user)
    words = the_words()
    context = {"lines": role_lines(words), "role_sentences": role_sentences(words)}
    return render(request, "agency/roles.html", context)


def _chosen(request: HttpRequest) -> StaffFilter:
    """The filter of the address; what nobody knows is left out."""
    role, program, state = (request.GET.get(key, "") for key in ("role", "program", "state"))
    return StaffFilter(
        role=role if role in Role.values else "",
        program=Program.objects.filter(pk=program).first() if program.isdecimal() else None,
        state=state if state in states() else "here",
    )
