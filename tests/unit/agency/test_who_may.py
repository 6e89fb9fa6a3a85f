"""Each service of the agency asks by itself: somebody who may not is refused, and nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import Funder, Grant, Role, StaffMember
from lineofsight.apps.agency.permissions import COMMAND_LINE, can_found_agency, can_manage_people, can_set_up
from lineofsight.apps.agency.services import backup, invitations, leaving, setup, staff, staff_list, structure
from lineofsight.problems import NotPermitted
from tests.cast import Programs, Sites
from tests.house.test_services_ask_first import NOBODY_ASKS, STEPS, WRITERS


@dataclass(frozen=True)
class There:
    """What the calls below are about."""

    worker: StaffMember
    programs: Programs
    sites: Sites
    funder: Funder
    grant: Grant


@pytest.fixture
def there(other_worker: StaffMember, programs: Programs, sites: Sites) -> There:
    funder = Funder.objects.create(name="County")
    return There(other_worker, programs, sites, funder, Grant.objects.create(name="2026", funder=funder))


Call = Callable[[There, StaffMember], object]

OF_ADMINISTRATORS: dict[str, Call] = {
    "invitations.make_invitation": lambda it, by: invitations.make_invitation(it.worker, actor=by),
    "invitations.make_invitations": lambda it, by: invitations.make_invitations([it.worker], actor=by),
    "invitations.reset_password": lambda it, by: invitations.reset_password(it.worker, second_steps_too=True, actor=by),
    "leaving.bring_back": lambda it, by: leaving.bring_back(it.worker, actor=by),
    "leaving.deactivate": lambda it, by: leaving.deactivate(it.worker, heirs={}, last_day=today(), actor=by),
    "staff.add_staff": lambda it, by: staff.add_staff(name="Rosa Delgado", actor=by),
    "staff.change_staff": lambda it, by: staff.change_staff(it.worker, seen="", name="Olga", actor=by),
    "staff.give_role": lambda it, by: staff.give_role(by, Role.ADMINISTRATOR, actor=by),
    "staff.take_role": lambda it, by: staff.take_role(it.worker.roles.get(), actor=by),
    "staff_list.apply_staff_list": lambda it, by: staff_list.apply_staff_list("Name\nRosa", fingerprint="", actor=by),
}
OF_THOSE_WHO_SET_UP: dict[str, Call] = {
    "backup.record_backup_tried": lambda it, by: backup.record_backup_tried(actor=by),
    "setup.change_agency": lambda it, by: setup.change_agency(
        name="Other", year_first_month=1, language="en-us", seen="", actor=by
    ),
    "setup.choose_words": lambda it, by: setup.choose_words({"client": ["guest", "guests"]}, seen="", actor=by),
    "setup.send_test_mail": lambda it, by: setup.send_test_mail(actor=by),
    "structure.add_funder": lambda it, by: structure.add_funder(name="State", actor=by),
    "structure.add_grant": lambda it, by: structure.add_grant(name="2027", funder=it.funder, actor=by),
    "structure.add_program": lambda it, by: structure.add_program(name="Night shelter", actor=by),
    "structure.add_site": lambda it, by: structure.add_site(name="West house", actor=by),
    "structure.change_funder": lambda it, by: structure.change_funder(it.funder, seen="", name="State", actor=by),
    "structure.change_grant": lambda it, by: structure.change_grant(it.grant, seen="", name="2027", actor=by),
    "structure.change_program": lambda it, by: structure.change_program(
        it.programs.mentoring, seen="", name="M", actor=by
    ),
    "structure.change_site": lambda it, by: structure.change_site(it.sites.north, seen="", name="N", actor=by),
}
OF_COMMANDS: dict[str, Call] = {
    "setup.set_up_agency": lambda it, by: setup.set_up_agency(
        agency_name="Other", administrator_name="Eve", password="seven herons over the weir", actor=by
    ),
}


@contextmanager
def nothing_is_written() -> Iterator[None]:
    with CaptureQueriesContext(connection) as asked:
        yield
    assert [each["sql"] for each in asked if not each["sql"].startswith(("SELECT", "SAVEPOINT", "RELEASE"))] == []


def test_names_every_service_of_the_agency_that_writes() -> None:
    asked = {name.removeprefix("agency.") for name in set(WRITERS) - set(NOBODY_ASKS) - STEPS if "agency." in name}

    assert asked == {*OF_ADMINISTRATORS, *OF_THOSE_WHO_SET_UP, *OF_COMMANDS}


@pytest.mark.parametrize("name", OF_ADMINISTRATORS)
@pytest.mark.parametrize("who", ["supervisor", "performance_lead", "stranger"])
def test_refuses_who_is_no_administrator(request: pytest.FixtureRequest, there: There, who: str, name: str) -> None:
    actor = request.getfixturevalue(who)

    with nothing_is_written(), pytest.raises(NotPermitted, match="Administrators manage the staff list"):
        OF_ADMINISTRATORS[name](there, actor)


@pytest.mark.parametrize("name", OF_THOSE_WHO_SET_UP)
@pytest.mark.parametrize("who", ["program_manager", "director", "stranger"])
def test_refuses_who_does_not_set_up(request: pytest.FixtureRequest, there: There, who: str, name: str) -> None:
    actor = request.getfixturevalue(who)

    with nothing_is_written(), pytest.raises(NotPermitted, match="set it up"):
        OF_THOSE_WHO_SET_UP[name](there, actor)


@pytest.mark.parametrize("name", OF_COMMANDS)
def test_leaves_a_new_installation_to_the_server(there: There, administrator: StaffMember, name: str) -> None:

    with nothing_is_written(), pytest.raises(NotPermitted, match="set up on the server"):
        OF_COMMANDS[name](there, administrator)


def test_refuses_who_is_no_longer_here(administrator: StaffMember) -> None:
    assert (can_manage_people(administrator), can_set_up(administrator)) == (True, True)

    administrator.is_active = False

    assert (can_manage_people(administrator), can_set_up(administrator)) == (False, False)


def test_lets_a_command_do_what_an_administrator_may() -> None:
    assert can_manage_people(COMMAND_LINE)
    assert can_set_up(COMMAND_LINE)
    assert can_found_agency(COMMAND_LINE)
