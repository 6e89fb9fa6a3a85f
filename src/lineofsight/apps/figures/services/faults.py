"""Writing down what is wrong in the records, once for each build: in its process, never while a page waits.

The rule: only what changed since the last look is written, check by check, so that no transaction is long.
"""

from __future__ import annotations

from collections import defaultdict

from django.db import transaction

from lineofsight.apps.agency.clock import now
from lineofsight.warehouse import builds

from ..models import Build, Fault, TeamEntries
from ..quality.finding import FoundFault, find_faults
from ..quality.teams import count_teams

AT_ONCE = 2_000


def look_through(row: Build, made: builds.Build) -> None:
    """Find the faults and count the teams of this build; those of the build before go."""
    found: dict[str, set[FoundFault]] = defaultdict(set)
    for fault in find_faults(made, row.as_at):
        found[fault.check].add(fault)
    known = set(Fault.objects.order_by().values_list("found_by", flat=True).distinct())
    for check in sorted(known | set(found)):
        _replace(check, found[check])
    _replace_teams(row)
    Build.objects.filter(pk=row.pk).update(looked_at=now())


def _replace(check: str, found: set[FoundFault]) -> None:
    before = {
        FoundFault(check, enrollment, entry, tuple(elements.split())): number
        for number, enrollment, entry, elements in Fault.objects.filter(found_by=check).values_list(
            "pk", "enrollment_id", "entry", "elements"
        )
    }
    gone = [number for fault, number in before.items() if fault not in found]
    new = sorted(
        (fault for fault in found if fault not in before), key=lambda fault: (fault.enrollment, fault.entry or 0)
    )
    for start in range(0, len(gone), AT_ONCE):
        Fault.objects.filter(pk__in=gone[start : start + AT_ONCE]).delete()
    for start in range(0, len(new), AT_ONCE):
        Fault.objects.bulk_create(
            Fault(found_by=check, enrollment_id=each.enrollment, entry=each.entry, elements=" ".join(each.elements))
            for each in new[start : start + AT_ONCE]
        )


def _replace_teams(row: Build) -> None:
    counted = [
        TeamEntries(
            program_id=program,
            site_id=site,
            asked=each.asked,
            asked_of=each.asked_of,
            delays={str(days): number for days, number in sorted(each.delays.items())},
            workers=sorted(each.workers),
        )
        for (program, site), each in count_teams(row.as_at).items()
    ]
    with transaction.atomic():
        TeamEntries.objects.all().delete()
        TeamEntries.objects.bulk_create(counted)
