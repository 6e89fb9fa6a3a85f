"""Who may open what: every address of the product × every role × whose objects. A new address must be added here.

`own` is what belongs to the program in which the front-line worker, the supervisor and the program manager work;
`other` belongs to another program; `protected` to one that the law protects. Addresses that are about no program have
`own` alone. docs/reference/roles.md is made from this matrix.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from tests.house.world import World

Whose = Literal["own", "other", "protected"]
Ids = dict[str, object]

ROLES = (
    *("front_line", "supervisor", "program_manager", "performance_lead"),
    *("director", "board_member", "coach", "administrator"),
)
SIGNED_IN = frozenset((*ROLES, "no_role"))
NOBODY: frozenset[str] = frozenset()
LEAD = frozenset(["performance_lead"])
ADMINISTRATOR = frozenset(["administrator"])
SET_UP = LEAD | ADMINISTRATOR
WHOLE_AGENCY = frozenset(["performance_lead", "director"])
WORK_WITH_PEOPLE = frozenset(["front_line", "supervisor", "program_manager"])
SEE_PEOPLE = WORK_WITH_PEOPLE | WHOLE_AGENCY


@dataclass(frozen=True)
class Page:
    """One address. may: who may open it; may_other, may_protected: the same for objects of other programs.

    ids: the parts of the address, by whose object it is; address: a written example where parts alone do not do.
    gives: the status for those who may. writes: it takes a POST. post_only: it takes nothing else.
    anonymous: the status for somebody who is not signed in; 302 leads to the sign-in page.
    """

    route: str
    may: frozenset[str] = SIGNED_IN
    may_other: frozenset[str] | None = None
    may_protected: frozenset[str] = NOBODY
    ids: Callable[[World, Whose], Ids] = field(default=lambda world, whose: {})
    address: str = ""
    gives: int = 200
    writes: bool = False
    post_only: bool = False
    anonymous: int = 302

    @property
    def about(self) -> tuple[Whose, ...]:
        return ("own",) if self.may_other is None else ("own", "other", "protected")

    def may_open(self, who: str, whose: Whose) -> bool:
        allowed = {"own": self.may, "other": self.may_other or NOBODY, "protected": self.may_protected}[whose]
        return who in allowed


def _participant(world: World, whose: Whose) -> Ids:
    return {"pk": world.things[whose].participant.pk}


def _program(world: World, whose: Whose) -> Ids:
    return {"pk": world.things[whose].program.pk}


def _of(name: str) -> Callable[[World, Whose], Ids]:
    return lambda world, whose: {"pk": getattr(world, name).pk}


def _staff_role(world: World, whose: Whose) -> Ids:
    return {"pk": world.somebody.pk, "role": world.role.pk}


def _run(world: World, whose: Whose) -> Ids:
    return {"run_id": world.run.pk}


SIGN_IN = (
    Page("health/", anonymous=200),
    Page("account/", anonymous=302),
    Page("account/login/", gives=302, anonymous=200, writes=True),
    Page("account/logout/", anonymous=302, writes=True),
    Page("account/inactive/", anonymous=200),
    Page("account/cancelled/", anonymous=200),
    Page("account/error/", anonymous=200),
)

SET_UP_PAGES = (
    Page("in/", anonymous=200, writes=True),
    Page("in/<str:code>/", ids=lambda world, whose: {"code": "no-such-code"}, gives=404, anonymous=404, writes=True),
    Page("setup/", may=SET_UP),
    Page("setup/agency/", may=SET_UP, writes=True),
    Page("setup/mail/", may=SET_UP, writes=True),
    Page("setup/backup/", may=SET_UP),
    Page("setup/words/", may=SET_UP, writes=True),
    Page("setup/words/example/", may=SET_UP),
    Page("setup/programs/", may=SET_UP),
    Page("setup/programs/add/", may=SET_UP, writes=True),
    Page("setup/programs/<int:pk>/", may=SET_UP, may_other=SET_UP, may_protected=SET_UP, ids=_program, writes=True),
    Page("setup/sites/add/", may=SET_UP, writes=True),
    Page("setup/sites/<int:pk>/", may=SET_UP, ids=_of("site"), writes=True),
    Page("setup/funders/", may=SET_UP),
    Page("setup/funders/add/", may=SET_UP, writes=True),
    Page("setup/funders/<int:pk>/", may=SET_UP, ids=_of("funder"), writes=True),
    Page("setup/grants/add/", may=SET_UP, writes=True),
    Page("setup/grants/<int:pk>/", may=SET_UP, ids=_of("grant"), writes=True),
    Page("setup/people/", may=ADMINISTRATOR),
    Page("setup/people/roles/", may=ADMINISTRATOR),
    Page("setup/people/invite/", may=ADMINISTRATOR, writes=True),
    Page("setup/people/slips/", may=ADMINISTRATOR, writes=True, post_only=True),
    Page("setup/people/list/", may=ADMINISTRATOR, writes=True),
    Page("setup/people/list/template/", may=ADMINISTRATOR),
    Page("setup/people/<int:pk>/", may=ADMINISTRATOR, ids=_of("somebody"), writes=True),
    Page("setup/people/<int:pk>/change/", may=ADMINISTRATOR, ids=_of("somebody"), writes=True),
    Page(
        "setup/people/<int:pk>/roles/<int:role>/take/",
        may=ADMINISTRATOR,
        ids=_staff_role,
        writes=True,
        post_only=True,
    ),
    Page("setup/people/<int:pk>/code/", may=ADMINISTRATOR, ids=_of("somebody"), writes=True, post_only=True),
    Page("setup/people/<int:pk>/end/", may=ADMINISTRATOR, ids=_of("somebody"), writes=True),
    Page("setup/people/<int:pk>/return/", may=ADMINISTRATOR, ids=_of("somebody"), writes=True, post_only=True),
    Page("setup/trail/", may=SET_UP),
    Page("setup/trail/check/", may=SET_UP, writes=True, post_only=True),
)

IMPORT_PAGES = (
    Page("import/", may=LEAD),
    Page("import/new/", may=LEAD, writes=True, post_only=True),
    Page("import/template.xlsx", may=LEAD),
    Page("import/example/<slug:name>.xlsx", may=LEAD, ids=lambda world, whose: {"name": "mentoring"}),
    Page("import/<int:run_id>/", may=LEAD, ids=_run),
    Page("import/<int:run_id>/decide/", may=LEAD, ids=_run, writes=True, post_only=True),
    Page("import/<int:run_id>/vanished/", may=LEAD, ids=_run, writes=True),
    Page("import/<int:run_id>/problems/", may=LEAD, ids=_run),
    Page("import/<int:run_id>/problems.csv", may=LEAD, ids=_run),
)

RECORD_PAGES: tuple[Page, ...] = ()

MATRIX: tuple[Page, ...] = (*RECORD_PAGES, *IMPORT_PAGES, *SET_UP_PAGES, *SIGN_IN)
