"""Reading the services of every app as text: which public functions write, and which of them ask first.

*Writes*: somewhere in the function, or in a service it calls, stands a call that changes rows. *Asks*: on every way to
such a call stands, before it, a `check_can_…` that is given the actor, or a service that asks and is given the actor.
What was asked inside an `if`, a loop or a handler counts for what is written there, and not for what comes after. A
function inside the function counts as run where it stands.

This reads; it runs nothing. It shows that no service forgets to ask, not that it asks for the right thing. That is
shown by the access matrix and by `tests/unit/agency/test_who_may.py`, which calls the services as somebody who may not.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

APPS = Path(__file__).resolve().parents[2] / "src" / "lineofsight" / "apps"
CHANGES_ROWS = frozenset(
    "save create bulk_create get_or_create update_or_create update bulk_update delete set execute executemany".split()
)


@dataclass(frozen=True)
class Service:
    """One function of a services module. name: "agency.staff.give_role"; calls: what it calls, by local name."""

    name: str
    node: ast.FunctionDef
    known_as: Mapping[
        str, str
    ]  # the name in its module → the name of a service: "trail.record" → "agency.trail.record"

    @property
    def is_public(self) -> bool:
        return not self.node.name.startswith("_")

    @property
    def has_actor(self) -> bool:
        arguments = self.node.args
        return any(each.arg == "actor" for each in (*arguments.args, *arguments.kwonlyargs))


Services = Mapping[str, Service]


def all_services() -> dict[str, Service]:
    """Every function of every services module, private ones too, by name."""
    files = [*APPS.glob("*/services.py"), *APPS.glob("*/services/*.py")]
    return read_services({_module_of(path): path.read_text(encoding="utf-8") for path in sorted(files)})


def _module_of(path: Path) -> str:
    """ "agency.staff" for agency/services/staff.py, "forms" for forms/services.py."""
    app, *rest = path.relative_to(APPS).with_suffix("").parts
    return ".".join([app, *(part for part in rest if part not in ("services", "__init__"))])


def read_services(modules: Mapping[str, str]) -> dict[str, Service]:
    """The functions of these modules, given as name of the module → its text."""
    found = {}
    for module, text in modules.items():
        tree = ast.parse(text)
        functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
        known_as = {node.name: f"{module}.{node.name}" for node in functions} | dict(_imported(tree, module))
        for node in functions:
            name = f"{module}.{node.name}"
            found[name] = Service(name, node, known_as)
    return found


def _imported(tree: ast.Module, module: str) -> Iterator[tuple[str, str]]:
    """What this module takes from other services modules: names of functions, and of whole modules."""
    app = module.partition(".")[0]
    for node in tree.body:
        if not isinstance(node, ast.ImportFrom):
            continue
        path = node.module or ""
        if node.level == 1:  # from .staff import give_role; from . import trail
            place = f"{app}.{path}" if path else app
        elif node.level == 0 and path.startswith("lineofsight.apps.") and ".services" in path:
            place = path.removeprefix("lineofsight.apps.").replace(".services", "")
        else:
            continue
        for name in node.names:
            yield name.asname or name.name, f"{place}.{name.name}"


def writes(service: Service, services: Services, seen: frozenset[str] = frozenset()) -> bool:
    """Whether this function, or a service it calls, changes rows."""
    for call in ast.walk(service.node):
        if isinstance(call, ast.Call):
            called = _service_called(call, service, services)
            if _changes_rows(call) or (
                called and called.name not in seen and writes(called, services, seen | {service.name})
            ):
                return True
    return False


def asks(service: Service, services: Services, seen: frozenset[str] = frozenset()) -> bool:
    """Whether this function asks if the actor may before each thing it writes."""
    reading = _Reading(service, services, seen | {service.name})
    return reading.is_covered and (reading.always_asks or writes(service, services))


class _Reading:
    """One function, read in the order in which it runs.

    is_covered: nothing is written that was not asked for. always_asks: by its end it was asked, whatever led there.
    """

    def __init__(self, service: Service, services: Services, seen: frozenset[str]) -> None:
        self.service, self.services, self.seen = service, services, seen
        self.is_covered = True
        self.always_asks = self.block(service.node.body, asked=False, is_whole=True)

    def block(self, statements: Sequence[ast.stmt], *, asked: bool, is_whole: bool = False) -> bool:
        """Read statements one after the other; whether it was asked by their end. A way that leaves the function does
        not come to what follows."""
        for statement in statements:
            asked = self.statement(statement, asked)
        leaves = bool(statements) and isinstance(statements[-1], ast.Return | ast.Raise | ast.Continue | ast.Break)
        return asked or (leaves and not is_whole)

    def statement(self, node: ast.stmt, asked: bool) -> bool:
        match node:
            case ast.If():
                asked = self.expression(node.test, asked)
                either = self.block(node.body, asked=asked), self.block(node.orelse, asked=asked)
                return all(either)
            case ast.For() | ast.While():
                asked = self.expression(node.iter if isinstance(node, ast.For) else node.test, asked)
                self.block(node.body, asked=asked)
                self.block(node.orelse, asked=asked)
                return asked
            case ast.Try():
                done = self.block(node.orelse, asked=self.block(node.body, asked=asked))
                ways = [self.block(handler.body, asked=asked) for handler in node.handlers]
                return self.block(node.finalbody, asked=all([done, *ways]))
            case ast.With():
                for item in node.items:
                    asked = self.expression(item.context_expr, asked)
                return self.block(node.body, asked=asked)
            case ast.FunctionDef():
                return self.block(node.body, asked=asked, is_whole=True)
            case _:
                return self.expression(node, asked)

    def expression(self, node: ast.AST, asked: bool) -> bool:
        """The same for what stands in one statement; arguments are evaluated before their call."""
        sometimes = next((parts for kind, parts in _SOMETIMES.items() if isinstance(node, kind)), ())
        for part, value in ast.iter_fields(node):
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    found = self.expression(child, asked)
                    asked = found if part not in sometimes else asked
        return self.call(node, asked) if isinstance(node, ast.Call) else asked

    def call(self, node: ast.Call, asked: bool) -> bool:
        called = _service_called(node, self.service, self.services)
        if _gives_actor(node) and _last_name(node).lstrip("_").startswith("check_can_"):
            return True
        if _gives_actor(node) and called and called.name not in self.seen:
            reading = _Reading(called, self.services, self.seen | {called.name})
            if reading.is_covered:
                return asked or reading.always_asks
        if _changes_rows(node) or (called and writes(called, self.services, self.seen)):
            self.is_covered = self.is_covered and asked
        return asked


# Parts of an expression that run on some ways alone.
_SOMETIMES: dict[type[ast.AST], tuple[str, ...]] = {
    ast.IfExp: ("body", "orelse"),
    ast.BoolOp: ("values",),
    ast.ListComp: ("elt",),
    ast.SetComp: ("elt",),
    ast.GeneratorExp: ("elt",),
    ast.DictComp: ("key", "value"),
}


def _service_called(call: ast.Call, by: Service, services: Services) -> Service | None:
    local, _dot, rest = ast.unparse(call.func).partition(".")
    if local not in by.known_as:
        return None
    return services.get(".".join([by.known_as[local], *([rest] if rest else [])]))


def _changes_rows(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in CHANGES_ROWS:
        return False
    only_reads = call.func.attr == "execute" and ast.unparse(call.args[0]).lstrip("'\"").startswith("SELECT")
    return not only_reads


def _last_name(call: ast.Call) -> str:
    return ast.unparse(call.func).rpartition(".")[2]


def _gives_actor(call: ast.Call) -> bool:
    given = [*call.args, *(each.value for each in call.keywords)]
    return any(isinstance(each, ast.Name) and each.id == "actor" for each in given)


@cache
def _names_of(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    stands = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    stands |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    stands |= {each.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for each in node.names}
    return frozenset(stands)


def names_in(paths: Iterable[Path], name: str) -> set[str]:
    """The files, by their path below the product, in which this name stands in the code."""
    return {str(path.relative_to(APPS.parent)) for path in paths if name in _names_of(path)}
