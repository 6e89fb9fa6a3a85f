"""To which protected programs staged rows belong, so that they are shown to nobody who may not look into those.

Worked out once, when a file is compared with what is here. A row that everybody who imports may look at has no mark.
"all of 3,12" marks a row of an enrollment: it is for those who may look into each of these programs. "one of 3,12"
marks a person: for those who may look into one of them. Two rules. What is not known to be open is not open: a row
whose program cannot be told is for those who may look into all protected programs of the import. And what a file says
of a person who is here opens nothing: that person's places here decide, or anybody could write a file that shows them.

Where the file itself places such a row otherwise, the mark says that too, behind a bar: "one of 3|" is a person who is
in program 3 here and in an open one by the file. Who may not look into program 3 is told what the file says, as of
somebody new, so that nobody learns from a file of their own making whom they would find there (decision 0023).
"""

from __future__ import annotations

import sqlite3
from typing import Any

from django.utils.translation import gettext as _

from lineofsight.apps.agency.models import Program, Protection, Source
from lineofsight.apps.agency.words import the_words
from lineofsight.apps.records.models import Enrollment
from lineofsight.packs.rows import SourceIdentity, Weight
from lineofsight.packs.workbook.names import name_key

from .ids import batches
from .staging import OF_ROWS, add_problem

OF_PEOPLE = ("participant", "enrollment", "service", "assessment")
OF_NOBODY = ("site", "program", "funder", "grant", "service_type", "staff")
LIVE = "('new', 'changed', 'same')"
FOUND_BY_READER = "code NOT LIKE 'I%'"  # in the file alone; the others come of comparing it with what is here


# What the file says of a row that it does not place is not known, and so closed to most.
_WITH_WHAT_THE_FILE_SAYS = (
    "CASE WHEN here.mark IS NULL THEN NULL WHEN file.key IS NULL THEN here.mark || '|' || ?"
    " WHEN file.mark IS here.mark THEN here.mark ELSE here.mark || '|' || coalesce(file.mark, '') END"
)
_HERE_ALONE = "CASE instr(m.mark, '|') WHEN 0 THEN m.mark ELSE substr(m.mark, 1, instr(m.mark, '|') - 1) END"


def mark_protected(staging: sqlite3.Connection, identity: SourceIdentity) -> None:
    """Mark the rows, the vanished rows and the problems of a compared file. Nothing is marked where nothing is
    protected. A new person whose enrollments are all refused, one of them in a protected program, waits with them."""
    source = Source.objects.filter(kind=identity.kind, key=identity.key).first()
    _tell_programs(staging, is_workbook=identity.kind == Source.Kind.WORKBOOK)
    protected = _protected_programs(staging, source)
    if not protected:
        return
    staging.executemany("INSERT INTO protected VALUES (?)", [(each,) for each in sorted(protected)])
    closed_to_most = f"all of {','.join(str(each) for each in sorted(protected))}"
    _mark_stays(staging, closed_to_most)
    _mark_people(staging, source, closed_to_most)
    _mark_rows(staging)
    _let_people_wait(staging)
    _mark_vanished(staging)
    _mark_problems(staging, closed_to_most)


def programs_of(staging: sqlite3.Connection) -> list[int]:
    """Ids of the programs that a staged file speaks of, also of those it would make."""
    found = staging.execute(
        "SELECT id FROM row_program WHERE id IS NOT NULL UNION SELECT program_id FROM row_enrollment"
        " WHERE program_id IS NOT NULL UNION SELECT program_id FROM here_enrollment UNION SELECT id FROM told_program"
    )
    return sorted(row[0] for row in found)


def protected_of(staging: sqlite3.Connection) -> list[int]:
    """Ids of the programs that were protected when the file was compared."""
    return [row[0] for row in staging.execute("SELECT program_id FROM protected ORDER BY program_id")]


