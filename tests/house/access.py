"""Who may open what: every address of the product × every role × whose objects. A new address must be added here.

`own` is what belongs to the program in which the front-line worker, the supervisor and the program manager work;
`other` belongs to another program; `protected` to one that the law protects. Addresses that are about no program have
`own` alone. Each role that sees people is there twice: as most hold it, and as `front_line_of_protected`, whose role
names the protected program and nothing else. docs/reference/roles.md is made from this matrix.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from tests.house.world import World

Whose = Literal["own", "other", "protected"]
Ids = dict[str, object]

ROLES = (
    *("front_line", "supervisor", "program_manager", "performance_lead"),
    *("director", "board_member", "coach", "administrator"),
)
OF_PROTECTED = "_of_protected"
SIGNED_IN = frozenset((*ROLES, "no_role", *(f"{role}{OF_PROTECTED}" for role in ROLES[:5])))
NOBODY: frozenset[str] = frozenset()
LEAD = frozenset(["performance_lead"])
ADMINISTRATOR = frozenset(["administrator"])
SET_UP = LEAD | ADMINISTRATOR
WHOLE_AGENCY = frozenset(["performance_lead", "director"])
WORK_WITH_PEOPLE = frozenset(["front_line", "supervisor", "program_manager"])
SEE_PEOPLE = WORK_WITH_PEOPLE | WHOLE_AGENCY
RUN_IT = frozenset(["program_manager"])


def naming_it(roles: frozenset[str]) -> frozenset[str]:
    """Those who hold one of the roles in the protected program, which it names."""
    return frozenset(f"{role}{OF_PROTECTED}" for role in roles)


def anywhere(roles: frozenset[str]) -> frozenset[str]:
    """Those who hold one of the roles, wherever that is."""
    return roles | naming_it(roles)


@dataclass(frozen=True)
class Page:
    """One address. may: who may open it; may_other, may_protected: the same for objects of other programs.

    ids: the parts of the address, by whose object it is; address: a written example where parts alone do not do.
    gives: the status for those who may; gives_to: where it is another for one of them. writes: a POST changes rows
    (`permitted.py` has one for each). post_only: it takes nothing else.
    anonymous: the status for somebody who is not signed in; 302 leads to the sign-in page.
    """

    route: str
    may: frozenset[str] = SIGNED_IN
    may_other: frozenset[str] | None = None
    may_protected: frozenset[str] = NOBODY
    ids: Callable[[World, Whose], Ids] = field(default=lambda world, whose: {})
    address: str = ""
    gives: int = 200
    gives_to: Mapping[str, int] = field(default_factory=dict)
    writes: bool = False
    post_only: bool = False
    anonymous: int = 302

    @property
    def about(self) -> tuple[Whose, ...]:
        return ("own",) if self.may_other is None else ("own", "other", "protected")

    def may_open(self, who: str, whose: Whose) -> bool:
        allowed = {"own": self.may, "other": self.may_other or NOBODY, "protected": self.may_protected}[whose]
        return who in allowed


def _thing(*kinds: str) -> Callable[[World, Whose], Ids]:
    """The ids of these things, as the addresses name them: participant → participant_id."""
    return lambda world, whose: {f"{kind}_id": getattr(world.things[whose], kind).pk for kind in kinds}


def _participant_and_instrument(world: World, whose: Whose) -> Ids:
    return {"participant_id": world.things[whose].participant.pk, "instrument_id": world.instrument.pk}


def _program(world: World, whose: Whose) -> Ids:
    return {"pk": world.things[whose].program.pk}


def _service_type(world: World, whose: Whose) -> Ids:
    return {"pk": world.things[whose].service.type_id}


def _of(name: str) -> Callable[[World, Whose], Ids]:
    return lambda world, whose: {"pk": getattr(world, name).pk}


def _staff_role(world: World, whose: Whose) -> Ids:
    return {"pk": world.somebody.pk, "role": world.role.pk}


def _run(world: World, whose: Whose) -> Ids:
    return {"run_id": world.run.pk}


def _step(route: str, gives: int, *, anonymous: int = 302, address: str = "") -> Page:
    """A page of sign-in, which is about nobody but the person at it."""
    return Page(route, gives=gives, anonymous=anonymous, address=address, ids=lambda world, whose: {"pk": 1})


SIGN_IN = (
    _step("health/", 200, anonymous=200),
    _step("account/", 200),
    _step("account/login/", 302, anonymous=200),
    _step("account/logout/", 200),
    _step("account/inactive/", 200, anonymous=200),
    _step("account/cancelled/", 200, anonymous=200),
    _step("account/error/", 401, anonymous=401),
    _step("account/reauthenticate/", 200),
    _step("account/password/change/", 200),
    _step("account/password/set/", 302),
    _step("account/password/reset/", 200, anonymous=200),
    _step("account/password/reset/done/", 200, anonymous=200),
    _step("account/password/reset/key/done/", 200, anonymous=200),
    _step(
        "account/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        200,
        anonymous=200,
        address="/account/password/reset/key/1-no-such-key/",
    ),
    _step("account/second-step/", 302),
    _step("account/second-step/authenticate/", 302),
    _step("account/second-step/reauthenticate/", 302),
    _step("account/second-step/app/add/", 302),
    _step("account/second-step/app/remove/", 404),
    _step("account/second-step/codes/", 404),
    _step("account/second-step/codes/download/", 404),
    _step("account/second-step/codes/new/", 302),
    _step("account/passkeys/", 302),
    _step("account/passkeys/add/", 302),
    _step("account/passkeys/login/", 302),
    _step("account/passkeys/reauthenticate/", 302),
    _step("account/passkeys/<int:pk>/remove/", 302),
    _step("account/passkeys/<int:pk>/rename/", 302),
    _step("account/oidc/<str:provider_id>/login/", 404, anonymous=404, address="/account/oidc/none/login/"),
    _step(
        "account/oidc/<str:provider_id>/login/callback/",
        404,
        anonymous=404,
        address="/account/oidc/none/login/callback/",
    ),
)

SET_UP_PAGES = (
    Page("in/", anonymous=200),
    Page("in/<str:code>/", ids=lambda world, whose: {"code": "no-such-code"}, gives=404, anonymous=404),
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
    Page("setup/services/", may=SET_UP),
    Page("setup/services/add/", may=SET_UP, writes=True),
    Page(
        "setup/services/<int:pk>/", may=SET_UP, may_other=SET_UP, may_protected=SET_UP, ids=_service_type, writes=True
    ),
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
    Page("setup/people/<int:pk>/code/", may=ADMINISTRATOR, ids=_of("somebody"), writes=True),
    Page("setup/people/<int:pk>/end/", may=ADMINISTRATOR, ids=_of("somebody"), writes=True),
    Page("setup/people/<int:pk>/return/", may=ADMINISTRATOR, ids=_of("somebody"), writes=True, post_only=True),
    Page("setup/trail/", may=SET_UP),
    Page("setup/trail/check/", may=SET_UP, post_only=True),
)

IMPORT_PAGES = (
    Page("import/", may=LEAD),
    Page("import/new/", may=LEAD, writes=True, post_only=True),
    Page("import/template.xlsx", may=LEAD),
    Page("import/example/<slug:name>.xlsx", may=LEAD, ids=lambda world, whose: {"name": "workforce"}),
    Page("import/<int:run_id>/", may=LEAD, ids=_run),
    Page("import/<int:run_id>/decide/", may=LEAD, ids=_run, writes=True, post_only=True),
    Page("import/<int:run_id>/vanished/", may=LEAD, ids=_run, writes=True),
    Page("import/<int:run_id>/problems/", may=LEAD, ids=_run),
    Page("import/<int:run_id>/problems.csv", may=LEAD, ids=_run),
)


def _file(route: str, **more: Any) -> Page:
    """A page of a client's file: open to those who see it."""
    return Page(
        route,
        may=SEE_PEOPLE,
        may_other=WHOLE_AGENCY,
        may_protected=naming_it(SEE_PEOPLE),
        ids=_thing("participant"),
        **more,
    )


