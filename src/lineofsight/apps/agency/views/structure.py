"""Programs, sites, funders and grants: two lists, and one form for each kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from ..forms.sending import sent, status_of, succeeds
from ..forms.setup import FunderForm, GrantForm, OpenFieldsForm, ProgramForm, SiteForm
from ..models import Funder, Grant, Program, Site, SourcedRecord
from ..permissions import check_can_set_up, staff_of
from ..selectors.structure import closed_values, funder_rows, program_rows, site_rows
from ..services import structure as services
from ..words import the_words


@dataclass(frozen=True)
class Kind:
    """What the form page of one kind needs: its list, its form, and the two services."""

    model: type[SourcedRecord]
    form: type[OpenFieldsForm]
    add: Callable[..., SourcedRecord]
    change: Callable[..., SourcedRecord]
    list_url: str


BESIDE = {"P005": ("protection",), "A061": ("name",)}

PROGRAM = Kind(Program, ProgramForm, services.add_program, services.change_program, "programs")
SITE = Kind(Site, SiteForm, services.add_site, services.change_site, "programs")
FUNDER = Kind(Funder, FunderForm, services.add_funder, services.change_funder, "funders")
GRANT = Kind(Grant, GrantForm, services.add_grant, services.change_grant, "funders")


def programs(request: HttpRequest) -> HttpResponse:
    check_can_set_up(request.user)
    context = {"programs": program_rows(), "sites": site_rows()}
    return render(request, "agency/programs.html", context)


def funders(request: HttpRequest) -> HttpResponse:
    check_can_set_up(request.user)
    return render(request, "agency/funders.html", {"funders": funder_rows()})


def program_add(request: HttpRequest) -> HttpResponse:
    return _add(request, PROGRAM, _("Which %(program)s is new?") % vars(the_words()))


def program(request: HttpRequest, pk: int) -> HttpResponse:
    return _change(request, PROGRAM, pk)


def site_add(request: HttpRequest) -> HttpResponse:
    return _add(request, SITE, _("Which site is new?"))


def site(request: HttpRequest, pk: int) -> HttpResponse:
    return _change(request, SITE, pk)


def funder_add(request: HttpRequest) -> HttpResponse:
    return _add(request, FUNDER, _("Which funder is new?"))


def funder(request: HttpRequest, pk: int) -> HttpResponse:
    return _change(request, FUNDER, pk)


def grant_add(request: HttpRequest) -> HttpResponse:
    return _add(request, GRANT, _("Which grant is new?"))


def grant(request: HttpRequest, pk: int) -> HttpResponse:
    return _change(request, GRANT, pk)


def _add(request: HttpRequest, kind: Kind, question: str) -> HttpResponse:
    check_can_set_up(request.user)
    form = kind.form(request.POST or None, initial=request.GET.dict())
    actor = staff_of(request.user)
    added = (
        sent(form, lambda: kind.add(actor=actor, **form.said()), beside=BESIDE) if request.method == "POST" else None
    )
    if added is not None:
        messages.success(request, _("%(name)s is added.") % {"name": added})
        return redirect(kind.list_url)
    return _page(request, kind, form, question)


def _change(request: HttpRequest, kind: Kind, pk: int) -> HttpResponse:
    check_can_set_up(request.user)
    record: Any = get_object_or_404(kind.model._default_manager.select_related("source"), pk=pk)
    name, actor = record.name, staff_of(request.user)
    form = kind.form(request.POST or None, instance=record)
    if request.method == "POST" and succeeds(
        form, lambda: kind.change(record, seen=form.seen, actor=actor, **form.said()), beside=BESIDE
    ):
        messages.success(request, _("Kept."))
        return redirect(kind.list_url)
    return _page(request, kind, form, name, closed=closed_values(record))


def _page(
    request: HttpRequest, kind: Kind, form: OpenFieldsForm, question: str, closed: list[tuple[str, str]] | None = None
) -> HttpResponse:
    context = {"form": form, "question": question, "list_url": kind.list_url, "closed": closed or []}
    return render(request, "agency/structure_form.html", context, status=status_of(form))
