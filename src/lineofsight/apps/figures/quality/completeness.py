"""What is missing: answers that most others gave, questions that a site no longer asks.

The rule: what six of ten people of a program were asked at that point is meant for all of them. Children and others
have habits of their own: children are not held against what only adults are asked, and in a program for the young they
are the ones who are asked. Figures use the same answers, so what is missing here is missing there.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from sys import intern

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.db.models import Exists, OuterRef, QuerySet

from lineofsight.apps.records.models import Assessment, CollectionPoint, Enrollment, Relationship
from lineofsight.apps.records.models.participation import BEGUN
from lineofsight.measures.tables import ASSESSMENT, ENROLLMENT, Table
from lineofsight.warehouse.builds import Build

from .habits import LOOK_BACK, QUIET, TIME_TO_ASK, is_habit
from .unseen import Found, by_place


def never_asked_at_start(enrollments: QuerySet[Enrollment], today: date) -> Found:
    """People who came more than a month ago and were asked nothing at the start, where most others are asked."""
    asked = Assessment.objects.filter(enrollment=OuterRef("pk"), point=CollectionPoint.START)
    came = enrollments.filter(
        stage__in=BEGUN, entry_date__lt=today - TIME_TO_ASK, entry_date__gte=today - LOOK_BACK
    ).annotate(was_asked=Exists(asked))
    habits: dict[tuple[int, bool], Counter[bool]] = defaultdict(Counter)
    missing: dict[tuple[int, int | None, bool], list[int]] = defaultdict(list)
    for pk, program, site, was_asked, relationship in came.order_by("pk").values_list(
        "pk", "program", "site", "was_asked", "relationship"
    ):
        is_child = relationship == Relationship.CHILD
        habits[program, is_child][was_asked] += 1
        if not was_asked:
            missing[program, site, is_child].append(pk)
    found: Found = defaultdict(list)
    for (place, at, is_child), people in missing.items():
        if is_habit(habits[place, is_child]):
            found[place, at, ""] += people
    return found


def answers_missing_at_exit(enrollments: QuerySet[Enrollment], today: date) -> Found:
    """Answers of people who left in the last year, by data element, that most who left the program gave."""
    given: dict[int, set[str]] = defaultdict(set)
    people: dict[tuple[int, bool], list[int]] = defaultdict(list)
    left = enrollments.filter(exit_date__lte=today, exit_date__gte=today - LOOK_BACK)
    for pk, program, relationship, known in left.values_list("pk", "program", "relationship", "answers").iterator():
        people[program, relationship == Relationship.CHILD].append(pk)
        given[pk].update(map(intern, known))
    asked = Assessment.objects.filter(point=CollectionPoint.EXIT, enrollment__in=left.order_by().values("pk"))
    for enrollment, said in asked.values_list("enrollment", "answers").iterator():
        given[enrollment].update(intern(key) for key, value in said.items() if value not in ("", None, []))
    found: Found = defaultdict(list)
    for (program, _is_child), enrolled in people.items():
        told = Counter(key for pk in enrolled for key in given[pk])
        for key, number in told.items():
            if is_habit(Counter({True: number, False: len(enrolled) - number})) and number < len(enrolled):
                found[program, None, key] += [pk for pk in sorted(enrolled) if key not in given[pk]]
    return found


def stopped_asking(enrollments: QuerySet[Enrollment], today: date, build: Build) -> Found:
    """Sites where a question has not been asked for half a year that was asked there before, while other sites of the
    program go on with it. Concerned are the people who are there now."""
    quiet: dict[tuple[int, int], list[str]] = defaultdict(list)
    for (program, key), sites in _asked_between(build).items():
        goes_on = any(last > today - QUIET / 2 for _first, last in sites.values())
        for site, (first, last) in sites.items():
            if goes_on and last < today - QUIET and last - first > QUIET:
                quiet[program, site].append(key)
    found: Found = {}
    here = enrollments.filter(stage__in=["enrolled", "active"])
    for (program, site), keys in quiet.items():
        people = by_place(here.filter(program=program, site=site)).get((program, site, ""), [])
        for key in sorted(keys):
            found[program, site, key] = people
    return found


def _asked_between(build: Build) -> dict[tuple[int, str], dict[int, tuple[date, date]]]:
    """(program, data element) → site → the first and the last day on which it was answered after the start and before
    the exit. Read from the facts, column by column, so that a million forms are no burden."""
    stays = _read(build, ENROLLMENT, ["id", "program_id", "site_id"])
    forms = _read(build, ASSESSMENT, ["id", "enrollment_id", "stage", "date"])
    between = pc.invert(pc.is_in(forms["stage"], pa.array([CollectionPoint.START, CollectionPoint.EXIT])))
    made = forms.filter(between).join(
        stays.filter(stays["site_id"].is_valid()), "enrollment_id", "id", join_type="inner"
    )
    spans: dict[tuple[int, str], dict[int, tuple[date, date]]] = defaultdict(dict)
    for table in build.catalogue.tables.values():
        if table.extends != ASSESSMENT.name:
            continue
        asked = [each for each in table.columns if each.element]
        answers = _read(build, table, ["id", *(each.name for each in asked)]).join(made, "id", join_type="inner")
        for column in asked:
            given = answers.filter(answers[column.name].is_valid())
            days = given.group_by(["program_id", "site_id"]).aggregate([("date", "min"), ("date", "max")])
            for row in days.to_pylist():
                sites = spans[row["program_id"], column.element]
                first, last = sites.get(row["site_id"], (row["date_min"], row["date_max"]))
                sites[row["site_id"]] = min(first, row["date_min"]), max(last, row["date_max"])
    return spans


def _read(build: Build, table: Table, columns: list[str]) -> pa.Table:
    parts = [pq.read_table(path, columns=columns) for path in build.files[table.name]]
    return pa.concat_tables(parts, promote_options="default")
