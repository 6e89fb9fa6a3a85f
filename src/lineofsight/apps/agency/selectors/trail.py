"""Reading the trail: filtered, and in words. Whether it is still what was sealed: `seals.py`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.apps import apps
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ..discretion import hidden_from
from ..models import Funder, Grant, Invitation, Program, Role, Site, StaffMember, TrailEntry
from ..words import Words
from .seals import last_seal

STAFF = StaffMember._meta.label_lower


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
    sentence: str
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


def in_words(entries: Iterable[TrailEntry], words: Words) -> list[TrailLine]:
    """Each entry as a sentence. At most six queries for a page of them."""
    shown = list(entries)
    sealed = last_seal()
    up_to = sealed.last_entry if sealed else 0
    names = _names(shown)
    return [TrailLine(entry.at, sentence_of(entry, names, words), entry.id <= up_to) for entry in shown]


Names = Mapping[tuple[str, int], str]


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


def sentence_of(entry: TrailEntry, names: Names, words: Words) -> str:
    """ "Priya Nair opened the file of client 1042"; changes name their fields, never their values.

    names: (table, id) → name, for staff and parts of the agency that the entry is about.
    """
    action = TrailEntry.Action
    sentences = {
        action.VIEWED: _("%(who)s opened %(what)s"),
        action.EXPORTED: _("%(who)s exported %(what)s"),
        action.ADDED: _("%(who)s added %(what)s"),
        action.CHANGED: _("%(who)s changed %(what)s"),
        action.ENDED: _("%(who)s ended %(what)s"),
        action.REMOVED: _("%(who)s removed %(what)s"),
        action.IMPORTED: _("%(who)s imported %(what)s"),
        action.SIGNED_IN: _("%(who)s signed in"),
        action.REFUSED: _("%(who)s was refused %(what)s"),
    }
    who = entry.actor.name if entry.actor else _("A command on the server")
    sentence = sentences[action(entry.action)] % {"who": who, "what": _subject(entry, names, words)}
    fields = entry.detail.get("fields")
    if isinstance(fields, list) and fields:
        sentence += ": " + ", ".join(str(field).replace("_", " ") for field in fields)
    return sentence


def _subject(entry: TrailEntry, names: Names, words: Words) -> str:
    client = f"{words.client} {entry.participant_id}"
    staff = names.get((STAFF, entry.detail.get("staff") or entry.subject_id or 0), "")
    if entry.subject == "records.participant" and entry.participant_id:
        opened = entry.action in (TrailEntry.Action.VIEWED, TrailEntry.Action.EXPORTED)
        return _("the file of %(client)s") % {"client": client} if opened else client
    if entry.subject == STAFF and staff:
        return _("the sign-in of %(name)s") % {"name": staff} if entry.action == TrailEntry.Action.ENDED else staff
    if entry.subject == "agency.roleassignment" and staff:
        role = dict(Role.choices).get(entry.detail.get("role", ""), "")
        return _("the role “%(role)s” of %(name)s") % {"role": role, "name": staff}
    if entry.subject == "agency.invitation" and staff:
        reset = entry.detail.get("purpose") == Invitation.Purpose.RESET
        return (_("a new password for %(name)s") if reset else _("an invitation for %(name)s")) % {"name": staff}
    if entry.subject == "agency.agency":
        return _("the set-up of the agency")
    what = _kind(entry.subject, words)
    if (entry.subject, entry.subject_id) in names:
        what = f"{what} “{names[entry.subject, entry.subject_id or 0]}”"
    elif entry.subject_id:
        what = f"{what} {entry.subject_id}"
    return _("%(what)s of %(client)s") % {"what": what, "client": client} if entry.participant_id else what


def _kind(subject: str, words: Words) -> str:
    """The word for a table, in the agency's own words where it has some."""
    own = {"records.enrollment": words.enrollment, "agency.program": words.program, "records.participant": words.client}
    if subject in own:
        return own[subject]
    try:
        return str(apps.get_model(subject)._meta.verbose_name)
    except (LookupError, ValueError):
        return subject
