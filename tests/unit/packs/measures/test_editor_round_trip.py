"""The editor's form of every starter definition, sent as it was shown, writes that definition to the letter."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict

from lineofsight.apps.framework.facts_of_now import FactsOfNow
from lineofsight.apps.framework.forms.editor import EditorForm
from lineofsight.apps.framework.offered_fields import OfferedFields
from lineofsight.measures.choices.choices import choices_of
from lineofsight.measures.choices.writing import document_of
from lineofsight.packs.offered import offered_measures
from lineofsight.warehouse.builds import Build
from tests.unit.packs.measures.hmis_catalogue import hmis_catalogue

COMPUTED = {
    each.key: each
    for each in offered_measures()
    if each.pack != "candidates" and each.document.get("source") != "reported"
}


def as_sent(form: EditorForm) -> QueryDict:
    """What a browser would send of the page as it was shown."""
    sent = QueryDict(mutable=True)
    for name in form.fields:
        value: Any = form[name].value()
        sent.setlist(name, [str(each) for each in value] if isinstance(value, list) else [str(value or "")])
    return sent


@pytest.mark.parametrize("key", COMPUTED)
def test_writes_to_the_letter_what_nobody_changed(key: str, agency: object, demo_build: Build) -> None:
    offered, document = COMPUTED[key], dict(COMPUTED[key].document)
    catalogue = hmis_catalogue() if offered.pack == "hmis" else demo_build.catalogue
    facts = FactsOfNow(catalogue=catalogue, places={}, as_at=demo_build.as_at, labels=lambda code_set: {})
    shown = choices_of(document)
    fields = OfferedFields.for_document(facts, document, shown)

    sent = as_sent(EditorForm(None, shown=shown, offered=fields, seen="")).copy()
    form = EditorForm(sent, shown=shown, offered=fields, seen="")

    assert form.chosen() == shown
    assert document_of(form.chosen(), document, fields.derives) == document