def _work(route: str, ids: Callable[[World, Whose], Ids], **more: Any) -> Page:
    """A page on which those who work with the person write."""
    return Page(
        route,
        may=WORK_WITH_PEOPLE,
        may_other=NOBODY,
        may_protected=naming_it(WORK_WITH_PEOPLE),
        ids=ids,
        **{"writes": True, **more},
    )


def _household(route: str, **more: Any) -> Page:
    """A page on which the household of somebody is changed."""
    whole = f"clients/<int:participant_id>/household/<int:household_id>/{route}"
    return _work(whole, _thing("participant", "household", "member"), **more)


RECORD_PAGES = (
    Page("", gives_to={"administrator": 302, "board_member": 302}),
    Page("clients/", may=anywhere(SEE_PEOPLE)),
    Page("clients/add/", may=anywhere(WORK_WITH_PEOPLE), writes=True),
    Page("clients/duplicates/", may=anywhere(frozenset(["supervisor", "program_manager", "performance_lead"]))),
    _file("clients/<int:participant_id>/"),
    _file("clients/<int:participant_id>/services/"),
    _file("clients/<int:participant_id>/history/"),
    _file("clients/<int:participant_id>/opened/"),
    _work("clients/<int:participant_id>/change/", _thing("participant")),
    _work("clients/<int:participant_id>/enroll/", _thing("participant")),
    _work("clients/<int:participant_id>/service/", _thing("participant")),
    _work("clients/<int:participant_id>/assessment/", _thing("participant"), writes=False),
    _work("clients/<int:participant_id>/assessment/<int:instrument_id>/", _participant_and_instrument),
    _work("clients/<int:participant_id>/task/", _thing("participant")),
    _file("clients/<int:participant_id>/household/"),
    _work("clients/<int:participant_id>/household/start/", _thing("participant")),
    _household("places/"),
    _household("add/", writes=False),
    _household("add/new/"),
    _household("add/<int:member_id>/"),
    _household("enroll/"),
    _household("leave/"),
    _household("take-out/", post_only=True),
    _work("enrollments/<int:enrollment_id>/stage/", _thing("enrollment")),
    _work("enrollments/<int:enrollment_id>/correct/", _thing("enrollment")),
    _work("enrollments/<int:enrollment_id>/take-out/", _thing("enrollment"), post_only=True),
    _work("enrollments/<int:enrollment_id>/staff/", _thing("enrollment")),
    _work(
        "enrollments/<int:enrollment_id>/staff/<int:assignment_id>/end/",
        _thing("enrollment", "assignment"),
        post_only=True,
    ),
    Page("service/", may=anywhere(WORK_WITH_PEOPLE)),
    _work("services/<int:service_id>/", _thing("service")),
    _work("services/<int:service_id>/take-back/", _thing("service"), post_only=True),
    _work("assessments/<int:assessment_id>/", _thing("assessment")),
    _work("tasks/<int:task_id>/done/", _thing("task"), post_only=True),
)


