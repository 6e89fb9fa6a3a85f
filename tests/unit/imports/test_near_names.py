"""A program or a site whose name is nearly one that is known is asked about, and made only when somebody says so."""

from __future__ import annotations

import pytest

from lineofsight.apps.agency.models import ImportRun, Program, Site
from lineofsight.apps.agency.permissions import COMMAND_LINE
from lineofsight.apps.imports import selectors, services
from lineofsight.apps.imports.near_names import Answer
from lineofsight.apps.records.models import Enrollment
from lineofsight.packs.rows import SourceRow, Table
from lineofsight.problems import Problem

from .rows_reader import person, program, read, row, stay

pytestmark = pytest.mark.usefixtures("real_transactions")

BOOK = {"kind": "workbook", "key": "ours", "title": "Ours", "layout": "template 1"}
LEFT = "say of each name that is nearly another whether it is the same"


def misspelt(*more: SourceRow) -> list[SourceRow]:
    """Two people in Youth Mentoring, one in what was typed for it."""
    return [
        program("youth_mentorng", name="Youth Mentorng"),
        program("youth_mentoring", name="Youth Mentoring"),
        *(person(key) for key in "123"),
        stay("10", "1", program_key="youth_mentorng"),
        stay("20", "2", program_key="youth_mentoring"),
        stay("30", "3", program_key="youth_mentoring"),
        *more,
    ]


def answer(run: ImportRun, said: Answer) -> None:
    near = {(each.target, each.n): said for each in selectors.names_nearly_here(run)}
    services.decide(run, near=near, actor=COMMAND_LINE)


def asked(run: ImportRun) -> list[tuple[str, str, int]]:
    return [(each.name, each.like, each.rows) for each in selectors.names_nearly_here(run)]


def test_asks_about_a_name_that_is_nearly_one_here(monkeypatch: pytest.MonkeyPatch) -> None:
    Program.objects.create(name="Youth Mentoring Program")
    run = read(
        monkeypatch, [program("P", name="Youth Mentorng"), person("1"), stay("10", "1", program_key="P")], **BOOK
    )

    assert asked(run) == [("Youth Mentorng", "Youth Mentoring Program", 1)]
    assert services.things_left(run) == [LEFT]


def test_asks_about_the_rarer_of_two_in_one_file(monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked(read(monkeypatch, misspelt(), **BOOK)) == [("Youth Mentorng", "Youth Mentoring", 1)]


def test_writes_nothing_before_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    run = read(monkeypatch, misspelt(), **BOOK)

    with pytest.raises(Problem, match="Not yet: say of each name"):
        services.write_run(run, actor=COMMAND_LINE)

    assert not Program.objects.exists()


def test_takes_the_same_for_one_program_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    run = read(monkeypatch, misspelt(), **BOOK)
    answer(run, Answer.SAME)

    services.write_run(run, actor=COMMAND_LINE)

    run.refresh_from_db()
    assert Program.objects.get().name == "Youth Mentoring"
    assert Enrollment.objects.filter(program=Program.objects.get()).count() == 3
    assert (run.counts["program"]["new"], run.counts["program"]["same"]) == (1, 1)


def test_takes_the_same_for_the_program_here(monkeypatch: pytest.MonkeyPatch) -> None:
    here = Program.objects.create(name="Youth Mentoring")
    run = read(monkeypatch, misspelt(), **BOOK)
    answer(run, Answer.SAME)

    services.write_run(run, actor=COMMAND_LINE)

    assert Enrollment.objects.filter(program=here).count() == 3
    assert Program.objects.count() == 1


def test_makes_a_new_one_when_it_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    run = read(monkeypatch, misspelt(), **BOOK)
    answer(run, Answer.NEW)

    services.write_run(run, actor=COMMAND_LINE)

    assert sorted(Program.objects.values_list("name", flat=True)) == ["Youth Mentoring", "Youth Mentorng"]
    assert not asked(read(monkeypatch, misspelt(), **BOOK))


def test_asks_about_sites_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    here = Site.objects.create(name="Millrace House")
    items = [
        program("P", name="Housing"),
        row(Table.SITE, "milrace_house", name="Milrace House"),
        person("1"),
        stay("10", "1", program_key="P", site_key="milrace_house"),
    ]
    run = read(monkeypatch, items, **BOOK)
    before = asked(run)
    answer(run, Answer.SAME)

    services.write_run(run, actor=COMMAND_LINE)

    assert before == [("Milrace House", "Millrace House", 1)]
    assert Enrollment.objects.get().site == here
    assert Site.objects.count() == 1


@pytest.mark.parametrize("other", ["Youth Mentoring 2", "Youth Tutoring", "Elder Mentoring"])
def test_leaves_names_alone_that_tell_apart(other: str, monkeypatch: pytest.MonkeyPatch) -> None:
    Program.objects.create(name="Youth Mentoring")
    run = read(monkeypatch, [program("P", name=other)], **BOOK)

    assert asked(run) == []
    assert services.things_left(run) == []


def test_asks_nothing_of_an_hmis(monkeypatch: pytest.MonkeyPatch) -> None:
    Program.objects.create(name="Home Agian")

    assert asked(read(monkeypatch, [program(name="Home Again")])) == []
