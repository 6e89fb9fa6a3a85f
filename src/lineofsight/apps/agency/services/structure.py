"""Programs, sites, funders and grants: adding and changing them.

The rule: a field that a source outside masters is closed here; the next import would only take the change away.
"""

from __future__ import annotations

from typing import TypeVar

from django.db import models, transaction
from django.utils.translation import gettext as _

from lineofsight.problems import Problem

from ..models import Funder, Grant, Program, Protection, Site, SourcedRecord, StaffMember, TrailEntry
from ..permissions import check_can_lift_protection, check_can_set_up
from ..selectors.structure import closed_fields
from . import trail

Record = TypeVar("Record", Program, Site, Funder, Grant)


def add_program(*, actor: StaffMember, **said: object) -> Program:
    """A new program; `said` are fields of `Program`, with `sites` as a list of Site."""
    check_can_set_up(actor)
    return _write(Program(), said, actor)


def change_program(program: Program, *, actor: StaffMember, **said: object) -> Program:
    """Set the named fields. Raises Problem A060 for a field that a source masters, and P005 when somebody who is no
    administrator takes a protection away."""
    check_can_set_up(actor)
    with transaction.atomic():
        kept = Program.objects.select_for_update().get(pk=program.pk)
        if said.get("protection") == Protection.NONE and kept.protection != Protection.NONE:
            check_can_lift_protection(actor)
        return _write(kept, said, actor)


def add_site(*, actor: StaffMember, **said: object) -> Site:
    check_can_set_up(actor)
    return _write(Site(), said, actor)


def change_site(site: Site, *, actor: StaffMember, **said: object) -> Site:
    check_can_set_up(actor)
    return _write(site, said, actor)


def add_funder(*, actor: StaffMember, **said: object) -> Funder:
    check_can_set_up(actor)
    return _write(Funder(), said, actor)


def change_funder(funder: Funder, *, actor: StaffMember, **said: object) -> Funder:
    check_can_set_up(actor)
    return _write(funder, said, actor)


def add_grant(*, actor: StaffMember, **said: object) -> Grant:
    """A new grant; `programs` is a list of Program."""
    check_can_set_up(actor)
    return _write(Grant(), said, actor)


def change_grant(grant: Grant, *, actor: StaffMember, **said: object) -> Grant:
    check_can_set_up(actor)
    return _write(grant, said, actor)


def _write(record: Record, said: dict[str, object], actor: StaffMember) -> Record:
    """Save the fields that differ, then the lists; one trail entry with their names, none when nothing differs."""
    closed = sorted(set(said) & set(closed_fields(record)))
    if closed and record.source:
        raise Problem(
            "A060",
            _("The field “%(field)s” is kept in %(source)s.") % {"field": closed[0], "source": record.source.title},
            _("Change it there; the next import brings it."),
        )
    lists = {name for name in said if isinstance(record._meta.get_field(name), models.ManyToManyField)}
    is_new = record.pk is None
    with transaction.atomic():
        if not is_new:  # as it is now; a form may have put its values into the caller's copy
            record = type(record)._default_manager.select_for_update().get(pk=record.pk)
        changed = [name for name in said if name not in lists and (is_new or getattr(record, name) != said[name])]
        for name in changed:
            setattr(record, name, said[name])
        if changed or is_new:
            record.changed_by = actor
            record.save()
        for name in sorted(lists):
            changed += _set_list(record, name, said[name])
        if is_new:
            trail.record(TrailEntry.Action.ADDED, record, actor=actor)
        elif changed:
            trail.record(TrailEntry.Action.CHANGED, record, actor=actor, fields=changed)
    return record


def _set_list(record: SourcedRecord, name: str, to: object) -> list[str]:
    """Set a many-to-many field; its name when that changed anything."""
    kept = getattr(record, name)
    wanted = {one.pk for one in to}  # type: ignore[attr-defined]
    if wanted == set(kept.values_list("pk", flat=True)):
        return []
    kept.set(to)
    return [name]
