"""Measures that are published, for tests of what comes after; and the way of one of the agency's own."""

from __future__ import annotations

from django.utils import timezone

from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.framework.documents import Document
from lineofsight.apps.framework.models import Measure, MeasureVersion
from lineofsight.apps.framework.readiness import hash_of_document
from lineofsight.apps.framework.services.looks import approve_draft, ask_for_look
from lineofsight.apps.framework.services.measures import publish_measure, write_own_measure


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
