"""What a page leaves out for one reader: entries of the trail, and names of staff and of sources.

The agency's room stands below records in the house and cannot know which programs a reader may not know of. So an app
whose entries or writers could tell says so here, once, in its `AppConfig.ready()`:

    discretion.register("records", hides=entries_hidden_from, named=staff_open_to, names_sources=names_sources_to)

The entries stay in the trail and under its seals; others read them, and the names in them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from .models import StaffMember

Hides = Callable[[StaffMember], Q | None]  # the entries this reader is not shown; None: all may be shown
Named = Callable[[StaffMember], QuerySet[StaffMember]]  # those whose names this reader may read
NamesSources = Callable[[StaffMember], bool]  # whether sources are named to this reader where a record came from one


@dataclass(frozen=True)
class _Rule:
    hides: Hides
    named: Named
    names_sources: NamesSources


_rules: dict[str, _Rule] = {}


def register(key: str, *, hides: Hides, named: Named, names_sources: NamesSources) -> None:
    """Make a rule known. The same key again replaces the earlier one, so that `ready()` may run twice."""
    _rules[key] = _Rule(hides, named, names_sources)


def hidden_from(reader: StaffMember) -> list[Q]:
    """The entries that this reader is not shown, one Q for each rule that hides any."""
    return [hidden for rule in _rules.values() if (hidden := rule.hides(reader)) is not None]


def sources_are_named_to(reader: StaffMember | None) -> bool:
    """Without a reader a command on the server asks."""
    return reader is None or all(rule.names_sources(reader) for rule in _rules.values())


def name_shown_to(reader: StaffMember | None, staff_id: int) -> str:
    """The name of a member of staff, or words that name nobody. Without a reader a command on the server asks."""
    found = StaffMember.objects.filter(pk=staff_id)
    if reader is not None:
        for rule in _rules.values():
            found = found.filter(pk__in=rule.named(reader).order_by().values("pk"))
    return found.values_list("name", flat=True).first() or _("Someone on the staff")
