"""The staff sheet adds people with their supervisors, changes nobody, and says what it leaves to the people page."""

import pytest

from lineofsight.apps.agency.models import RoleAssignment, StaffMember, TrailEntry
from lineofsight.apps.agency.permissions import COMMAND_LINE
from lineofsight.apps.imports import selectors, services
from lineofsight.packs.rows import Table, Weight
from lineofsight.problems import Problem

from .rows_reader import bring, program, read, row

pytestmark = pytest.mark.usefixtures("real_transactions")

WORKBOOK = {"kind": "workbook", "key": "alpha", "title": "Alpha", "layout": "template 1"}


def member(key, name, **values):
    return row(Table.STAFF, key, **{"number": key, "name": name, "email": "", "job_title": ""} | values)


def here(name, **values):
    return StaffMember.objects.create(name=name, sign_in_name=name.lower(), **values)


def told(run, *weights):
    found = selectors.problems(run, selectors.discretion_of(run, None), *weights)
    return [(each.code, each.value) for each in found]


@pytest.mark.parametrize("named", ["T-1", "rosa@riverside.example", "Rosa@Riverside.example", "rosa delgado"])
def test_writes_a_supervisor_who_is_on_the_staff_list(monkeypatch, named):
    rosa = here("Rosa Delgado", number="T-1", email="rosa@riverside.example")

    bring(monkeypatch, [member("T-7", "Ines Park", supervisor_key=named)], **WORKBOOK)

    assert StaffMember.objects.get(number="T-7").supervisor == rosa


def test_writes_a_supervisor_who_comes_with_the_same_sheet(monkeypatch):
    bring(monkeypatch, [member("T-7", "Ines Park", supervisor_key="T-8"), member("T-8", "Omar Reed")], **WORKBOOK)

    assert StaffMember.objects.get(number="T-7").supervisor.name == "Omar Reed"


def test_says_which_supervisor_is_nobody(monkeypatch):
    run = bring_preview(monkeypatch, member("T-7", "Ines Park", supervisor_key="T-99"))

    assert told(run, Weight.VALUE) == [("I018", "T-99")]


def test_puts_nobody_below_somebody_they_supervise(monkeypatch):
    two = [member("T-7", "Ines Park", supervisor_key="Omar Reed"), member("T-8", "Omar Reed", supervisor_key="T-7")]

    run = bring(monkeypatch, two, **WORKBOOK)

    assert run.summary["problems"] == {"value": 1}
    assert StaffMember.objects.get(number="T-8").supervisor is None


def bring_preview(monkeypatch, *items):
    return read(monkeypatch, [*items], **WORKBOOK)


def test_gives_no_role_and_says_so(monkeypatch):
    asked = member("T-7", "Ines Park", role="director", program_key="P1")
    run = bring_preview(monkeypatch, program(), asked)

    assert told(run, Weight.NOTE) == [("I015", "Director")]
    services.write_run(run, actor=COMMAND_LINE)
    assert not RoleAssignment.objects.exists()


def test_says_what_differs_on_the_staff_list_and_does_not_count_it_as_the_same(monkeypatch):
    ines = here("Ines Park", number="T-7", job_title="Worker")

    run = bring_preview(monkeypatch, member("T-7", "Ines Park", job_title="Team lead"))
    services.write_run(run, actor=COMMAND_LINE)

    assert run.counts["staff"] == {"rows": 1, "new": 0, "changed": 0, "same": 0, "vanished": 0}
    assert run.summary["problems"] == {"note": 1}
    ines.refresh_from_db()
    assert ines.job_title == "Worker"


def test_enters_everybody_who_is_added_in_the_trail(monkeypatch, performance_lead):
    run = bring_preview(monkeypatch, member("T-7", "Ines Park"), member("T-8", "Omar Reed"))
    services.write_run(run, actor=performance_lead)

    entries = TrailEntry.objects.filter(action="added", subject="agency.staffmember", actor=performance_lead)
    added = StaffMember.objects.filter(number__startswith="T-")
    assert set(entries.values_list("subject_id", flat=True)) == set(added.values_list("pk", flat=True))


def test_refuses_two_rows_with_one_email_before_anything_is_written(monkeypatch):
    two = [member(key, key, email=email) for key, email in (("T-7", "ines@x.example"), ("T-8", "Ines@x.example"))]

    run = bring_preview(monkeypatch, *two)

    assert told(run, Weight.ROW) == [("I017", "ines@x.example")]
    with pytest.raises(Problem, match="Not yet"):
        services.write_run(run, actor=COMMAND_LINE)
    services.decide(run, leave_out_unreadable=True, actor=COMMAND_LINE)
    services.write_run(run, actor=COMMAND_LINE)
    assert list(StaffMember.objects.values_list("number", flat=True)) == ["T-7"]


def test_refuses_a_row_that_means_two_people(monkeypatch):
    here("Rosa Delgado", number="T-1")
    here("Omar Reed", email="omar@x.example")

    run = bring_preview(monkeypatch, member("T-1", "Rosa Delgado", email="omar@x.example"))

    assert told(run, Weight.ROW) == [("I017", "omar@x.example")]