def _framework(route: str, kind: str = "", **more: Any) -> Page:
    """A page on which the framework is written: mission, goals, the library, targets."""
    ids = _of_framework(kind) if kind else _nothing
    return Page(route, **{"may": WHOLE_AGENCY, "ids": ids, "writes": True, **more})


def _everybody(route: str, ids: Callable[[World, Whose], Ids], *, of_programs: bool = False) -> Page:
    """A page of the framework that everybody reads; of_programs: there is one for each program, protected ones too."""
    reads = SIGNED_IN if of_programs else None
    return Page(route, may_other=reads, may_protected=SIGNED_IN if of_programs else NOBODY, ids=ids)


def _model(route: str, ids: Callable[[World, Whose], Ids], **more: Any) -> Page:
    """A page on which a program's model is written: by its manager, and by those who write the framework."""
    return Page(
        route,
        may=RUN_IT | WHOLE_AGENCY,
        may_other=WHOLE_AGENCY,
        may_protected=WHOLE_AGENCY | naming_it(RUN_IT | WHOLE_AGENCY),
        ids=ids,
        **{"writes": True, **more},
    )


def _nothing(world: World, whose: Whose) -> Ids:
    return {}


def _of_framework(*kinds: str) -> Callable[[World, Whose], Ids]:
    return lambda world, whose: {f"{kind}_id": getattr(world.framework, kind).pk for kind in kinds}


def _unasked(world: World, whose: Whose) -> Ids:
    return {"measure_id": world.framework.unasked.pk}


def _in_words(world: World, whose: Whose) -> Ids:
    return {"measure_id": world.framework.in_words.pk}


def _made_up(world: World, whose: Whose) -> Ids:
    return {"number": 0, **_unasked(world, whose)}


def _from_a_sentence(world: World, whose: Whose) -> Ids:
    return {"key": "completed"}


def _of_use(*kinds: str) -> Callable[[World, Whose], Ids]:
    """The ids of what belongs to the use of a measure in one program."""
    return lambda world, whose: {f"{kind}_id": getattr(world.framework.uses[whose], kind).pk for kind in kinds}