def marked_counts(staging: sqlite3.Connection) -> list[dict[str, Any]]:
    """For each mark: {"mark", "counts": as in `counts_of`, of rows about people; "problems": weight → number;
    "left_out": as in `left_out_rows`; "places": how many problems that cost a row the reader found}."""
    groups: dict[str, dict[str, Any]] = {}

    def group(mark: str) -> dict[str, Any]:
        return groups.setdefault(mark, {"mark": mark, "counts": {}, "problems": {}, "left_out": {}, "places": 0})

    def add(mark: str, name: str, count: str, number: int) -> None:
        nothing = {"rows": 0, "new": 0, "changed": 0, "same": 0, "vanished": 0}
        group(mark)["counts"].setdefault(name, nothing)[count] += number

    for name in (*OF_PEOPLE, "household"):
        for mark, state, number in staging.execute(
            f"SELECT mark, state, count(*) FROM row_{name} WHERE mark IS NOT NULL GROUP BY mark, state"
        ):
            add(mark, name, "rows", number)
            if state in ("new", "changed", "same"):
                add(mark, name, state, number)
    for mark, name, number in staging.execute(
        "SELECT mark, target, count(*) FROM vanished WHERE mark IS NOT NULL GROUP BY mark, target"
    ):
        add(mark, name, "vanished", number)
    for mark, weight, number, by_reader in staging.execute(
        f"SELECT mark, weight, count(*), sum({FOUND_BY_READER}) FROM problem WHERE mark IS NOT NULL"
        " GROUP BY mark, weight"
    ):
        group(mark)["problems"][weight] = number
        if weight in OF_ROWS:
            group(mark)["places"] += by_reader
    for mark, weight, number in left_out_rows(staging):
        if mark is not None:
            group(mark)["left_out"][weight] = number
    return list(groups.values())


def left_out_rows(staging: sqlite3.Connection) -> list[tuple[str | None, str, int]]:
    """(mark, weight, how many) of rows that are not read, each counted once however much is wrong with it."""
    return staging.execute(
        "SELECT mark, weight, count(*) FROM (SELECT CASE WHEN count(*) = count(mark) THEN max(mark) END AS mark,"
        " CASE WHEN max(weight = 'row') THEN 'row' ELSE 'follows' END AS weight FROM problem"
        " WHERE weight IN ('row', 'follows') GROUP BY file, coalesce(line, -id)) GROUP BY mark, weight"
    ).fetchall()


def _tell_programs(staging: sqlite3.Connection, *, is_workbook: bool) -> None:
    """Keys by which the file names programs → ids, also where only rows that are not read name them."""
    staging.execute(
        "INSERT INTO told_program SELECT key, id FROM row_program WHERE id IS NOT NULL"
        " UNION SELECT key, id FROM here_program"
    )
    if is_workbook:
        named = [(name_key(name), pk) for name, pk in Program.objects.order_by("pk").values_list("name", "pk")]
        asked = {row[0] for row in staging.execute("SELECT DISTINCT in_program FROM problem")}
        told = [(key, pk) for key, pk in named if key in asked]
        staging.executemany("INSERT OR IGNORE INTO told_program VALUES (?, ?)", told)


def _protected_programs(staging: sqlite3.Connection, source: Source | None) -> set[int]:
    """Programs that are protected here or by this file, of the file, of its source, and of its people here."""
    said = staging.execute("SELECT id FROM row_program WHERE protection <> ? AND id IS NOT NULL", [Protection.NONE])
    protected = {row[0] for row in said}
    here = Program.objects.exclude(protection=Protection.NONE).order_by()
    protected |= set(here.filter(pk__in=programs_of(staging)).values_list("pk", flat=True))
    if source is not None:
        for kept in (here.filter(mastered_in=source), here.filter(source=source)):
            protected |= set(kept.values_list("pk", flat=True))
        stays = Enrollment.objects.filter(participant__source=source, program__in=here.values("pk")).order_by()
        protected |= set(stays.values_list("program", flat=True).distinct())
    return protected


def _mark_stays(staging: sqlite3.Connection, closed_to_most: str) -> None:
    """Every enrollment that the file or this source knows, read or not, by its key."""
    staging.execute(
        "INSERT INTO stay SELECT key, participant_key, program_id,"
        f" CASE WHEN state IN {LIVE} THEN 'live' ELSE state END FROM row_enrollment"
        " WHERE program_id IS NOT NULL OR state <> 'deleted'"  # of a deleted row a source may tell no more than the key
    )
    staging.execute("INSERT INTO stay SELECT key, NULL, program_id, 'here' FROM here_enrollment")
    staging.execute(
        "INSERT INTO stay SELECT p.of_key, p.in_participant, t.id, 'refused' FROM problem p"
        " LEFT JOIN told_program t ON t.key = p.in_program WHERE p.of_table = 'enrollment'"
    )
    marked = "SELECT s.key, CASE WHEN max(s.program_id IS NULL) THEN ? WHEN count(p.program_id) > 0"
    marked += " THEN 'all of ' || group_concat(DISTINCT p.program_id) END AS mark"
    marked += " FROM stay s LEFT JOIN protected p ON p.program_id = s.program_id"
    staging.execute("CREATE TABLE stay_in_file (key TEXT PRIMARY KEY, mark TEXT) WITHOUT ROWID")
    staging.execute(f"INSERT INTO stay_in_file {marked} WHERE s.state <> 'here' GROUP BY s.key", [closed_to_most])
    staging.execute(
        f"INSERT INTO stay_mark SELECT here.key, {_WITH_WHAT_THE_FILE_SAYS} FROM ({marked} GROUP BY s.key) here"
        " LEFT JOIN stay_in_file file ON file.key = here.key",
        [closed_to_most, closed_to_most],
    )
    for table, key in (
        *(("row_enrollment", "key"), ("row_service", "enrollment_key"), ("row_assessment", "enrollment_key")),
        *(("row_exit", "key"), ("problem", "in_enrollment"), ("problem", "of_key")),
    ):
        staging.execute(
            f"INSERT OR IGNORE INTO stay_mark SELECT DISTINCT {key}, ? FROM {table} WHERE {key} IS NOT NULL",
            [closed_to_most],
        )
    staging.execute("CREATE INDEX stay_of_person ON stay (person)")


