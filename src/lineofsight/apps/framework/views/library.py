"""The library of packs: looking for a measure, its sheet, adopting it; and definitions as files, in and out."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.forms.sending import status_of, succeeds
from lineofsight.apps.agency.permissions import staff_of
from lineofsight.packs.documents import write_documents
from lineofsight.packs.offered import fields_of_work, offered_measures

from ..forms.library import BringForm, LookForm
from ..forms.measures import AdoptForm
from ..models import Measure
from ..permissions import can_edit_framework, check_can_edit_framework, check_can_read_framework
from ..selectors.brought import kept_documents, preview_of
from ..selectors.offered import library_of_packs, offered_sheet
from ..services import measures as services
from ..services.bringing import bring_measures

YAML = "application/yaml; charset=utf-8"


def measures_adopt(request: HttpRequest) -> HttpResponse:
    """Everything that packs offer, narrowed by what is looked for; adopting what is ticked."""
    check_can_edit_framework(request.user)
    look = LookForm(request.GET, fields_of_work=[(key, each.title) for key, each in fields_of_work().items()])
    page = library_of_packs(today(), look.looked_for)
    choices = [(each.key, each.title) for each in offered_measures()]
    form = AdoptForm(request.POST if request.method == "POST" else None, offered=choices)
    if request.method == "POST" and form.is_valid():
        chosen = [each for each in offered_measures() if each.key in form.cleaned_data["keys"]]
        adopted = services.adopt_measures(chosen, actor=staff_of(request.user))
        said = ngettext("%(count)d measure is in the library.", "%(count)d measures are in the library.", len(adopted))
        messages.success(request, said % {"count": len(adopted)} + " " + _("Use them where they belong."))
        return redirect("measures")
    ticked = set(form.data.getlist("keys")) if form.is_bound else set()  # type: ignore[attr-defined]
    context = {"page": page, "look": look, "form": form, "ticked": ticked}
    return render(request, "framework/measures_adopt.html", context, status=status_of(form))


def measure_offered(request: HttpRequest, key: str) -> HttpResponse:
    """The sheet of one offered measure: what it says, what it needs, and what of that is kept here."""
    check_can_read_framework(request.user)
    sheet = offered_sheet(key)
    if sheet is None:
        raise Http404
    context = {"sheet": sheet, "may_edit": can_edit_framework(request.user)}
    return render(request, "framework/measure_offered.html", context)


def measures_file(request: HttpRequest) -> HttpResponse:
    """Every measure of the library as one file."""
    check_can_read_framework(request.user)
    return _file(write_documents(kept_documents()), "measures.yaml")


def measure_file(request: HttpRequest, measure_id: int) -> HttpResponse:
    check_can_read_framework(request.user)
    kept = get_object_or_404(Measure, pk=measure_id)
    return _file(write_documents(kept_documents([kept])), f"{kept.key}.yaml")


def measures_bring(request: HttpRequest) -> HttpResponse:
    """Read, shown, then written as drafts: between the steps the text stands in the page alone."""
    check_can_edit_framework(request.user)
    form = BringForm(request.POST or None, request.FILES or None)
    preview = None
    if request.method == "POST" and form.is_valid():
        preview = preview_of(form.documents)
        seen = request.POST.get("fingerprint", "")
        actor = staff_of(request.user)
        if seen and succeeds(form, lambda: bring_measures(form.documents, seen=seen, actor=actor)):
            number = len(preview.written)
            said = ngettext("%(count)d draft is kept.", "%(count)d drafts are kept.", number) % {"count": number}
            messages.success(request, said + " " + _("Nothing is published: open each, and look whether it is right."))
            return redirect("measures")
    context = {"form": form, "preview": preview}
    template = "framework/measures_preview.html" if preview else "framework/measures_bring.html"
    return render(request, template, context, status=status_of(form))


def _file(text: str, name: str) -> HttpResponse:
    return HttpResponse(text, content_type=YAML, headers={"Content-Disposition": f'attachment; filename="{name}"'})
