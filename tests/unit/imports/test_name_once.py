"""What workbooks only name becomes one row, however their imports interleave."""

from contextlib import contextmanager

import pytest

from lineofsight.apps.agency.models import Funder, Grant, ImportRun, Program, Site, StaffMember
from lineofsight.apps.agency.permissions import COMMAND_LINE
from lineofsight.apps.imports import services
from lineofsight.apps.imports.services import writing
from lineofsight.apps.records.models import Enrollment, Service, ServiceType
from lineofsight.packs.rows import Table
from lineofsight.problems import Problem

from .rows_reader import person, read, row, service, stay

pytestmark = pytest.mark.usefixtures("real_transactions")

ALPHA = {"kind": "workbook", "key": "alpha", "title": "Alpha", "layout": "template 1"}
BETA = {"kind": "workbook", "key": "beta", "title": "Beta", "layout": "template 1"}
NAMED = (Site, Program, Funder, Grant, ServiceType)


def rows(spelled: str) -> list:
    """One person in one program at one site, paid by one grant, with one service given by one member of staff."""
    return [
        row(Table.SITE, "north", name="North house"),
        row(Table.PROGRAM, "tutoring", name=spelled),
        row(Table.FUNDER, "city", name="City fund"),
        row(Table.GRANT, "city_2026", name="Youth 2026", funder_key="city", program_key="tutoring"),
        row(Table.STAFF, "T-7", number="T-7", name="Ines Park", email="ines@riverside.example", job_title=""),
        person("1"),
        stay("10", "1", program_key="tutoring", site_key="north", paid_by_key="city_2026"),
        service("S1", "10", staff_key="T-7"),
    ]


def counts():
    return [model.objects.count() for model in NAMED]


def test_uses_what_an_import_made_that_was_read_at_the_same_time(monkeypatch):
    first, second = read(monkeypatch, rows("Tutoring"), **ALPHA), read(monkeypatch, rows("tutoring "), **BETA)

    services.write_run(first, actor=COMMAND_LINE)
    services.write_run(second, actor=COMMAND_LINE)

    assert counts() == [1, 1, 1, 1, 1]
    assert Enrollment.objects.filter(program=Program.objects.get(), site=Site.objects.get()).count() == 2
    assert Enrollment.objects.filter(paid_by=Grant.objects.get(funder=Funder.objects.get())).count() == 2
    assert Service.objects.filter(type=ServiceType.objects.get()).count() == 2


def test_adds_a_member_of_staff_once(monkeypatch):
    first, second = read(monkeypatch, rows("Tutoring"), **ALPHA), read(monkeypatch, rows("Tutoring"), **BETA)

    services.write_run(first, actor=COMMAND_LINE)
    services.write_run(second, actor=COMMAND_LINE)

    assert Service.objects.filter(staff=StaffMember.objects.get(number="T-7")).count() == 2


def test_counts_as_here_what_came_between(monkeypatch):
    first, second = read(monkeypatch, rows("Tutoring"), **ALPHA), read(monkeypatch, rows("Tutoring"), **BETA)
    assert second.counts["program"]["new"] == 1

    services.write_run(first, actor=COMMAND_LINE)
    services.write_run(second, actor=COMMAND_LINE)

    second.refresh_from_db()
    named = ("site", "program", "funder", "grant", "service_type", "staff")
    assert {(second.counts[name]["new"], second.counts[name]["same"]) for name in named} == {(0, 1)}
    assert second.counts["enrollment"]["new"] == 1


def test_uses_what_was_typed_after_the_preview(monkeypatch):
    run = read(monkeypatch, rows("Tutoring"), **ALPHA)
    typed = Program.objects.create(name="TUTORING")

    services.write_run(run, actor=COMMAND_LINE)

    assert Enrollment.objects.get().program == typed


def test_looks_once_more_when_a_name_appears_in_the_last_moment(monkeypatch):
    between = [read(monkeypatch, rows("Tutoring"), **ALPHA)]
    run = read(monkeypatch, rows("Tutoring"), **BETA)
    within_reach = writing.within_reach

    @contextmanager
    def overtaken(path, origin):
        with within_reach(path, origin) as reach:
            yield reach

    def overtake(path, origin):
        if between:
            services.write_run(between.pop(), actor=COMMAND_LINE)
        return overtaken(path, origin)

    monkeypatch.setattr(writing, "within_reach", overtake)
    services.write_run(run, actor=COMMAND_LINE)

    assert counts() == [1, 1, 1, 1, 1]
    assert Enrollment.objects.filter(program=Program.objects.get()).count() == 2


def test_gives_up_with_a_sentence_when_names_keep_appearing(monkeypatch):
    run = read(monkeypatch, rows("Tutoring"), **ALPHA)
    monkeypatch.setattr(writing, "named_meanwhile", lambda names: True)

    with pytest.raises(Problem, match="with the same names were added here"):
        services.write_run(run, actor=COMMAND_LINE)

    run.refresh_from_db()
    assert (run.state, Program.objects.count()) == (ImportRun.State.READY, 0)


def test_leaves_two_projects_of_one_name_apart_in_an_hmis(monkeypatch):
    two = [row(Table.PROGRAM, key, name="Home Again") for key in ("P1", "P2")]

    services.write_run(read(monkeypatch, [*two, person("1"), stay("10", "1")]), actor=COMMAND_LINE)

    assert Program.objects.filter(name="Home Again").count() == 2


def kind_of(name, program):
    return ServiceType.objects.create(name=name, program=program)


def visits(program_key="tutoring"):
    return [
        row(Table.PROGRAM, "tutoring", name="Tutoring"),
        row(Table.PROGRAM, "mentoring", name="Mentoring"),
        person("1"),
        stay("10", "1", program_key="tutoring"),
        stay("11", "1", program_key=program_key),
        service("S1", "10", unit=""),
        service("S2", "11", unit=""),
    ]


def test_leaves_a_kind_of_service_to_the_program_that_has_it(monkeypatch):
    closed = kind_of("Home visit", Program.objects.create(name="Safe Harbor"))

    services.write_run(read(monkeypatch, visits(), **ALPHA), actor=COMMAND_LINE)

    assert not Service.objects.filter(type=closed).exists()
    assert set(Service.objects.values_list("type__name", "type__program")) == {("Home visit", None)}


def test_uses_the_kind_of_service_of_the_same_program(monkeypatch):
    own = kind_of("Home visit", Program.objects.create(name="Tutoring"))

    services.write_run(read(monkeypatch, visits(), **ALPHA), actor=COMMAND_LINE)

    assert Service.objects.filter(type=own).count() == 2


def test_leaves_the_kind_of_one_program_where_the_file_needs_it_in_two(monkeypatch):
    own = kind_of("Home visit", Program.objects.create(name="Tutoring"))

    services.write_run(read(monkeypatch, visits("mentoring"), **ALPHA), actor=COMMAND_LINE)

    assert not Service.objects.filter(type=own).exists()