def _program_and_section(world: World, whose: Whose) -> Ids:
    return {**_thing("program")(world, whose), "section": "whom"}


INSIDE = frozenset(["supervisor", "program_manager"]) | WHOLE_AGENCY
REPORT = RUN_IT | WHOLE_AGENCY | naming_it(RUN_IT | WHOLE_AGENCY)
FRAMEWORK_PAGES = (
    _everybody("line-of-sight/mission/", _nothing),
    _framework("line-of-sight/mission/change/"),
    _framework("line-of-sight/phrases/<int:phrase_id>/explain/", "phrase"),
    _everybody("line-of-sight/goals/", _nothing),
    _framework("line-of-sight/goals/add/"),
    _framework("line-of-sight/goals/<int:goal_id>/", "goal"),
    _framework("line-of-sight/goals/<int:goal_id>/move/", "goal", post_only=True),
    _framework("line-of-sight/goals/<int:goal_id>/remove/", "goal", post_only=True),
    _framework("line-of-sight/goals/<int:goal_id>/strategies/add/", "goal"),
    _framework("line-of-sight/strategies/<int:strategy_id>/", "strategy"),
    _framework("line-of-sight/strategies/<int:strategy_id>/remove/", "strategy", post_only=True),
    _framework("line-of-sight/goals/<int:goal_id>/outcomes/add/", "goal"),
    _framework("line-of-sight/outcomes/<int:outcome_id>/", "outcome"),
    _framework("line-of-sight/outcomes/<int:outcome_id>/remove/", "outcome", post_only=True),
    _everybody("line-of-sight/measures/", _nothing),
    _framework("line-of-sight/measures/adopt/"),
    _everybody("line-of-sight/measures/adopt/<slug:key>/", lambda world, whose: {"key": "people_served_once"}),
    _framework("line-of-sight/measures/bring/"),
    _everybody("line-of-sight/measures/all.yaml", _nothing),
    _everybody("line-of-sight/measures/<int:measure_id>/measure.yaml", _of_framework("measure")),
    _everybody("line-of-sight/measures/<int:measure_id>/sheet/", _of_framework("measure")),
    _everybody("line-of-sight/measures/<int:measure_id>/sheet.pdf", _of_framework("measure")),
    _framework("line-of-sight/measures/begin/"),
    _framework("line-of-sight/measures/add/"),
    _everybody("line-of-sight/measures/<int:measure_id>/", _of_framework("measure")),
    _framework("line-of-sight/measures/<int:measure_id>/change/", "measure"),
    _framework("line-of-sight/measures/new/"),
    _framework("line-of-sight/measures/new/<slug:key>/", ids=_from_a_sentence),
    _framework("line-of-sight/measures/<int:measure_id>/define/", ids=_unasked),
    _framework("line-of-sight/measures/<int:measure_id>/cases/", ids=_unasked, writes=False),
    _framework("line-of-sight/measures/<int:measure_id>/cases/add/", ids=_unasked),
    _framework("line-of-sight/measures/<int:measure_id>/cases/<int:number>/", ids=_made_up),
    _framework("line-of-sight/measures/<int:measure_id>/cases/<int:number>/remove/", ids=_made_up, post_only=True),
    _framework("line-of-sight/measures/<int:measure_id>/ask/", ids=_in_words, post_only=True),
    _framework("line-of-sight/measures/<int:measure_id>/look/", "measure", may=WHOLE_AGENCY | ADMINISTRATOR),
    _framework("line-of-sight/measures/<int:measure_id>/publish/", "measure", post_only=True),
    _framework("line-of-sight/measures/<int:measure_id>/use/", "measure"),
    _framework("line-of-sight/measures/<int:measure_id>/figures/add/", "measure", may=REPORT),
    _framework("line-of-sight/measures/<int:measure_id>/figures/sheet/", "measure", may=REPORT),
    _everybody("line-of-sight/uses/<int:assignment_id>/", _of_use("assignment"), of_programs=True),
    _framework("line-of-sight/uses/<int:assignment_id>/change/", ids=_of_use("assignment")),
    _framework("line-of-sight/uses/<int:assignment_id>/end/", ids=_of_use("assignment"), post_only=True),
    _framework("line-of-sight/uses/<int:assignment_id>/target/", ids=_of_use("assignment")),
    _model("line-of-sight/uses/<int:assignment_id>/note/", _of_use("assignment")),
    _framework("line-of-sight/targets/<int:period_id>/", ids=_of_use("period")),
    _framework("line-of-sight/targets/<int:period_id>/remove/", ids=_of_use("period"), post_only=True),
    _model("line-of-sight/figures/<int:value_id>/correct/", _of_use("value")),
    Page(
        "line-of-sight/attachments/<int:attachment_id>/",
        may=INSIDE,
        may_other=WHOLE_AGENCY,
        may_protected=WHOLE_AGENCY | naming_it(INSIDE),
        ids=_of_use("attachment"),
    ),
    _everybody("programs/", _nothing),
    _everybody("programs/<int:program_id>/", _thing("program"), of_programs=True),
    _model("programs/<int:program_id>/model/<slug:section>/", _program_and_section),
    _model("programs/<int:program_id>/version/", _thing("program")),
    _model("programs/<int:program_id>/checks/add/", _thing("program")),
    _model("programs/checks/<int:check_id>/remove/", _of_use("check"), post_only=True),
    _model("programs/changes/<int:change_id>/", _of_use("change")),
    _framework("programs/<int:program_id>/explain/", ids=_thing("program")),
    _framework("programs/<int:program_id>/connect/", ids=_thing("program")),
)