def _mark_people(staging: sqlite3.Connection, source: Source | None, closed_to_most: str) -> None:
    if source is not None:
        places = Enrollment.objects.filter(participant__source=source).order_by()
        pairs = places.values_list("participant_id", "program_id").distinct()
        for batch in batches(pairs.iterator(chunk_size=5_000)):
            staging.executemany("INSERT INTO place_here VALUES (?, ?)", batch)
    staging.execute("CREATE TABLE person_in_file (key TEXT PRIMARY KEY, mark TEXT) WITHOUT ROWID")
    staging.execute(
        "INSERT INTO person_in_file SELECT s.person, CASE"
        " WHEN max(s.state = 'live' AND s.program_id IS NOT NULL AND p.program_id IS NULL) THEN NULL"
        " WHEN count(p.program_id) > 0 THEN 'one of ' || group_concat(DISTINCT p.program_id) ELSE ? END"
        " FROM stay s LEFT JOIN protected p ON p.program_id = s.program_id WHERE s.person IS NOT NULL"
        " GROUP BY s.person",
        [closed_to_most],
    )
    staging.execute(
        f"INSERT INTO person_mark SELECT here.key, {_WITH_WHAT_THE_FILE_SAYS} FROM (SELECT h.key,"
        " CASE WHEN count(l.program_id) = 0 THEN ?"
        " WHEN max(l.program_id IS NOT NULL AND p.program_id IS NULL) THEN NULL"
        " ELSE 'one of ' || group_concat(DISTINCT p.program_id) END AS mark FROM here_participant h"
        " LEFT JOIN place_here l ON l.participant_id = h.id LEFT JOIN protected p ON p.program_id = l.program_id"
        " GROUP BY h.key) here LEFT JOIN person_in_file file ON file.key = here.key",
        [closed_to_most, closed_to_most],
    )
    staging.execute("INSERT OR IGNORE INTO person_mark SELECT key, mark FROM person_in_file")
    for table, key in (("row_participant", "key"), ("problem", "in_participant"), ("problem", "of_key")):
        staging.execute(
            f"INSERT OR IGNORE INTO person_mark SELECT DISTINCT {key}, ? FROM {table} WHERE {key} IS NOT NULL",
            [closed_to_most],
        )


def _mark_rows(staging: sqlite3.Connection) -> None:
    staging.execute(
        "UPDATE row_participant SET mark = (SELECT mark FROM person_mark m WHERE m.key = row_participant.key)"
    )
    staging.execute("UPDATE row_enrollment SET mark = (SELECT mark FROM stay_mark m WHERE m.key = row_enrollment.key)")
    staging.execute("CREATE INDEX here_enrollment_by_id ON here_enrollment (id)")
    for name in ("service", "assessment"):
        staging.execute(
            f"UPDATE row_{name} SET mark = (SELECT mark FROM stay_mark m WHERE m.key = row_{name}.enrollment_key)"
        )
        staging.execute(  # one that the file moves away from an enrollment of a protected program
            f"UPDATE row_{name} SET mark = {_HERE_ALONE} || '|' FROM here_{name} h"
            " JOIN here_enrollment e ON e.id = h.enrollment_id"
            f" JOIN stay_mark m ON m.key = e.key WHERE h.key = row_{name}.key AND row_{name}.mark IS NULL"
            f" AND h.enrollment_id <> row_{name}.enrollment_id"
        )
    staging.execute("CREATE INDEX enrollment_of_household ON row_enrollment (household_key)")
    staging.execute(
        "UPDATE row_household SET mark = (SELECT CASE WHEN count(*) = count(e.mark) THEN max(e.mark) END"
        " FROM row_enrollment e WHERE e.household_key = row_household.key)"
    )
    staging.execute(
        "UPDATE row_reference SET mark = (SELECT 'all of ' || p.program_id FROM told_program t JOIN protected p"
        " ON p.program_id = t.id WHERE t.key = row_reference.program_key)"
    )


