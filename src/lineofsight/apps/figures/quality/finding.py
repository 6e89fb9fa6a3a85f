"""Looking through the records for every known fault, once for each build.

    for found in find_faults(build, today): ...

The rule: the whole agency is looked through, whoever looks later; what somebody may see is cut where it is shown
(`seen.py`). Ids are found, never names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lineofsight.apps.agency.models import Standing
from lineofsight.apps.records.models import Enrollment
from lineofsight.measures import Grain, ask_of, in_one_scan
from lineofsight.warehouse.builds import Build
from lineofsight.warehouse.engines import open_engine

from .checks import HouseCheck, own_elements, queries_of_checks
from .completeness import answers_missing_at_exit, never_asked_at_start, stopped_asking
from .unseen import Found, in_a_program_twice, nobody_looks_after, not_seen_for_long


@dataclass(frozen=True, slots=True)
class FoundFault:
    """elements: keys of data elements that are missing. entry: the service or assessment at fault."""

    check: str
    enrollment: int
    entry: int | None = None
    elements: tuple[str, ...] = ()


def find_faults(build: Build, today: date) -> Iterator[FoundFault]:
    """Every fault of the agency, check by check: those declared in one scan of the facts for each kind of record."""
    yield from _declared(build)
    enrollments = Enrollment.objects.exclude(standing=Standing.WITHDRAWN)
    yield from _of_house(HouseCheck.NOBODY_LOOKS_AFTER, nobody_looks_after(enrollments))
    yield from _of_house(HouseCheck.NOT_SEEN_FOR_LONG, not_seen_for_long(enrollments, today))
    yield from _of_house(HouseCheck.IN_A_PROGRAM_TWICE, in_a_program_twice(enrollments))
    yield from _of_house(HouseCheck.NEVER_ASKED_AT_START, never_asked_at_start(enrollments, today))
    yield from _of_house(HouseCheck.STOPPED_ASKING, stopped_asking(enrollments, today, build))
    yield from _of_house(HouseCheck.ANSWER_MISSING_AT_EXIT, answers_missing_at_exit(enrollments, today))


def _declared(build: Build) -> Iterator[FoundFault]:
    queries = queries_of_checks(build.catalogue)
    if not queries:
        return
    with open_engine(build) as engine:
        for query in in_one_scan(queries):
            for row in engine.flagged(ask_of(query, build.as_at)):
                entry = None if query.rows is Grain.ENROLLMENT else row.record
                yield FoundFault(row.check, row.enrollment, entry)


def _of_house(check: HouseCheck, found: Found) -> Iterator[FoundFault]:
    """Answers that the same people did not give are one fault of theirs: a form that is missing, not six answers."""
    together: dict[tuple[int, int | None, tuple[int, ...]], list[str]] = defaultdict(list)
    for (program, site, element), concerned in found.items():
        if element not in own_elements():
            together[program, site, tuple(concerned)].append(element)
    for (_program, _site, people), elements in together.items():
        missing = tuple(sorted(each for each in elements if each))
        for enrollment in people:
            yield FoundFault(check.value, enrollment, None, missing)