WITH_A_ROLE = SIGNED_IN - {"no_role"}
MEND = frozenset(["supervisor", "program_manager"]) | WHOLE_AGENCY


def _result(route: str, ids: Callable[[World, Whose], Ids] | None = None) -> Page:
    """A page of figures as everybody with a role sees them, also those about a protected program."""
    if ids is None:
        return Page(route, may=WITH_A_ROLE)
    return Page(route, may=WITH_A_ROLE, may_other=WITH_A_ROLE, may_protected=WITH_A_ROLE, ids=ids)


def _fault(world: World, whose: Whose) -> Ids:
    return {"check": "nobody_looks_after", **_thing("program")(world, whose)}


def _inside(route: str, **more: Any) -> Page:
    """A page of exact figures, for those inside the place."""
    usual = {"may": INSIDE, "may_protected": naming_it(INSIDE), "ids": _of_use("assignment")}
    return Page(route, may_other=WHOLE_AGENCY, **{**usual, **more})


def _of_computed(world: World, whose: Whose) -> Ids:
    return {"assignment_id": world.framework.uses[whose].computed.pk}


REPORT_PAGES = (
    _everybody("line-of-sight/", _nothing),
    Page("line-of-sight/data/<str:key>/", ids=lambda world, whose: {"key": "nobody_asks_this"}, gives=404),
    _result("results/"),
    _result("results/scorecard.pdf"),
    _result("results/scorecard.xlsx"),
    _result("results/measures/<int:assignment_id>/", _of_use("assignment")),
    _result("results/measures/<int:assignment_id>/page.pdf", _of_use("assignment")),
    _result("results/measures/<int:assignment_id>/page.xlsx", _of_use("assignment")),
    _inside("results/measures/<int:assignment_id>/people/", gives=302),
    _inside(
        "results/measures/<int:assignment_id>/handed-in/",
        may=RUN_IT | WHOLE_AGENCY,
        may_protected=naming_it(RUN_IT | WHOLE_AGENCY),
        ids=_of_computed,
        writes=True,
    ),
    _inside("results/handed-in/<int:figure_id>/", ids=_of_use("figure"), gives=404),
    _inside(
        "results/handed-in/<int:figure_id>/correct/",
        may=RUN_IT | WHOLE_AGENCY,
        may_protected=naming_it(RUN_IT | WHOLE_AGENCY),
        ids=_of_use("figure"),
        writes=True,
    ),
    _inside("results/measures/<int:assignment_id>/versions/", gives=302),
    _inside("results/measures/<int:assignment_id>/versions/people/", gives=302),
    Page("results/people/", may=anywhere(WORK_WITH_PEOPLE)),
    _result("results/programs/"),
    _result("results/programs/<int:program_id>/", _thing("program")),
    Page("results/quality/", may=anywhere(MEND)),
    Page(
        "results/quality/<slug:check>/<int:program_id>/",
        may=MEND,
        may_other=WHOLE_AGENCY,
        may_protected=naming_it(MEND),
        ids=_fault,
    ),
)

MATRIX: tuple[Page, ...] = (*RECORD_PAGES, *FRAMEWORK_PAGES, *REPORT_PAGES, *IMPORT_PAGES, *SET_UP_PAGES, *SIGN_IN)
