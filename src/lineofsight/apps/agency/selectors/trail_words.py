"""One entry of the trail as a sentence in words of the field: "Rosa Delgado took a promise to client 6 off the list".

Changes name their fields, never their values; a client is a number, never a name, because administrators read this too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.apps import apps
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import ImportRun, Invitation, Role, RoleAssignment, StaffMember, TrailEntry
from ..permissions import SEE_PEOPLE, can_import, has_role
from ..trail_names import word_for
from ..words import Words

STAFF = StaffMember._meta.label_lower
IMPORT_RUN = ImportRun._meta.label_lower
ROLE = RoleAssignment._meta.label_lower
INVITATION = Invitation._meta.label_lower
ASSIGNMENT = "records.staffassignment"
Action = TrailEntry.Action
Names = Mapping[tuple[str, int], str]
"""(table, id) → name, of staff and parts of the agency; of rows of the rooms above the whole phrase, as HTML. Never of
a client."""

_OF_ONE_KIND: dict[tuple[str, Action], Promise] = {
    ("records.participant", Action.VIEWED): gettext_lazy("%(who)s opened the file of %(client)s"),
    ("records.participant", Action.EXPORTED): gettext_lazy("%(who)s exported the file of %(client)s"),
    ("records.participant", Action.ADDED): gettext_lazy("%(who)s added %(client)s"),
    ("records.participant", Action.CHANGED): gettext_lazy("%(who)s changed the file of %(client)s"),
    (ASSIGNMENT, Action.ADDED): gettext_lazy("%(who)s gave %(client)s to %(staff)s"),
    (ASSIGNMENT, Action.ENDED): gettext_lazy("%(who)s took %(client)s off the list of %(staff)s"),
    ("records.task", Action.ADDED): gettext_lazy("%(who)s put a promise to %(client)s on the list"),
    ("records.task", Action.CHANGED): gettext_lazy("%(who)s gave a promise to %(client)s over to %(staff)s"),
    ("records.task", Action.ENDED): gettext_lazy("%(who)s took a promise to %(client)s off the list"),
    ("records.service", Action.ADDED): gettext_lazy("%(who)s wrote down a service for %(client)s"),
    ("records.service", Action.CHANGED): gettext_lazy("%(who)s corrected a service for %(client)s"),
    ("records.service", Action.REMOVED): gettext_lazy("%(who)s took back a service for %(client)s"),
    ("records.assessment", Action.ADDED): gettext_lazy("%(who)s wrote down an assessment of %(client)s"),
    ("records.assessment", Action.CHANGED): gettext_lazy("%(who)s corrected an assessment of %(client)s"),
    ("records.household", Action.ADDED): gettext_lazy("%(who)s started a household for %(client)s"),
    (IMPORT_RUN, Action.IMPORTED): gettext_lazy("%(who)s brought records: %(run)s"),
    (IMPORT_RUN, Action.VIEWED): gettext_lazy("%(who)s looked at rows of %(run)s: %(rows)s"),
    (IMPORT_RUN, Action.EXPORTED): gettext_lazy("%(who)s saved the list of problems of %(run)s: %(rows)s"),
    (IMPORT_RUN, Action.ENDED): gettext_lazy("%(who)s threw away %(run)s"),
    (ROLE, Action.ADDED): gettext_lazy("%(who)s gave %(staff)s the role “%(role)s”"),
    (ROLE, Action.REMOVED): gettext_lazy("%(who)s took the role “%(role)s” from %(staff)s"),
    (STAFF, Action.ADDED): gettext_lazy("%(who)s put %(staff)s on the staff list"),
    (STAFF, Action.ENDED): gettext_lazy("%(who)s ended the sign-in of %(staff)s"),
}
_OF_LISTS: dict[str, Promise] = {  # of several people at once, without saying of whom
    "list": gettext_lazy("%(who)s looked at the list of %(clients)s (%(number)s shown)"),
    "search": gettext_lazy("%(who)s searched for %(clients)s (%(number)s found)"),
    "duplicates": gettext_lazy("%(who)s looked at %(clients)s who may be here twice (%(number)s shown)"),
}
_OF_PEOPLE_BEHIND: dict[str, Promise] = {  # a figure of a measure, by which of the people
    "denominator": gettext_lazy("%(who)s looked at the people behind %(what)s, %(days)s: all %(number)s"),
    "numerator": gettext_lazy("%(who)s looked at the people behind %(what)s, %(days)s: %(number)s counted"),
    "not_numerator": gettext_lazy("%(who)s looked at the people behind %(what)s, %(days)s: %(number)s not counted"),
    "too_early": gettext_lazy("%(who)s looked at the people behind %(what)s, %(days)s: %(number)s too early to count"),
    "incomplete": gettext_lazy(
        "%(who)s looked at the people behind %(what)s, %(days)s: %(number)s left out as incomplete"
    ),
    "between_versions": gettext_lazy(
        "%(who)s looked at whom two versions of %(what)s count differently, %(days)s: %(number)s"
    ),
    "handed_in": gettext_lazy(
        "%(who)s looked at the people between %(what)s and what was handed in, %(days)s: %(number)s"
    ),
}
_OF_A_FAULT = gettext_lazy("%(who)s looked at names in data quality: %(fault)s, %(what)s, %(number)s shown")
_FIELDS: dict[str, Promise] = {  # as pages call them, where that is not the field's own name
    "published_at": gettext_lazy("published"),
    "ended_on": gettext_lazy("no longer used"),
    "starts_on": gettext_lazy("first day"),
    "ends_on": gettext_lazy("last day"),
    "about_from": gettext_lazy("first day"),
    "about_to": gettext_lazy("last day"),
    "asks": gettext_lazy("which question it answers"),
    "document": gettext_lazy("the definition"),
    "baseline_numerator": gettext_lazy("where it stood before"),
    "baseline_denominator": gettext_lazy("where it stood before"),
    "baseline_value": gettext_lazy("where it stood before"),
    "baseline_count": gettext_lazy("where it stood before"),
    "baseline_when": gettext_lazy("when that was"),
}
_OF_ONESELF = gettext_lazy("%(who)s changed their own account")
_OF_INVITATIONS: dict[str, Promise] = {
    Invitation.Purpose.INVITE: gettext_lazy("%(who)s invited %(staff)s"),
    Invitation.Purpose.RESET: gettext_lazy("%(who)s made a link with which %(staff)s chooses a new password"),
}
_ON_ONES_OWN_LIST: dict[Action, Promise] = {
    Action.ADDED: gettext_lazy("%(who)s put %(client)s on their own list"),
    Action.ENDED: gettext_lazy("%(who)s took %(client)s off their own list"),
}
_OF_ANY_KIND: dict[Action, Promise] = {
    Action.VIEWED: gettext_lazy("%(who)s opened %(what)s"),
    Action.EXPORTED: gettext_lazy("%(who)s exported %(what)s"),
    Action.ADDED: gettext_lazy("%(who)s added %(what)s"),
    Action.CHANGED: gettext_lazy("%(who)s changed %(what)s"),
    Action.ENDED: gettext_lazy("%(who)s ended %(what)s"),
    Action.REMOVED: gettext_lazy("%(who)s removed %(what)s"),
    Action.IMPORTED: gettext_lazy("%(who)s imported %(what)s"),
    Action.SIGNED_IN: gettext_lazy("%(who)s signed in"),
    Action.REFUSED: gettext_lazy("%(who)s was refused %(what)s"),
}
_LEFT_UNDECIDED = gettext_lazy("%(run)s was thrown away: nobody had decided about it for %(days)s days")
_NEEDS_CLIENT = frozenset(kind for kind, _action in _OF_ONE_KIND if kind.startswith("records."))


@dataclass(frozen=True)
class Links:
    """Which pages this reader is led to from the trail. Each page decides for itself whether it opens."""

    to_clients: bool
    to_imports: bool


def links_for(reader: StaffMember) -> Links:
    return Links(to_clients=has_role(reader, SEE_PEOPLE), to_imports=can_import(reader))


def sentence_of(entry: TrailEntry, names: Names, words: Words, links: Links) -> SafeString:
    """The entry as a line of HTML, everything in it escaped; the fields that changed stand behind a colon."""
    action = Action(entry.action)
    sentence = _of_its_own(entry, action) or _OF_ONE_KIND.get((entry.subject, action))
    is_of_somebody = entry.subject in _NEEDS_CLIENT and "list" not in entry.detail
    if sentence is None or (is_of_somebody and entry.participant_id is None):
        sentence = _OF_ANY_KIND[action]
    parts = {
        "who": entry.actor.name if entry.actor else _("A command on the server"),
        "client": _client(entry, words, links),
        "staff": _staff(entry, names),
        "role": str(dict(Role.choices).get(entry.detail.get("role", ""), "")),
        "run": _import_run(entry, links),
        "rows": entry.detail.get("rows", ""),
        "clients": words.clients,
        "number": entry.detail.get("people", ""),
        "fault": str(entry.detail.get("fault", "")).replace("_", " "),
        "days": entry.detail.get("undecided_days") or _days(entry),
        "what": _subject(entry, names, words, links),
    }
    said = mark_safe(str(sentence) % {name: format_html("{}", part) for name, part in parts.items()})
    fields = entry.detail.get("fields")
    if isinstance(fields, list) and fields:
        named = dict.fromkeys(str(_FIELDS.get(str(field)) or str(field).replace("_", " ")) for field in fields)
        said += format_html(": {}", ", ".join(named))
    return said


def _of_its_own(entry: TrailEntry, action: Action) -> Promise | None:
    """The sentence of an import left undecided, of an invitation, of a list, and of what one did to oneself."""
    if entry.subject == IMPORT_RUN and "undecided_days" in entry.detail:
        return _LEFT_UNDECIDED
    if entry.subject == INVITATION and action == Action.ADDED:
        return _OF_INVITATIONS.get(entry.detail.get("purpose", ""))
    if entry.subject == "records.participant" and action == Action.VIEWED and "list" in entry.detail:
        return _OF_LISTS[entry.detail["list"]]
    if action == Action.VIEWED and "fault" in entry.detail:
        return _OF_A_FAULT
    if action == Action.VIEWED and "of" in entry.detail and "people" in entry.detail:
        return _OF_PEOPLE_BEHIND.get(str(entry.detail["of"]))
    if entry.actor is None:
        return None
    if entry.subject == ASSIGNMENT and entry.detail.get("staff") == entry.actor.pk:
        return _ON_ONES_OWN_LIST.get(action)
    if entry.subject == STAFF and entry.subject_id == entry.actor.pk and action == Action.CHANGED:
        return _OF_ONESELF
    return None


def _days(entry: TrailEntry) -> str:
    """From when to when the figure is that somebody looked behind."""
    days = [parse_date(str(entry.detail.get(name, ""))) for name in ("first_day", "last_day")]
    return " – ".join(date_format(day, "M j, Y") for day in days if day is not None)


def _client(entry: TrailEntry, words: Words, links: Links) -> str:
    named = f"{words.client} {entry.participant_id}"
    if not links.to_clients or entry.participant_id is None:
        return named
    return format_html('<a href="{}">{}</a>', reverse("client", args=[entry.participant_id]), named)


def _import_run(entry: TrailEntry, links: Links) -> str:
    named = _("import %(number)s") % {"number": entry.subject_id}
    if not links.to_imports or entry.subject_id is None:
        return named
    return format_html('<a href="{}">{}</a>', reverse("import_run", args=[entry.subject_id]), named)


def _staff(entry: TrailEntry, names: Names) -> str:
    named = entry.subject_id if entry.subject == STAFF else None
    return names.get((STAFF, entry.detail.get("staff") or named or 0)) or _("a member of staff")


def _subject(entry: TrailEntry, names: Names, words: Words, links: Links) -> str:
    if entry.subject == STAFF:
        return _staff(entry, names)
    if entry.subject == "agency.agency":
        return _("the set-up of the agency")
    above = names.get((entry.subject, entry.subject_id or 0))
    if isinstance(above, SafeString):
        return above
    if (word := word_for(entry.subject)) is not None:
        return str(word)
    what = _kind(entry.subject, words)
    if entry.participant_id:
        parts = {"what": format_html("{}", what), "client": format_html("{}", _client(entry, words, links))}
        return mark_safe(_("the %(what)s of %(client)s") % parts)
    if (entry.subject, entry.subject_id) in names:
        return f"{what} “{names[entry.subject, entry.subject_id or 0]}”"
    return f"{what} {entry.subject_id}" if entry.subject_id else what


def _kind(subject: str, words: Words) -> str:
    """The word for a table, in the agency's own words where it has some."""
    own = {"records.enrollment": words.enrollment, "agency.program": words.program, "records.participant": words.client}
    if subject in own:
        return own[subject]
    try:
        return str(apps.get_model(subject)._meta.verbose_name)
    except (LookupError, ValueError):
        return subject
