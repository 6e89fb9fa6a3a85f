"""Every service that writes asks by itself whether its actor may, whatever page or command calls it."""

from __future__ import annotations

import ast

import pytest
from tests.house.services import APPS, all_services, asks, names_in, read_services, writes

SERVICES = all_services()
WRITERS = {name: service for name, service in SERVICES.items() if service.is_public and writes(service, SERVICES)}

# Who may is not a question of a member of staff, and why.
NOBODY_ASKS = {
    "agency.invitations.accept_invitation": "whoever holds the code may; nobody is signed in yet",
    "agency.trail.record": "the trail writes down whatever was done, by whoever did it",
    "agency.trail.seal_entries": "the server seals by itself, each minute",
    "agency.trail.seal_all": "the server seals by itself, each minute",
    "figures.builds.begin_build": "the server builds by itself, or a command on it does",
    "figures.builds.finish_build": "the server builds by itself, or a command on it does",
    "figures.builds.name_codes": "the server builds by itself, or a command on it does",
    "figures.builds.refuse_build": "the server builds by itself, or a command on it does",
    "figures.builds.interrupt_build": "the server builds by itself, or a command on it does",
    "figures.builds.sweep_builds": "the server tidies up by itself",
    "figures.builds.take_changes": "the server builds by itself, or a command on it does",
    "figures.faults.count_faults": "part of the look that the server takes by itself",
    "figures.faults.look_through": "the server looks by itself, with each build",
    "figures.releases.release_tables": "the server releases by itself, or a command on it does",
    "forms.adopt": "part of writing an import, for whoever may write that",
    "imports.reading.read_run": "fills the staging file of a run that somebody who may has begun",
    "imports.ending.mend_interrupted_runs": "the server tidies up by itself",
    "records.clients.note_list": "the page that shows the list has asked; this says that it did",
    "records.clients.note_opening": "the page that shows the file has asked; this says that it did",
    "records.clients.note_openings": "the page that names these people has asked; this says that it did",
    "reports.ask_for_drawings": "the page that shows the figures has asked; this says that it lacks their picture",
    "reports.draw_what_is_wanted": "the server draws by itself what pages asked for",
    "reports.forget_old_drawings": "the server tidies up by itself",
}
# Part of other services, inside their transactions: those have asked. Nothing outside of services names them.
STEPS = {
    "agency.invitations.end_invitations",
    "agency.invitations.end_sessions",
    "agency.staff.write_staff",
    "framework.keeping.keep_row",
    "framework.measures.keep_draft",
    "framework.keeping.remove_row",
    "imports.ending.end_run",
    "records.enrollments.make_enrollment",
    "records.handing_over.hand_over_clients",
    "records.handing_over.hand_over_tasks",
}


def test_knows_services_that_write() -> None:
    assert {"agency.staff.give_role", "records.clients.add_client", "imports.writing.write_run"} <= set(WRITERS)
    assert "agency.staff.check_is_free" not in WRITERS


@pytest.mark.parametrize("name", sorted(set(WRITERS) - set(NOBODY_ASKS) - STEPS))
def test_asks_whether_the_actor_may_before_it_writes(name: str) -> None:
    assert WRITERS[name].has_actor
    assert asks(WRITERS[name], SERVICES)


@pytest.mark.parametrize("name", sorted({*NOBODY_ASKS, *STEPS}))
def test_excuses_only_what_needs_it(name: str) -> None:
    assert name in WRITERS
    assert not asks(WRITERS[name], SERVICES)


@pytest.mark.parametrize("name", sorted(STEPS))
def test_takes_a_step_only_inside_services(name: str) -> None:
    outside = [path for path in APPS.parent.rglob("*.py") if "services" not in path.with_suffix("").parts]

    assert names_in(outside, name.rpartition(".")[2]) == set()


def test_lets_commands_alone_work_for_the_server() -> None:
    named = names_in(APPS.parent.rglob("*.py"), "COMMAND_LINE")

    assert {path for path in named if not path.startswith("cli/")} == {"apps/agency/permissions.py"}
    assert names_in(APPS.parent.rglob("*.py"), "CommandLine") <= {
        "apps/agency/permissions.py",
        "apps/agency/services/trail.py",
    }


def test_calls_no_service_without_saying_who_acts() -> None:
    unsaid = {
        str(path.relative_to(APPS.parent))
        for path in APPS.parent.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        for given in call.keywords
        if given.arg == "actor" and isinstance(given.value, ast.Constant)
    }

    assert unsaid == set()


STAFF = '''
from ..permissions import check_can_manage_people
from . import trail

def add_staff(name, *, actor):
    """Doc."""
    check_can_manage_people(actor)
    with transaction.atomic():
        StaffMember.objects.create(name=name)
'''


@pytest.mark.parametrize(
    ("body", "is_asked"),
    [
        ("check_can_x(actor)\n    row.save()", True),
        ("with transaction.atomic():\n        check_can_x(row.get(), actor)\n        row.save()", True),
        ("row.name = given or ''\n    _check_can_x(row, actor)\n    row.save()", True),
        ("_ask(actor)\n    row.save()", True),
        ("add_staff('x', actor=actor)", True),
        ("return staff.add_staff('x', actor=actor)", True),
        ("if new:\n        check_can_x(actor)\n    else:\n        check_can_y(actor)\n    row.save()", True),
        ("for one in rows:\n        check_can_x(one, actor)\n        one.save()", True),
        ("try:\n        add_staff('x', actor=actor)\n    except Problem:\n        raise", True),
        ("def make():\n        check_can_x(actor)\n        row.save()\n    once(make)", True),
        ("try:\n        check_can_x(actor)\n    except Problem:\n        raise\n    row.save()", True),
        ("if old:\n        return\n    check_can_x(actor)\n    row.save()", True),
        ("for one in rows:\n        add_staff(one, actor=actor)\n    row.save()", False),
        ("_each(rows, actor)\n    row.save()", False),
        ("row.save()", False),
        ("row.save()\n    check_can_x(actor)", False),
        ("check_can_x(row)\n    row.save()", False),
        ("if new:\n        check_can_x(actor)\n    row.save()", False),
        ("for one in rows:\n        check_can_x(one, actor)\n    row.save()", False),
        ("for one in rows:\n        one.save()\n        check_can_x(one, actor)", False),
        ("try:\n        check_can_x(actor)\n    except Problem:\n        row.save()", False),
        ("new and check_can_x(actor)\n    row.save()", False),
        ("check_can_x(actor) if new else None\n    row.save()", False),
        ("_write(row)\n    check_can_x(actor)", False),
        ("add_staff('x', actor=boss)\n    row.save()", False),
        ("def make():\n        row.save()\n        check_can_x(actor)\n    once(make)", False),
    ],
)
def test_reads_a_function_right(body: str, is_asked: bool) -> None:
    text = (
        "from . import staff\nfrom .staff import add_staff\n"
        "def _ask(actor):\n    check_can_x(actor)\n"
        "def _write(row):\n    row.save()\n"
        "def _each(rows, actor):\n    for one in rows:\n        add_staff(one, actor=actor)\n"
        f"def change(row, *, actor):\n    {body}\n"
    )
    found = read_services({"agency.staff": STAFF, "agency.more": text})

    assert writes(found["agency.more.change"], found)
    assert asks(found["agency.more.change"], found) is is_asked
