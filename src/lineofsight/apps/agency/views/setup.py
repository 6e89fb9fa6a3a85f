"""What is still open, and the agency's own name, year, language, words, mail and backup."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lineofsight.commands import command_here
from lineofsight.problems import Problem

from ..forms.sending import status_of, succeeds
from ..forms.setup import AgencyForm, WordsForm
from ..permissions import can_manage_people, can_read_trail, check_can_set_up, staff_of
from ..selectors.agency import the_agency
from ..selectors.setup import first_steps, mail_is_set_up, set_up_items
from ..services.setup import change_agency, choose_words, send_test_mail
from ..words import Words

MAIL_LINES = [  # of settings.toml, with made-up words
    "[mail]",
    'host = "smtp.agency.example"',
    "port = 587",
    'user = "lineofsight@agency.example"',
    'password = "…"',
    'from = "Line of Sight <lineofsight@agency.example>"',
]
SUGGESTED = {
    "client": ["client, clients", "youth, youth", "participant, participants", "member, members", "guest, guests"],
    "program": ["program, programs", "service, services", "project, projects"],
    "enrollment": ["enrollment, enrollments", "stay, stays", "case, cases"],
}


def setup(request: HttpRequest) -> HttpResponse:
    check_can_set_up(request.user)
    viewer = staff_of(request.user)
    items = set_up_items(viewer)
    context = {
        "items": items,
        "open": [item for item in items if not item.is_done],
        "time_zone": settings.TIME_ZONE,
        "steps": first_steps(viewer),
        "manages_people": can_manage_people(viewer),
        "reads_trail": can_read_trail(viewer),
    }
    return render(request, "agency/setup.html", context)


def agency_settings(request: HttpRequest) -> HttpResponse:
    check_can_set_up(request.user)
    actor = staff_of(request.user)
    form = AgencyForm(request.POST or None, agency=the_agency())
    if request.method == "POST" and succeeds(form, lambda: change_agency(seen=form.seen, actor=actor, **form.said())):
        messages.success(request, _("Kept."))
        return redirect("setup")
    return render(request, "agency/agency_settings.html", {"form": form}, status=status_of(form))


def words(request: HttpRequest) -> HttpResponse:
    check_can_set_up(request.user)
    actor, agency = staff_of(request.user), the_agency()
    form = WordsForm(request.POST or None, agency=agency)
    chosen = form.words if form.is_bound and form.is_valid() else agency.words
    keeps = request.method == "POST" and "show" not in request.POST
    if keeps and succeeds(form, lambda: choose_words(form.words, seen=form.seen, actor=actor)):
        messages.success(request, _("Every page now uses these words."))
        return redirect("setup")
    context = {"form": form, "example": Words(chosen), "suggested": SUGGESTED}
    return render(request, "agency/words.html", context, status=status_of(form))


def words_example(request: HttpRequest) -> HttpResponse:
    """The example sentence while somebody types; blank words keep what the agency has."""
    check_can_set_up(request.user)
    form = WordsForm(request.GET, agency=the_agency())
    chosen = form.words if form.is_valid() else the_agency().words
    return render(request, "agency/_words_example.html", {"example": Words(chosen)})


def mail(request: HttpRequest) -> HttpResponse:
    check_can_set_up(request.user)
    problem = None
    if request.method == "POST":
        viewer = staff_of(request.user)
        try:
            send_test_mail(actor=viewer)
        except Problem as not_sent:
            problem = not_sent
        else:
            messages.success(request, _("A message went to %(address)s.") % {"address": viewer.email})
            return redirect("mail")
    context = {
        "is_set_up": mail_is_set_up(),
        "host": settings.EMAIL_HOST,
        "settings_file": settings.HOME / "settings.toml",
        "lines": MAIL_LINES,
        "problem": problem,
    }
    return render(request, "agency/mail.html", context)


def backup(request: HttpRequest) -> HttpResponse:
    check_can_set_up(request.user)
    context = {
        "home": settings.HOME,
        "make": command_here("backup", home=settings.HOME),
        "restore": command_here("restore FILE --try", home=settings.HOME),
    }
    return render(request, "agency/backup.html", context)
