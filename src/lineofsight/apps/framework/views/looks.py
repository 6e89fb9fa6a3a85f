"""A second person's look at a draft: asking for it, and the page on which it is given."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lineofsight.apps.agency.forms.sending import status_of, succeeds
from lineofsight.apps.agency.permissions import staff_of

from ..forms.looks import LookForm
from ..models import Measure
from ..permissions import can_see_inside, check_can_edit_framework, check_can_look_at_measures
from ..selectors.drafts import state_of
from ..selectors.editing import editing_of
from ..selectors.library import draft_of, published_version
from ..services import looks as services


@require_POST
def measure_ask(request: HttpRequest, measure_id: int) -> HttpResponse:
    check_can_edit_framework(request.user)
    kept = get_object_or_404(Measure, pk=measure_id)
    services.ask_for_look(kept, actor=staff_of(request.user))
    messages.success(request, _("Others are asked to look. It stands on their page of measures."))
    return redirect("measure", kept.pk)


def measure_look(request: HttpRequest, measure_id: int) -> HttpResponse:
    """What the draft says, what it changes and its made-up people; approved or sent back."""
    check_can_look_at_measures(request.user)
    kept, staff = get_object_or_404(Measure, pk=measure_id), staff_of(request.user)
    draft = draft_of(kept)
    if draft is None:
        messages.info(request, _("There is no draft to look at any more."))
        return redirect("measure", kept.pk)
    state = state_of(draft, published_version(kept), staff)
    form = LookForm(request.POST or None, initial={"document_hash": state.document_hash})
    if request.method == "POST" and succeeds(
        form, lambda: _answered(request, kept, form), beside={"F035": ["sentence"]}
    ):
        return redirect("measure", kept.pk)
    published = published_version(kept)
    context = {
        "measure": kept,
        "state": state,
        "form": form,
        "draft": draft,
        "editing": editing_of(draft.document, published.document if published else None, staff),
        "may_see": can_see_inside(staff, None, None),
    }
    return render(request, "framework/measure_look.html", context, status=status_of(form))


def _answered(request: HttpRequest, kept: Measure, form: LookForm) -> None:
    said, staff = form.cleaned_data, staff_of(request.user)
    if "approve" in request.POST:
        services.approve_draft(kept, seen=said["document_hash"], sentence=said["sentence"], actor=staff)
        messages.success(request, _("Approved. It can be published now."))
    else:
        services.send_draft_back(kept, seen=said["document_hash"], sentence=said["sentence"], actor=staff)
        messages.success(request, _("Sent back with your sentence."))
