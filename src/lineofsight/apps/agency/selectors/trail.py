"""Reading the trail: filtered, and line by line. The words are in `trail_words.py`; whether it is still what was
sealed: `seals.py`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.safestring import SafeString

from ..discretion import hidden_from
from ..models import Funder, Grant, Program, Site, StaffMember, TrailEntry
from ..words import Words
from .seals import last_seal
from .trail_words import Names, links_for, sentence_of


@dataclass(frozen=True)
class TrailFilter:
    """What the page shows; empty means all. client: a number. Days are the agency's, both included."""

    staff: StaffMember | None = None
    client: int | None = None
    action: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class TrailLine:
    at: datetime
    sentence: SafeString
    is_sealed: bool


def trail_entries(chosen: TrailFilter) -> QuerySet[TrailEntry]:
    """The entries of a filter, newest first."""
    found = TrailEntry.objects.select_related("actor").order_by("-id")
    if chosen.staff:
        found = found.filter(actor=chosen.staff)
    if chosen.client is not None:
        found = found.filter(participant_id=chosen.client)
    if chosen.action:
        found = found.filter(action=chosen.action)
    if chosen.since:
        found = found.filter(at__gte=_start_of(chosen.since))
    if chosen.until and chosen.until < date.max:
        found = found.filter(at__lt=_start_of(chosen.until + timedelta(days=1)))
    return found


def entries_shown_to(reader: StaffMember, chosen: TrailFilter) -> QuerySet[TrailEntry]:
    """The entries of a filter without those from which this reader could tell who is in a program they may not know
    of (`discretion.py`)."""
    shown = trail_entries(chosen)
    for hidden in hidden_from(reader):
        shown = shown.exclude(hidden)
    return shown


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def in_words(entries: Iterable[TrailEntry], words: Words, reader: StaffMember) -> list[TrailLine]:
    """Each entry as a sentence, with links to what this reader may open. At most six queries for a page of them."""
    shown = list(entries)
    sealed = last_seal()
    up_to = sealed.last_entry if sealed else 0
    names, links = _names(shown), links_for(reader)
    return [TrailLine(entry.at, sentence_of(entry, names, words, links), entry.id <= up_to) for entry in shown]


def _names(entries: Iterable[TrailEntry]) -> Names:
    """(table, id) → name, of the staff and the parts of the agency that the entries are about. Never of a client."""
    found: dict[tuple[str, int], str] = {}
    for model in (StaffMember, Program, Site, Funder, Grant):
        table = model._meta.label_lower
        about = {entry.subject_id or 0 for entry in entries if entry.subject == table}
        if model is StaffMember:
            about |= {entry.detail.get("staff", 0) for entry in entries}
        if about - {0}:
            named = model._default_manager.filter(pk__in=about).values_list("pk", "name")
            found |= {(table, pk): name for pk, name in named}
    return found
