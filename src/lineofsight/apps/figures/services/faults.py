"""Writing down what is wrong in the records, once for each build: in its process, never while a page waits.

The rule: only what changed since the last look is written, check by check, so that no transaction is long.
"""

from __future__ import annotations

from collections import defaultdict

from django.db import transaction
from django.db.models import Count

from lineofsight.apps.agency.clock import now
from lineofsight.apps.records.models import Enrollment
from lineofsight.apps.records.selectors.lookalikes import anyone_with_a_double
from lineofsight.warehouse import builds

from ..models import Build, Fault, FaultCount, PossibleDouble, TeamEntries
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
    count_faults()
    _replace_doubles()
    _replace_teams(row)
    Build.objects.filter(pk=row.pk).update(looked_at=now())


def count_faults() -> None:
    """Sum up, place by place, for the pages."""
    places = ("found_by", "program", "site", "elements")
    rows = Fault.objects.order_by().values_list(*places)
    counted = [
        FaultCount(found_by=check, program_id=program, site_id=site, elements=elements, stays=stays, entries=entries)
        for check, program, site, elements, stays, entries in rows.annotate(
            stays=Count("enrollment", distinct=True), entries=Count("entry", distinct=True)
        )
    ]
    with transaction.atomic():
        FaultCount.objects.all().delete()
        FaultCount.objects.bulk_create(counted)


def _replace(check: str, found: set[FoundFault]) -> None:
    here = Fault.objects.filter(found_by=check)
    before = {
        FoundFault(check, enrollment, entry, tuple(elements.split())): number
        for number, enrollment, entry, elements, *places in here.values_list(
            *("pk", "enrollment_id", "entry", "elements"),
            *("program_id", "site_id", "enrollment__program_id", "enrollment__site_id"),
        )
        if places[:2] == places[2:]  # else the stay has moved, and its fault with it
    }
    kept = {number for fault, number in before.items() if fault in found}
    gone = [number for number in here.values_list("pk", flat=True) if number not in kept]
    new = sorted(
        (fault for fault in found if fault not in before), key=lambda fault: (fault.enrollment, fault.entry or 0)
    )
    for start in range(0, len(gone), AT_ONCE):
        Fault.objects.filter(pk__in=gone[start : start + AT_ONCE]).delete()
    for start in range(0, len(new), AT_ONCE):
        part = new[start : start + AT_ONCE]
        stays = Enrollment.objects.filter(pk__in={each.enrollment for each in part})
        places = {pk: (program, site) for pk, program, site in stays.values_list("pk", "program", "site")}
        Fault.objects.bulk_create(
            Fault(
                found_by=check,
                enrollment_id=each.enrollment,
                entry=each.entry,
                elements=" ".join(each.elements),
                program_id=places[each.enrollment][0],
                site_id=places[each.enrollment][1],
            )
            for each in part
            if each.enrollment in places  # and not taken out meanwhile
        )


def _replace_doubles() -> None:
    found = set(anyone_with_a_double().values_list("pk", flat=True))
    known = set(PossibleDouble.objects.values_list("participant", flat=True))
    gone, new = sorted(known - found), sorted(found - known)
    for start in range(0, len(gone), AT_ONCE):
        PossibleDouble.objects.filter(participant__in=gone[start : start + AT_ONCE]).delete()
    for start in range(0, len(new), AT_ONCE):
        PossibleDouble.objects.bulk_create(
            PossibleDouble(participant_id=person) for person in new[start : start + AT_ONCE]
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
