"""Programs, sites, funders and grants: adding and changing them.

The rule: a field that a source outside masters is closed here, for the next import would only take the change away;
nothing that somebody else has written meanwhile is overwritten unseen; no two programs, nor two sites, get one name.
"""

from __future__ import annotations

from typing import TypeVar

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lineofsight.problems import Problem

from ..models import Funder, Grant, Program, Protection, Site, SourcedRecord, StaffMember, TrailEntry
from ..permissions import check_can_lift_protection, check_can_set_up
from ..seen import check_seen
from ..selectors.structure import closed_fields
from . import trail

Record = TypeVar("Record", Program, Site, Funder, Grant)


LABELS = {
    "mastered_in": gettext_lazy("where its records are kept"),
    "protection": gettext_lazy("whether the law protects it"),
    "programs": gettext_lazy("what it pays for"),
}


def add_program(*, actor: StaffMember, **said: object) -> Program:
    """A new program; `said` are fields of `Program`, with `sites` as a list of Site."""
    check_can_set_up(actor)
    return _add(Program(), said, actor)


def change_program(program: Program, *, seen: str, actor: StaffMember, **said: object) -> Program:
    """Set the named fields. Raises Problem A060 for a field that a source masters, `ChangedMeanwhile` for one that is
    no longer as `seen`, and P005 when somebody who is no administrator takes a protection away."""
    check_can_set_up(actor)
    with transaction.atomic():
        kept = Program.objects.select_for_update().get(pk=program.pk)
        if said.get("protection") == Protection.NONE and kept.protection != Protection.NONE:
            check_can_lift_protection(actor)
        return _change(kept, said, seen, actor)


def add_site(*, actor: StaffMember, **said: object) -> Site:
    check_can_set_up(actor)
    return _add(Site(), said, actor)


def change_site(site: Site, *, seen: str, actor: StaffMember, **said: object) -> Site:
    check_can_set_up(actor)
    return _change(site, said, seen, actor)


def add_funder(*, actor: StaffMember, **said: object) -> Funder:
    check_can_set_up(actor)
    return _add(Funder(), said, actor)


def change_funder(funder: Funder, *, seen: str, actor: StaffMember, **said: object) -> Funder:
    check_can_set_up(actor)
    return _change(funder, said, seen, actor)


def add_grant(*, actor: StaffMember, **said: object) -> Grant:
    """A new grant; `programs` is a list of Program."""
    check_can_set_up(actor)
    return _add(Grant(), said, actor)


def change_grant(grant: Grant, *, seen: str, actor: StaffMember, **said: object) -> Grant:
    check_can_set_up(actor)
    return _change(grant, said, seen, actor)


def _add(record: Record, said: dict[str, object], actor: StaffMember) -> Record:
    with transaction.atomic():
        _check_name(record, said)
        _write(record, said, actor)
        trail.record(TrailEntry.Action.ADDED, record, actor=actor)
    return record


def _change(given: Record, said: dict[str, object], seen: str, actor: StaffMember) -> Record:
    """Save what differs; one trail entry with the names of the fields, none when nothing differs."""
    with transaction.atomic():  # as it is now; a form may have put its values into the caller's copy
        record = type(given)._default_manager.select_for_update().get(pk=given.pk)
        closed = [name for name in closed_fields(record) if name in said and getattr(record, name) != said[name]]
        if closed and record.source:
            told = {"field": record._meta.get_field(closed[0]).verbose_name, "source": record.source.title}  # type: ignore[union-attr]
            raise Problem(
                "A060",
                _("The field “%(field)s” is kept in %(source)s.") % told,
                _("Change it there; the next import brings it."),
            )
        check_seen(record, said, seen=seen, reader=actor, labels=LABELS)
        _check_name(record, said)
        changed = _write(record, said, actor)
        if changed:
            trail.record(TrailEntry.Action.CHANGED, record, actor=actor, fields=changed)
    return record


def _check_name(record: Record, said: dict[str, object]) -> None:
    """Raise A061 when a program or site would be named like another, whatever the capitals and blanks.

    Two of one name that an import brought may stay: only a name that is new is looked at.
    """
    name = _folded(str(said.get("name", record.name)))
    if not isinstance(record, Program | Site) or (record.pk is not None and _folded(record.name) == name):
        return
    others = type(record)._default_manager.exclude(pk=record.pk).order_by("pk").values_list("name", flat=True)
    same = next((other for other in others if _folded(other) == name), None)
    if same is not None:
        raise Problem(
            "A061",
            _("“%(name)s” is here already.") % {"name": same},
            _("Give it another name, or use the one that is here."),
        )


def _folded(name: str) -> str:
    """
    >>> _folded(" After  School ")
    'after school'
    """
    return " ".join(name.split()).casefold()


def _write(record: Record, said: dict[str, object], actor: StaffMember) -> list[str]:
    """Set the fields that differ, then the lists; the names of those that did."""
    is_new = record.pk is None
    lists = {name for name in said if isinstance(record._meta.get_field(name), models.ManyToManyField)}
    changed = [name for name in said if name not in lists and (is_new or getattr(record, name) != said[name])]
    for name in changed:
        setattr(record, name, said[name])
    if changed or is_new:
        record.changed_by = actor
        record.save()
    for name in sorted(lists):
        changed += _set_list(record, name, said[name])
    return changed


def _set_list(record: SourcedRecord, name: str, to: object) -> list[str]:
    """Set a many-to-many field; its name when that changed anything."""
    kept = getattr(record, name)
    wanted = {one.pk for one in to}  # type: ignore[attr-defined]
    if wanted == set(kept.values_list("pk", flat=True)):
        return []
    kept.set(to)
    return [name]
