"""What is published already and speaks of the same people, for a release to be audited with.

The rule: everything that overlaps is taken along. That is what was released of the measure itself, corrected or not,
and of every other measure that counts the same people, for all days that overlap, or overlap with some that do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from lineofsight.apps.framework.models import MeasureAssignment, MeasureVersion, PlaceKey
from lineofsight.disclosure.complementary import audit_tables
from lineofsight.disclosure.tables import PublishedTable
from lineofsight.measures import Catalogue, Query

from .definitions import query_of
from .models import LastingCode, Release
from .published import Whom, released, whom_computed, whom_reported
from .selectors.released import Days, tables_released
from .suppression import ToldTable

PLACES = {"program": "program", "site": "site"}  # table of the warehouse → name of the group

Earlier = Mapping[tuple[PlaceKey, Days], list[tuple[Release, ToldTable]]]


@dataclass(slots=True)
class Beside:
    """The ledger, as tables. catalogue: to understand definitions with; without one each is compared with itself."""

    catalogue: Catalogue | None
    _places: dict[tuple[str, str], int] | None = None
    _whom: dict[tuple[int, PlaceKey | None], Whom] = field(default_factory=dict)

    @property
    def places(self) -> Mapping[tuple[str, str], int]:
        """(Group, code) → the id of the program or site. One query, once."""
        if self._places is None:
            rows = LastingCode.objects.filter(table__in=PLACES).values_list("table", "code", "row_id")
            self._places = {(PLACES[table], code): pk for table, code, pk in rows}
        return self._places

    def whom(self, assignment: MeasureAssignment, version: MeasureVersion) -> Whom:
        """Whom a definition counts in a place."""
        key = (version.pk, assignment.place_key if version.source == "reported" else None)
        if key not in self._whom:
            self._whom[key] = self._read(assignment, version)
        return self._whom[key]

    def tables(self, whom: Collection[str], own: Earlier) -> list[PublishedTable]:
        """What is released of these people; own: what is read already. Three queries for all other measures."""
        rows = Release.objects.select_related("version", "assignment").order_by()
        pairs = {(each.version_id, each.assignment_id): each for each in rows.distinct()} if whom else {}
        read = {place for place, _days in own}
        others = {
            each.assignment.place_key
            for each in pairs.values()
            if self.whom(each.assignment, each.version).counts in whom and each.assignment.place_key not in read
        }
        found = [*own.values(), *(tables_released(others).values() if others else ())]
        return [self.table(release, table) for releases in found for release, table in releases]

    def everything(self) -> list[list[PublishedTable]]:
        """All that is published, apart by whom it counts: what has nothing to do with each other. Four queries."""
        places = {each.place_key for each in MeasureAssignment.objects.filter(releases__isnull=False).distinct()}
        found: dict[str, list[PublishedTable]] = defaultdict(list)
        for releases in tables_released(places).values():
            for release, table in releases:
                if not _is_open(release):
                    each = self.table(release, table)
                    found[each.counts].append(each)
        return list(found.values())

    def table(self, release: Release, table: ToldTable) -> PublishedTable:
        return released(release, table, self.whom(release.assignment, release.version), self.places)

    def _read(self, assignment: MeasureAssignment, version: MeasureVersion) -> Whom:
        if version.source == "reported":
            return whom_reported(assignment, version)
        query = query_of(version, self.catalogue) if self.catalogue is not None else None
        if isinstance(query, Query):
            return whom_computed(query)
        is_share = version.is_share
        return Whom(
            counts=f"version {version.pk}",
            numerator=f"version {version.pk}" if is_share else "",
            rest=f"not version {version.pk}" if is_share else "",
        )


@dataclass(frozen=True, slots=True)
class Published:
    """What an audit of all that is published saw. hidden: figures withheld; recoverable: those that are not."""

    tables: int
    hidden: int
    recoverable: tuple[str, ...]


def audit_published(catalogue: Catalogue | None) -> Published:
    """Try to recover every withheld figure from everything that was ever released, as anybody could who kept it all."""
    apart = Beside(catalogue).everything()
    names = (name for tables in apart for finding in audit_tables(tables).findings for name in finding.names)
    return Published(
        tables=sum(map(len, apart)),
        hidden=sum(row.withheld is not None for tables in apart for table in tables for row in table.rows.values()),
        recoverable=tuple(dict.fromkeys(names)),
    )


def _is_open(release: Release) -> bool:
    """Whether it is about the whole community, and was public before."""
    return release.version.is_about_community and release.assignment.program_id is None


def overlapping(those: Sequence[PublishedTable], others: Iterable[PublishedTable]) -> list[PublishedTable]:
    """The other tables of the same people whose days overlap with those, or with some that do."""
    of_people: dict[str, list[PublishedTable]] = defaultdict(list)
    counts = {table.counts for table in those}
    for table in others:
        if table.counts in counts:
            of_people[table.counts].append(table)
    found: list[PublishedTable] = []
    for same, tables in of_people.items():
        spans = {table.days for table in those if table.counts == same}
        waiting = tables
        while True:
            near = [each for each in waiting if any(_overlap(each.days, days) for days in spans)]
            if not near:
                break
            found += near
            spans |= {each.days for each in near}
            waiting = [each for each in waiting if each not in near]
    return found


def _overlap(one: Days, other: Days) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