def _let_people_wait(staging: sqlite3.Connection) -> None:
    """Written without any enrollment, nothing here would say any more that the person is of a protected program."""
    waiting = staging.execute(
        "SELECT r.n, r.file, r.line, r.key FROM row_participant r WHERE r.state = 'new'"
        " AND EXISTS (SELECT 1 FROM stay s JOIN protected p ON p.program_id = s.program_id"
        " WHERE s.person = r.key AND s.state = 'refused')"
        " AND NOT EXISTS (SELECT 1 FROM stay s WHERE s.person = r.key AND s.state = 'live')"
    ).fetchall()
    reason = _("No %(enrollment)s of this person can be read. Mend one; the person comes with it.")
    reason %= vars(the_words())
    for n, file, line, key in waiting:
        add_problem(staging, "I014", Weight.FOLLOWS, file, line, "", key, reason)
        staging.execute("UPDATE row_participant SET state = 'refused' WHERE n = ?", [n])


def _mark_vanished(staging: sqlite3.Connection) -> None:
    for name, marks in (("participant", "person_mark"), ("enrollment", "stay_mark")):
        staging.execute(
            f"UPDATE vanished SET mark = (SELECT mark FROM {marks} m WHERE m.key = vanished.key) WHERE target = ?",
            [name],
        )
    for name in ("service", "assessment"):
        staging.execute(
            f"UPDATE vanished SET mark = (SELECT m.mark FROM here_{name} h JOIN here_enrollment e"
            " ON e.id = h.enrollment_id JOIN stay_mark m ON m.key = e.key WHERE h.key = vanished.key) WHERE target = ?",
            [name],
        )


def _mark_problems(staging: sqlite3.Connection, closed_to_most: str) -> None:
    """By the row that was read from the line, else by what is known of the one that was not."""
    if not staging.execute("SELECT 1 FROM problem LIMIT 1").fetchone():
        return
    staging.execute("CREATE INDEX problem_place ON problem (file, line)")
    for name in (*OF_PEOPLE, "reference", *OF_NOBODY):
        mark = "NULL" if name in OF_NOBODY else "r.mark"
        staging.execute(
            f"UPDATE problem SET is_placed = 1, mark = coalesce(problem.mark, {mark}) FROM row_{name} r"
            " WHERE r.file = problem.file AND r.line = problem.line"
        )
    staging.execute(
        "UPDATE problem SET is_placed = 1, mark = coalesce(problem.mark, m.mark) FROM row_exit r JOIN stay_mark m"
        " ON m.key = r.key WHERE r.file = problem.file AND r.line = problem.line"
    )
    for tables, key, marks in (
        (("participant",), "of_key", "person_mark"),
        (("enrollment", "exit"), "of_key", "stay_mark"),
        (("service", "assessment"), "in_enrollment", "stay_mark"),
    ):
        staging.execute(
            f"UPDATE problem SET is_placed = 1, mark = coalesce(problem.mark, (SELECT mark FROM {marks} m"
            f" WHERE m.key = problem.{key})) WHERE {key} IS NOT NULL"
            f" AND of_table IN ({', '.join('?' for _ in tables)})",
            tables,
        )
    staging.execute(
        "UPDATE problem SET is_placed = 1, mark = coalesce(mark, (SELECT 'all of ' || p.program_id FROM told_program t"
        " JOIN protected p ON p.program_id = t.id WHERE t.key = problem.in_program)) WHERE of_table = 'reference'"
    )
    staging.execute(
        f"UPDATE problem SET is_placed = 1 WHERE of_table IN ({', '.join('?' for _ in OF_NOBODY)})", OF_NOBODY
    )
    # Another problem of the same line may know its place; a note without any row is about the file.
    staging.execute(
        "UPDATE problem SET is_placed = 1, mark = other.mark FROM problem other WHERE problem.is_placed = 0"
        " AND other.is_placed = 1 AND other.file = problem.file AND other.line = problem.line"
    )
    staging.execute(
        "UPDATE problem SET mark = ? WHERE is_placed = 0 AND weight <> ?", [closed_to_most, Weight.NOTE.value]
    )
