"""The file of one person, its lists, and changing what is known about them."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lineofsight.apps.agency.clock import now, today
from lineofsight.apps.agency.forms.sending import sent, status_of

from ..forms.fields import BESIDE
from ..forms.people import FactsForm
from ..models import Service
from ..permissions import check_can_change_client
from ..selectors.facts import facts_about
from ..selectors.file import client_file, services_listed
from ..selectors.history import events_of, openings_of
from ..selectors.mastering import OPEN, closed_on_participant
from ..selectors.unsettled import unsettled_on
from ..selectors.visibility import enrollments_workable_by
from ..services.clients import change_client, note_opening
from .reach import participant_or_404, staff_who_sees_people

PER_PAGE = 50
LATEST_EVENTS = 4


def client(request: HttpRequest, participant_id: int) -> HttpResponse:
    """The whole file. Opening it is written into the trail."""
    staff = staff_who_sees_people(request)
    participant = participant_or_404(staff, participant_id)
    file = client_file(staff, participant, today=today())
    events = events_of(staff, participant)
    openings = openings_of(staff, participant)
    month = now()
    note_opening(participant, actor=staff)
    return render(
        request,
        "records/client.html",
        {
            "file": file,
            "client": participant,
            "facts": facts_about(file),
            "unsettled": unsettled_on(file),
            "events": events[:LATEST_EVENTS],
            "more_events": len(events) > LATEST_EVENTS,
            "openers": len({each.who for each in openings if (month - each.at).days < 31}),
        },
    )


def client_services(request: HttpRequest, participant_id: int) -> HttpResponse:
    """All services, or only those with a note."""
    staff = staff_who_sees_people(request)
    participant = participant_or_404(staff, participant_id)
    workable = set(enrollments_workable_by(staff).filter(participant=participant).values_list("pk", flat=True))
    services: QuerySet[Service] = services_listed(staff, participant)
    with_notes = "notes" in request.GET
    if with_notes:
        services = services.filter(enrollment__in=workable).exclude(note="")
    note_opening(participant, actor=staff)
    return render(
        request,
        "records/client_services.html",
        {
            "client": participant,
            "page": Paginator(services, PER_PAGE).get_page(request.GET.get("page")),
            "workable": workable,
            "with_notes": with_notes,
        },
    )


def client_history(request: HttpRequest, participant_id: int) -> HttpResponse:
    staff = staff_who_sees_people(request)
    participant = participant_or_404(staff, participant_id)
    page = Paginator(events_of(staff, participant), PER_PAGE).get_page(request.GET.get("page"))
    note_opening(participant, actor=staff)
    return render(request, "records/client_history.html", {"client": participant, "page": page})


def client_opened(request: HttpRequest, participant_id: int) -> HttpResponse:
    """Who opened the file, newest first."""
    staff = staff_who_sees_people(request)
    participant = participant_or_404(staff, participant_id)
    page = Paginator(openings_of(staff, participant), PER_PAGE).get_page(request.GET.get("page"))
    note_opening(participant, actor=staff)
    return render(request, "records/client_opened.html", {"client": participant, "page": page})


def client_change(request: HttpRequest, participant_id: int) -> HttpResponse:
    staff = staff_who_sees_people(request)
    participant = participant_or_404(staff, participant_id)
    check_can_change_client(staff, participant)
    closed = closed_on_participant(participant, reader=staff)
    form = FactsForm(request.POST or None, person=participant, closed=closed)
    if request.method == "POST":
        changed = sent(
            form,
            lambda: change_client(participant, form.said(), seen=form.seen, actor=staff, sure_of=form.sure_of),
            beside=BESIDE,
        )
        if changed is not None:
            messages.success(request, _("Changed.") if changed else _("Nothing was different."))
            return redirect("client", participant.pk)
    facts = facts_about(client_file(staff, participant, today=today())) if closed is not OPEN else []
    note_opening(participant, actor=staff)
    return render(
        request,
        "records/client_change.html",
        {
            "client": participant,
            "form": form,
            "closed": closed,
            "closed_facts": [fact for fact in facts if fact.is_closed],
        },
        status=status_of(form),
    )
