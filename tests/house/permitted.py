"""One permitted POST for each address that writes: what somebody who may answers there.

The rest of the form is as the page shows it. A function may change the world first, where the page needs it to: each
request is undone afterwards.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.house.access import OF_PROTECTED, Whose
from tests.house.filled_form import Answers
from tests.house.permitted_framework import PERMITTED_FRAMEWORK
from tests.house.world import Things, World

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import Invitation, Role, RoleAssignment, StaffMember
from lineofsight.apps.agency.selectors.staff_list import plan_staff_list
from lineofsight.apps.records.models import Enrollment, Relationship, StaffAssignment, Stage
from lineofsight.packs.workbook import write_example

HOUSEHOLD = "clients/<int:participant_id>/household/<int:household_id>"

Answer = Callable[[World, Whose, str], Answers]


def _as_it_is(world: World, whose: Whose, who: str) -> Answers:
    return {}


def _says(**answers: object) -> Answer:
    return lambda world, whose, who: answers


def _today() -> str:
    return today().isoformat()


def _place(things: Things) -> str:
    return f"{things.program.pk}:{things.enrollment.site_id}"


def _add_client(world: World, whose: Whose, who: str) -> Answers:
    things = world.things["protected" if who.endswith(OF_PROTECTED) else "own"]
    named = {"first_name": "Amina", "last_name": "Saleh", "birth_date": "2012-03-01", "birth_date_quality": "full"}
    return {**named, "place": _place(things), "stage": "active", "on": _today()}


def _enroll_again(world: World, whose: Whose, who: str) -> Answers:
    things = world.things[whose]
    Enrollment.objects.filter(pk=things.enrollment.pk).update(stage=Stage.COMPLETED, exit_date=today())
    return {"place": _place(things), "stage": "active", "on": _today()}


def _take_on(world: World, whose: Whose, who: str) -> Answers:
    StaffAssignment.objects.filter(enrollment=world.things[whose].enrollment).delete()
    return {"staff": world.staff[who].pk}


def _without_household(world: World, whose: Whose, who: str) -> Answers:
    Enrollment.objects.filter(pk=world.things[whose].enrollment.pk).update(household=None)
    return {"relationship": Relationship.HEAD}


def _change_place(world: World, whose: Whose, who: str) -> Answers:
    return {f"relationship.{world.things[whose].participant.pk}": Relationship.OTHER_RELATIVE}


def _add_child(world: World, whose: Whose, who: str) -> Answers:
    named = {"first_name": "Amina", "last_name": "Saleh", "birth_date": "2012-03-01", "birth_date_quality": "full"}
    return {**named, "relationship": Relationship.CHILD}


def _begin_elsewhere(world: World, whose: Whose, who: str) -> Answers:
    """The household is in one program; whoever enrolls it in another works there as well."""
    other = world.things["other"]
    RoleAssignment.objects.create(staff=world.staff[who], role=Role.FRONT_LINE, program=other.program)
    return {"place": _place(other), "stage": "active", "on": _today()}


def _add_grant(world: World, whose: Whose, who: str) -> Answers:
    return {"name": "Winter grant", "funder": world.funder.pk}


def _somebody_new(world: World, whose: Whose, who: str) -> Answers:
    StaffMember.objects.filter(pk=world.somebody.pk).update(password="!", last_login=None)
    Invitation.objects.filter(staff=world.somebody).delete()
    return {}


def _list_as_seen(world: World, whose: Whose, who: str) -> Answers:
    text = "Name,Role\nRosa Delgado,Coach\n"
    return {"text": text, "fingerprint": plan_staff_list(text).fingerprint}


def _bring_back(world: World, whose: Whose, who: str) -> Answers:
    StaffMember.objects.filter(pk=world.somebody.pk).update(is_active=False)
    return {}


def _workbook(world: World, whose: Whose, who: str) -> Answers:
    written = BytesIO()
    write_example("workforce", written)
    return {"files": SimpleUploadedFile("workforce.xlsx", written.getvalue())}


PERMITTED: dict[str, Answer] = {
    "clients/add/": _add_client,
    "clients/<int:participant_id>/change/": _says(preferred_name="Mai"),
    "clients/<int:participant_id>/enroll/": _enroll_again,
    "clients/<int:participant_id>/service/": _says(note="She practiced the call."),
    "clients/<int:participant_id>/assessment/<int:instrument_id>/": _says(**{"answers.safe": "yes", "point": "update"}),
    "clients/<int:participant_id>/task/": lambda world, whose, who: {"what": "Call her aunt", "due_on": _today()},
    "clients/<int:participant_id>/household/start/": _without_household,
    f"{HOUSEHOLD}/places/": _change_place,
    f"{HOUSEHOLD}/add/new/": _add_child,
    f"{HOUSEHOLD}/add/<int:member_id>/": _says(relationship=Relationship.CHILD),
    f"{HOUSEHOLD}/enroll/": _begin_elsewhere,
    f"{HOUSEHOLD}/leave/": lambda world, whose, who: {"left_household_on": _today()},
    f"{HOUSEHOLD}/take-out/": _as_it_is,
    "enrollments/<int:enrollment_id>/stage/": _says(stage="completed"),
    "enrollments/<int:enrollment_id>/correct/": lambda world, whose, who: {"entry_date": _today()},
    "enrollments/<int:enrollment_id>/take-out/": _as_it_is,
    "enrollments/<int:enrollment_id>/staff/": _take_on,
    "enrollments/<int:enrollment_id>/staff/<int:assignment_id>/end/": _as_it_is,
    "services/<int:service_id>/": _says(quantity="2"),
    "services/<int:service_id>/take-back/": _as_it_is,
    "assessments/<int:assessment_id>/": _says(**{"answers.safe": "no"}),
    "tasks/<int:task_id>/done/": _as_it_is,
    "import/new/": _workbook,
    "import/<int:run_id>/decide/": _says(vanished="keep", unreadable="leave_out"),
    "import/<int:run_id>/vanished/": _as_it_is,
    "setup/agency/": _says(name="Juniper Bridge"),
    "setup/mail/": _as_it_is,
    "setup/words/": _says(client_one="guest", client_many="guests"),
    "setup/programs/add/": _says(name="Night shelter"),
    "setup/programs/<int:pk>/": _says(name="Bright Path"),
    "setup/sites/add/": _says(name="West house"),
    "setup/sites/<int:pk>/": _says(name="West house"),
    "setup/funders/add/": _says(name="State"),
    "setup/funders/<int:pk>/": _says(name="State"),
    "setup/grants/add/": _add_grant,
    "setup/grants/<int:pk>/": _says(name="Winter grant"),
    "setup/services/add/": _says(name="Letter"),
    "setup/services/<int:pk>/": _says(name="Letter"),
    "setup/people/invite/": _says(name="Rosa Delgado", role="board_member", reach="link"),
    "setup/people/slips/": _somebody_new,
    "setup/people/list/": _list_as_seen,
    "setup/people/<int:pk>/": _says(role="coach"),
    "setup/people/<int:pk>/change/": _says(job_title="Driver"),
    "setup/people/<int:pk>/roles/<int:role>/take/": _as_it_is,
    "setup/people/<int:pk>/code/": _says(reach="link"),
    "setup/people/<int:pk>/end/": _says(clients="nobody", tasks="nobody"),
    "setup/people/<int:pk>/return/": _bring_back,
    **PERMITTED_FRAMEWORK,
}
# Everything else leads on to another page.
SHOWS_A_CODE = {"setup/people/invite/", "setup/people/slips/", "setup/people/<int:pk>/code/"}
# Nothing is in the records yet; what was decided stands with the import.
NOT_YET_IN_THE_TRAIL = {"import/new/", "import/<int:run_id>/decide/", "import/<int:run_id>/vanished/"}
