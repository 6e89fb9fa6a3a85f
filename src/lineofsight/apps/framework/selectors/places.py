"""Places in which a measure is used: the whole agency, a program, a program at one of its sites."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import Program, Protection, Site, StaffMember

from ..permissions import can_report_for


@dataclass(frozen=True)
class Place:
    """key is what a form sends: the ids of program and site, with a colon between."""

    program: Program | None
    site: Site | None

    @property
    def key(self) -> str:
        return f"{self.program.pk if self.program else ''}:{self.site.pk if self.site else ''}"

    @property
    def title(self) -> str:
        if self.program is None:
            return _("The whole agency")
        return f"{self.program.name}, {self.site.name}" if self.site else self.program.name


def places() -> list[Place]:
    """Every place, programs by name. The sites of a program under protection are not named. Two queries."""
    found = [Place(None, None)]
    going_on = Program.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=today())).prefetch_related("sites")
    for program in going_on:
        found.append(Place(program, None))
        if program.protection == Protection.NONE:
            found += [Place(program, site) for site in program.sites.all()]
    return found


def places_to_report_for(reader: StaffMember) -> list[Place]:
    """The places for which this person may write down figures from elsewhere."""
    return [each for each in places() if can_report_for(reader, each.program, each.site)]
