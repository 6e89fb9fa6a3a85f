"""Kinds of service: what can be written down, and in which unit.

The rule: a kind is here once for a program, so that the same thing is not counted under two names.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lineofsight.apps.agency.models import StaffMember, TrailEntry
from lineofsight.apps.agency.permissions import check_can_set_up
from lineofsight.apps.agency.seen import check_seen
from lineofsight.apps.agency.services import trail
from lineofsight.apps.agency.services.typed_once import typed_once
from lineofsight.apps.agency.words import the_words
from lineofsight.problems import Problem

from ..models import ServiceType
from ..selectors.mastering import check_open, closed_on_service_type
from ..selectors.service_types import programs_using

LABELS = {
    "name": gettext_lazy("name"),
    "unit": gettext_lazy("unit"),
    "program": gettext_lazy("where it is offered"),
    "is_open_to_all": gettext_lazy("whether it is offered everywhere"),
    "is_contact": gettext_lazy("whether it counts as having seen somebody"),
}
TOLD_APART_BY = frozenset({"name", "unit", "program"})


def add_service_type(*, entry_id: UUID, actor: StaffMember, **said: object) -> ServiceType:
    """A new kind; `said` are fields of `ServiceType`. Raises P002, R408 when it is here already, `WrittenOtherwise`."""
    check_can_set_up(actor)

    def make(**entry: Any) -> ServiceType:
        return _write(ServiceType(**entry), said, sorted(said), actor)

    return typed_once(ServiceType, entry_id, said, make)


def change_service_type(service_type: ServiceType, *, seen: str, actor: StaffMember, **said: object) -> ServiceType:
    """Set the named fields.

    Raises P002, R101 for a field that a source keeps, R408 when another kind is the same, R409 when it is taken from a
    program whose services are written down with it, and `ChangedMeanwhile` when a field is no longer as `seen`.
    """
    check_can_set_up(actor)
    with transaction.atomic():  # as it is now; a form may have put its values into the caller's copy
        kept = ServiceType.objects.select_for_update(of=("self",)).select_related("source").get(pk=service_type.pk)
        changed = sorted(name for name, value in said.items() if getattr(kept, name) != value)
        if not changed:
            return kept
        check_open(closed_on_service_type(kept), changed)
        check_seen(kept, said, seen=seen, reader=actor, labels=LABELS)
        return _write(kept, said, changed, actor)


def _write(service_type: ServiceType, said: dict[str, object], changed: list[str], actor: StaffMember) -> ServiceType:
    """Save these fields, with one trail entry that names them."""
    is_new = service_type.pk is None
    for name in changed:
        setattr(service_type, name, said[name])
    if TOLD_APART_BY.intersection(changed):
        _check_once(service_type)
    if "program" in changed and not is_new:
        _check_fits_its_services(service_type)
    service_type.changed_by = actor
    service_type.save()
    if is_new:
        trail.record(TrailEntry.Action.ADDED, service_type, actor=actor)
    else:
        trail.record(TrailEntry.Action.CHANGED, service_type, actor=actor, fields=changed)
    return service_type


def _check_once(service_type: ServiceType) -> None:
    same = ServiceType.objects.filter(
        name__iexact=service_type.name, unit__iexact=service_type.unit, program=service_type.program
    )
    found = same.exclude(pk=service_type.pk).first()
    if found is None:
        return
    facts = {"name": service_type.name, "unit": service_type.unit, "place": _place(found)}
    raise Problem(
        "R408",
        _("“%(name)s”, counted in %(unit)s, is here already for %(place)s.") % facts
        if service_type.unit
        else _("“%(name)s”, without a unit, is here already for %(place)s.") % facts,
        (
            _("Open that one to all %(programs)s, or choose another name, unit or %(program)s.")
            if found.is_offered_where_used
            else _("Use that one, or choose another name, unit or %(program)s.")
        )
        % vars(the_words()),
    )


def _check_fits_its_services(service_type: ServiceType) -> None:
    """A kind for one program fits when all its services are of that program."""
    if service_type.program is None:
        return
    elsewhere = programs_using(service_type).exclude(pk=service_type.program.pk).first()
    if elsewhere is not None:
        raise Problem(
            "R409",
            _("Services of %(program)s are written down as “%(name)s”.")
            % {"program": elsewhere.name, "name": service_type.name},
            _("Leave it to all %(programs)s, and add another kind for one of them.")
            % {"programs": the_words().programs},
        )


def _place(service_type: ServiceType) -> str:
    if service_type.program is not None:
        return service_type.program.name
    if service_type.is_offered_where_used:
        return _("the %(programs)s that use it") % {"programs": the_words().programs}
    return _("all %(programs)s") % {"programs": the_words().programs}
