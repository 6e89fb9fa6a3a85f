"""Measures that are published, for tests of what comes after; and the way of one of the agency's own."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.framework import facts_of_now
from lineofsight.apps.framework.documents import Document
from lineofsight.apps.framework.facts_of_now import Counted, FactsOfNow
from lineofsight.apps.framework.models import Measure, MeasureVersion
from lineofsight.apps.framework.readiness import hash_of_document
from lineofsight.apps.framework.services.looks import approve_draft, ask_for_look
from lineofsight.apps.framework.services.measures import publish_measure, write_own_measure
from lineofsight.measures import Catalogue
from lineofsight.measures.tables import CORE

CATALOGUE = Catalogue(
    tables={table.name: table for table in CORE},
    code_sets={"enrollment_stage": frozenset({"active", "completed", "withdrawn"}), "stage": frozenset({"start"})},
)


def know_core_facts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Facts of the core tables alone, without a row: enough to check a definition."""
    facts = FactsOfNow(catalogue=CATALOGUE, places={}, as_at=date(2026, 11, 12), labels=lambda code_set: {})
    counted = Counted(facts=lambda: facts, preview=lambda *asked: None, people=lambda *asked: ())
    monkeypatch.setattr(facts_of_now, "_counted", [counted])


def published(document: Document, lead: StaffMember) -> Measure:
    """Published as it is, whether it can be counted or not, as a pack's measure is on the day it is adopted."""
    measure = write_own_measure(document, actor=lead)
    measure.versions.update(published_at=timezone.now(), published_by=lead)
    return measure


def publish_with_a_look(measure: Measure, author: StaffMember, second: StaffMember) -> MeasureVersion:
    """The whole way: the author asks, the second person finds it right, the author publishes."""
    look = ask_for_look(measure, actor=author)
    approve_draft(measure, seen=hash_of_document(look.version.document), actor=second)
    return publish_measure(measure, actor=author)
