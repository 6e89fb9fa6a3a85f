"""Reading the trail: filtered, a screen at a time, and line by line. The words are in `trail_words.py`; whether it is
still what was sealed: `seals.py`.

The rule: nothing here says how many entries there are. Narrowed to one person that would be a figure about one worker,
which nobody above the direct supervisor sees. So screens are turned from an entry on, not by their number, and the
numbers of entries run through the whole agency.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ..discretion import hidden_from
from ..models import Funder, Grant, Program, Site, StaffMember, TrailEntry
from ..trail_names import tables_called
from ..words import Words
from .seals import last_seal
from .trail_words import Names, links_for, sentence_of

ENTRIES_AT_ONCE = 50


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


@dataclass(frozen=True)
class Stretch:
    """A screen of entries, newest first. older, newer: the entry from which to go on; None where there are no more."""

    entries: list[TrailEntry]
    older: int | None
    newer: int | None


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


def stretch_of(found: QuerySet[TrailEntry], *, before: int | None = None, after: int | None = None) -> Stretch:
    """The screen of entries before an entry, or after one; else the newest. Two queries."""
    if after is not None:
        near = list(found.filter(id__gt=after).order_by("id")[: ENTRIES_AT_ONCE + 1])
        if len(near) > ENTRIES_AT_ONCE:
            shown = near[ENTRIES_AT_ONCE - 1 :: -1]
            older = shown[-1].pk if found.filter(id__lt=shown[-1].pk).exists() else None
            return Stretch(shown, older, shown[0].pk)
        before = None  # few are newer: the newest screen shows them all
    entries = found if before is None else found.filter(id__lt=before)
    several = list(entries.order_by("-id")[: ENTRIES_AT_ONCE + 1])
    shown = several[:ENTRIES_AT_ONCE]
    is_newest = before is None or not shown or not found.filter(id__gt=shown[0].pk).exists()
    return Stretch(shown, shown[-1].pk if len(several) > ENTRIES_AT_ONCE else None, None if is_newest else shown[0].pk)


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def in_words(entries: Iterable[TrailEntry], words: Words, reader: StaffMember) -> list[TrailLine]:
    """Each entry as a sentence, with links to what this reader may open. At most six queries for a page of them, and
    some for each kind of row of the rooms above."""
    shown = list(entries)
    sealed = last_seal()
    up_to = sealed.last_entry if sealed else 0
    names, links = {**_names(shown), **_named_above(shown, reader)}, links_for(reader)
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


def _named_above(entries: Iterable[TrailEntry], reader: StaffMember) -> Names:
    """(table, id) → the row in words, with a link to its page, of what the rooms above wrote about."""
    found: dict[tuple[str, int], str] = {}
    for table, called in tables_called().items():
        about = {entry.subject_id for entry in entries if entry.subject == table and entry.subject_id}
        for pk, named in called.names(about, reader).items() if about else ():
            link = format_html('<a href="{}">{}</a>', named.href, named.words)
            found[table, pk] = link if named.href else format_html("{}", named.words)
    return found
