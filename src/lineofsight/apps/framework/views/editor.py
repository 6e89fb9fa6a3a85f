"""The editor: a definition as choices, with its sentence, its figures and a few people beside it.

The rule: nothing typed is lost. Every button sends the whole form; what is not kept yet comes back as it was sent.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from lineofsight.apps.agency.forms.sending import status_of, succeeds
from lineofsight.apps.agency.permissions import staff_of
from lineofsight.apps.records.services.clients import note_openings
from lineofsight.measures.choices.choices import Choices, choices_of
from lineofsight.measures.choices.writing import document_of

from ..documents import Document
from ..facts_of_now import facts_to_choose_from
from ..forms.conditions import GROUPS
from ..forms.editor import EditorForm
from ..models import Measure
from ..offered_fields import OfferedFields
from ..permissions import can_see_inside, check_can_edit_framework
from ..readiness import hash_of_document
from ..selectors.editing import Editing
from ..selectors.library import draft_of, newest_version, published_version
from ..services import measures as services

ONLY_IN_WORDS = ("data_elements",)  # what a candidate says in place of expressions


def measure_define(request: HttpRequest, measure_id: int) -> HttpResponse:
    check_can_edit_framework(request.user)
    kept, staff = get_object_or_404(Measure, pk=measure_id), staff_of(request.user)
    newest = draft_of(kept) or newest_version(kept)
    if newest.source == "reported":
        return redirect("measure_change", kept.pk)
    before: Document = {key: value for key, value in newest.document.items() if key not in ONLY_IN_WORDS}
    shown, seen = choices_of(before), hash_of_document(newest.document)
    sent = _with_rows(request.POST) if request.method == "POST" else None
    form, choices, document = _read(sent, before, shown, seen)
    act = request.POST.get("act", "")
    if act == "keep" and succeeds(
        form,
        lambda: services.write_definition(kept, document, seen=str(form.cleaned_data["seen"]), actor=staff),
    ):
        messages.success(request, _("Kept. It stays a draft until a second person has looked and it is published."))
        return redirect("measure_define", kept.pk)
    if form.is_bound and status_of(form) == 409:
        form.put("seen", seen)
    published = published_version(kept)
    editing = Editing(
        document=document,
        choices=choices,
        offered=form.offered,
        published=published.document if published else None,
        reader=staff,
        with_people=act.startswith("people"),
        turn=_number(act),
    )
    if editing.people:
        note_openings([each.person for each in editing.people], actor=staff)
    context = {
        "measure": kept,
        "form": form,
        "editing": editing,
        "draft": newest,
        "is_kept": document == before,
        "may_see": can_see_inside(staff, None, None),
        "here": reverse("measure_define", args=[kept.pk]),
    }
    return render(request, "framework/editor.html", context, status=status_of(form) if act == "keep" else 200)


def _read(
    sent: QueryDict | None, before: Document, shown: Choices, seen: str
) -> tuple[EditorForm, Choices, dict[str, object]]:
    """The form, the choices in it and the document they write. What can be chosen follows from what was sent."""
    facts = facts_to_choose_from()
    offered = OfferedFields.for_document(facts, before, shown)
    form = EditorForm(sent, shown=shown, offered=offered, seen=seen)
    if sent is None:
        return form, shown, dict(before)
    choices = form.chosen()
    offered = OfferedFields.for_document(facts, before, choices)
    form = EditorForm(sent, shown=shown, offered=offered, seen=seen)
    choices = form.chosen()
    return form, choices, document_of(choices, before, offered.derives)


def _with_rows(sent: QueryDict) -> QueryDict:
    """What was sent, with a row more or less where a button asked for that: `add:population`, `drop:numerator:1`."""
    act = sent.get("act", "").split(":")
    if act[0] not in ("add", "drop") or act[1:2] == [] or act[1] not in GROUPS:
        return sent
    made, group = sent.copy(), act[1]
    count = int(made.get(f"{group}-rows") or 0)
    if act[0] == "add":
        made[f"{group}-rows"] = str(count + 1)
        return made
    gone = _number(sent.get("act", ""))
    for number in range(gone, count):
        for part in ("left", "test", "right", "written"):
            made.pop(f"{group}-{number}-{part}", None)
            following = f"{group}-{number + 1}-{part}"
            if following in sent:
                made[f"{group}-{number}-{part}"] = str(sent[following])
    made[f"{group}-rows"] = str(max(count - 1, 0))
    return made


def _number(act: str) -> int:
    """The number at the end of what a button says.

    >>> _number("people:3"), _number("people")
    (3, 0)
    """
    last = act.rpartition(":")[2]
    return int(last) if last.isdecimal() else 0
