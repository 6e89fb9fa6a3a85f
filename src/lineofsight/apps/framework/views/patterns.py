"""Beginning a measure of one's own: the ways to begin, and one sentence to fill."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from lineofsight.apps.agency.forms.sending import status_of
from lineofsight.apps.agency.permissions import staff_of
from lineofsight.measures.choices.choices import choices_of
from lineofsight.packs.offered import offered_measure
from lineofsight.packs.patterns import fill, pattern, patterns

from ..documents import Document
from ..facts_of_now import facts_to_choose_from
from ..forms.patterns import SLOTS, BeginForm, PatternForm
from ..models import Measure
from ..offered_fields import OfferedFields
from ..permissions import check_can_edit_framework
from ..selectors.library import measure_titles, newest_version
from ..services import measures as services

NOT_COPIED = ("measure", "title", "version", "data_elements")
EMPTY: Document = {"source": "computed"}


def measure_new(request: HttpRequest) -> HttpResponse:
    check_can_edit_framework(request.user)
    form = BeginForm(request.POST or None, measures=measure_titles())
    if request.method == "POST" and form.is_valid():
        basis = form.cleaned_data["basis"]
        document = dict(newest_version(get_object_or_404(Measure, pk=basis)).document) if basis else dict(EMPTY)
        kept = {key: value for key, value in document.items() if key not in NOT_COPIED}
        said = {"title": form.cleaned_data["title"], "asks": form.cleaned_data["asks"]}
        made = services.write_own_measure({**kept, **said}, actor=staff_of(request.user))
        return redirect("measure_define", made.pk)
    context = {"form": form, "patterns": [(each, _sentence(each.sentence)) for each in patterns()]}
    return render(request, "framework/measure_new.html", context, status=status_of(form))


def measure_from_pattern(request: HttpRequest, key: str) -> HttpResponse:
    check_can_edit_framework(request.user)
    found = pattern(key)
    if found is None:
        raise Http404
    facts = facts_to_choose_from()
    served: Document = {"count": "service", "period": "${date}"}
    offered = OfferedFields.for_document(facts, {}, choices_of({"count": "enrollment", "period": "${exit_date}"}))
    services_offered = OfferedFields.for_document(facts, served, choices_of(served))
    form = PatternForm(request.POST or None, pattern=found, offered=offered, services=services_offered)
    if request.method == "POST" and form.is_valid():
        document = {**EMPTY, **fill(found, form.answers()), "title": form.cleaned_data["title"], "by": ["program"]}
        made = services.write_own_measure(document, actor=staff_of(request.user))
        messages.success(request, _("A draft is kept. Look at what it says, and change what is meant otherwise."))
        return redirect("measure_define", made.pk)
    titles = [each.title for each in (offered_measure(key) for key in (found.example, *found.also_fits)) if each]
    context = {"form": form, "pattern": found, "sentence": _sentence(found.sentence), "titles": titles}
    return render(request, "framework/measure_pattern.html", context, status=status_of(form))


def _sentence(sentence: str) -> list[tuple[str, bool]]:
    """The words of a sentence, and whether each is a slot.

    >>> _sentence("the share with @done, say")
    [('the share with', False), ('a second day', True), (', say', False)]
    """
    made: list[tuple[str, bool]] = []
    for word in sentence.split():
        is_slot = word.startswith("@")
        name = word.lstrip("@").rstrip(",.") if is_slot else word
        if made and not is_slot and not made[-1][1]:
            made[-1] = (f"{made[-1][0]} {name}", False)
        else:
            made.append((str(SLOTS.get(name, name)) if is_slot else name, is_slot))
        if is_slot and word[-1:] in ",.":
            made.append((word[-1], False))
    return made
