"""Checks of quality that packs declare: refused when they are not clear, and the same on every engine."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from lineofsight.apps.agency.models import Role
from lineofsight.measures import (
    Flagged,
    MeasureProblems,
    ToldTo,
    ask_of,
    check_quality,
    in_one_scan,
    read_quality_check,
)
from lineofsight.packs.quality import declared_checks, read_checks
from lineofsight.problems import Problem
from lineofsight.warehouse.builds import Build
from lineofsight.warehouse.engines import EngineKind, OpenEngine, open_engine
from tests.spec.drawing import build_of, records_of
from tests.unit.packs.measures.conftest import demo_build, duckdb, memory

__all__ = ["demo_build", "duckdb", "memory"]

LEFT_EARLY = {
    "check": "left_before_coming",
    "title": {"one": "{number} stay ends before it begins", "several": "{number} stays end before they begin"},
    "sentence": "One of the two days is wrong.",
    "looks_for": "stays that end before they begin",
    "grain": "enrollment",
    "finds": "${exit_date} < ${entry_date}",
    "mend": "enrollment",
    "tell": ["program_manager"],
}
SERVED_LATE = {
    **LEFT_EARLY,
    "check": "served_late",
    "derive": {"late": {"from": "service", "where": "${date} > ${self.exit_date}", "pick": "exists"}},
    "finds": "${late}",
}
# "late" is a name of its own in every check.
SERVED_EARLY = {
    **SERVED_LATE,
    "check": "served_early",
    "derive": {"late": {"from": "service", "where": "${date} < ${self.entry_date}", "pick": "exists"}},
}
MONEY_FOR_NOTHING = {
    **LEFT_EARLY,
    "check": "no_quantity",
    "grain": "service",
    "finds": "${quantity} = 0",
    "mend": "entry",
}
RECORDS = """
enrollment
id | participant | program  | entry_date | exit_date
1  | 1           | tutoring | 2026-01-05 | 2026-03-05
2  | 2           | tutoring | 2026-02-05 | 2026-01-05
3  | 3           | housing  | 2026-01-05 |

service
id | enrollment | service_type | date       | quantity
1  | 1          | visit        | 2026-02-01 | 1
2  | 1          | visit        | 2026-04-01 | 1
3  | 3          | visit        | 2026-01-01 | 0
"""


def drawn_build(text: str, folder: Path) -> Build:
    return build_of(records_of(text), date(2026, 6, 1), folder)


def told(document: dict[str, object]) -> str:
    with pytest.raises(MeasureProblems) as refused:
        read_quality_check(document)
    return str(refused.value)


def test_tells_everything_that_is_wrong_with_a_document() -> None:
    wrong = {
        **LEFT_EARLY,
        "grian": "enrollment",
        "tell": ["board_member"],
        "title": {"one": "One stay"},
        "mend": "entry",
    }

    assert told(wrong).splitlines()[0] == 'Check "left_before_coming" has 5 problems.'
    assert "M102 grian: Nobody knows this key. Did you mean grain?" in told(wrong)
    assert 'M105 tell[1]: "board_member" is not a role for it.' in told(wrong)
    assert "M105 title.one: It does not say how many. Write {number} where the number goes." in told(wrong)
    assert "M103 title.several: It is missing." in told(wrong)
    assert "M111 mend: An enrollment is no entry." in told(wrong)


def test_refuses_a_check_of_people_who_are_in_no_program() -> None:
    assert "M131 grain: A participant is of no program." in told({**LEFT_EARLY, "grain": "participant"})


def test_names_the_file_of_a_pack_that_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "own" / "checks" / "ours.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("check: ours\nfind: ${exit_date}\n", encoding="utf-8")

    with pytest.raises(Problem, match=r"own/checks/ours\.yaml: Check \"ours\" has") as refused:
        read_checks([path])
    assert "find: Nobody knows this key. Did you mean finds?" in str(refused.value)


def test_refuses_two_checks_of_one_name(tmp_path: Path) -> None:
    whole = (Path(__file__).parents[3] / "src/lineofsight/packs/starter/checks/any_program.yaml").read_text("utf-8")
    (tmp_path / "twice.yaml").write_text(whole + whole, encoding="utf-8")

    with pytest.raises(Problem, match="served_after_exit is declared twice"):
        read_checks([tmp_path / "twice.yaml"])


def test_tells_only_roles_that_there_are() -> None:
    assert {each.value for each in ToldTo} <= set(Role.values)


def test_refuses_a_name_that_nobody_knows_with_its_place(tmp_path: Path) -> None:
    catalogue = drawn_build(RECORDS, tmp_path).catalogue
    check = read_quality_check({**LEFT_EARLY, "finds": "${exit_dat} < ${entry_date}", "touches": ["nothing"]})

    with pytest.raises(MeasureProblems) as refused:
        check_quality(check, catalogue)
    assert "M120 finds: Nobody knows ${exit_dat}. Did you mean exit_date?" in str(refused.value)


@pytest.mark.parametrize("kind", list(EngineKind))
def test_finds_the_rows_of_several_checks_in_one_scan_of_each_kind(kind: EngineKind, tmp_path: Path) -> None:
    build = drawn_build(RECORDS, tmp_path)
    documents = (LEFT_EARLY, SERVED_LATE, SERVED_EARLY, MONEY_FOR_NOTHING)
    queries = in_one_scan([check_quality(read_quality_check(each), build.catalogue) for each in documents])

    with open_engine(build, kind) as engine:
        found = [row for query in queries for row in engine.flagged(ask_of(query, build.as_at))]

    assert len(queries) == 2
    assert found == [
        Flagged("left_before_coming", 2, 2),
        Flagged("served_early", 3, 3),
        Flagged("served_late", 1, 1),
        Flagged("no_quantity", 3, 3),
    ]


@pytest.mark.parametrize("name", sorted(declared_checks()))
def test_both_engines_agree_on_the_made_up_agency(
    name: str, demo_build: Build, duckdb: OpenEngine, memory: OpenEngine
) -> None:
    (query,) = in_one_scan([check_quality(declared_checks()[name], demo_build.catalogue)])
    ask = ask_of(query, demo_build.as_at)

    found = duckdb.flagged(ask)

    assert found == memory.flagged(ask)
    assert found


def test_reads_the_example_of_the_reference() -> None:
    page = (Path(__file__).parents[3] / "docs/reference/quality-checks.md").read_text("utf-8")

    example = read_quality_check(yaml.safe_load(page.split("```yaml")[1].split("```")[0]))

    assert example.title.of(2) == "2 stays end before they begin"
