"""Just enough of an XForm to evaluate its expressions: binds, defaults, repeats and choice filters.

Written for these tests; the product reads forms in a room of its own.
"""

from __future__ import annotations

import datetime
import gzip
import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from lineofsight.expressions import (
    BOOLEAN,
    DATE,
    DATETIME,
    DECIMAL,
    GEOPOINT,
    INTEGER,
    TEXT,
    TIME,
    Answer,
    Clock,
    Environment,
    Tree,
    Type,
    TypedTree,
    Value,
    check,
    evaluate,
    many,
    names_in,
    parse,
)

XFORMS = "{http://www.w3.org/2002/xforms}"
JAVAROSA = "{http://openrosa.org/javarosa}"
_TYPES = {
    "int": INTEGER,
    "decimal": DECIMAL,
    "date": DATE,
    "dateTime": DATETIME,
    "time": TIME,
    "geopoint": GEOPOINT,
}
_INDEX = re.compile(r"\[\d+\]")


@dataclass(frozen=True)
class Bind:
    path: str
    type: Type
    relevant: str = ""
    required: str = ""
    constraint: str = ""
    calculate: str = ""
    preload: str = ""


@dataclass(frozen=True)
class Filter:
    """A question whose choices depend on other answers: where, the condition, the choices by column."""

    path: str
    condition: str
    value: str
    items: tuple[dict[str, str], ...]


@dataclass(frozen=True)
class Form:
    binds: dict[str, Bind]
    defaults: dict[str, str]
    repeats: frozenset[str]
    filters: tuple[Filter, ...]

    def rounds_of(self, path: str) -> list[str]:
        """The repeats around a node, outermost first."""
        return [each for each in sorted(self.repeats, key=len) if f"{path}/".startswith(f"{each}/")]


def read_form(folder: Path) -> Form:
    plain = folder / "pyxform-4.5.0.xml"
    text = plain.read_bytes() if plain.exists() else gzip.decompress((folder / "pyxform-4.5.0.xml.gz").read_bytes())
    root = ElementTree.fromstring(text)
    model = root.find(f".//{XFORMS}model")
    assert model is not None
    binds = {bind.path: bind for bind in map(_bind, model.findall(f"{XFORMS}bind"))}
    main = model.find(f"{XFORMS}instance")
    assert main is not None
    defaults = dict(_defaults(main[0], f"/{_local(main[0])}"))
    repeats = frozenset(str(each.get("nodeset")) for each in root.iter(f"{XFORMS}repeat"))
    return Form(binds, defaults, repeats, tuple(_filters(root, model)))


def _bind(element: ElementTree.Element) -> Bind:
    return Bind(
        path=str(element.get("nodeset")),
        type=_TYPES.get(element.get("type", ""), TEXT),
        relevant=element.get("relevant", ""),
        required=element.get("required", ""),
        constraint=element.get("constraint", ""),
        calculate=element.get("calculate", ""),
        preload=element.get(f"{JAVAROSA}preload", ""),
    )


def _defaults(element: ElementTree.Element, path: str) -> Iterator[tuple[str, str]]:
    for child in element:
        child_path = f"{path}/{_local(child)}"
        yield child_path, (child.text or "").strip()
        yield from _defaults(child, child_path)


def _filters(root: ElementTree.Element, model: ElementTree.Element) -> Iterator[Filter]:
    instances = {each.get("id"): each for each in model.findall(f"{XFORMS}instance")}
    for tag in ("select", "select1"):
        for question in root.iter(f"{XFORMS}{tag}"):
            itemset = question.find(f"{XFORMS}itemset")
            nodeset = itemset.get("nodeset", "") if itemset is not None else ""
            found = re.fullmatch(r"instance\('([^']+)'\)/root/item\[(.+)\]", nodeset, re.DOTALL)
            if found and itemset is not None:
                instance = instances[found.group(1)]
                items = [{_local(part): part.text or "" for part in item} for item in instance.iter(f"{XFORMS}item")]
                value = itemset.find(f"{XFORMS}value")
                assert value is not None
                yield Filter(str(question.get("ref")), found.group(2), str(value.get("ref")), tuple(items))


def _local(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


@dataclass(frozen=True)
class Recorded:
    """One node of a fill, as the reference evaluator left it."""

    path: str
    relevant: bool
    required: bool
    by_user: bool
    value: str

    @property
    def bind_path(self) -> str:
        return _INDEX.sub("", self.path)


def read_fill(path: Path) -> tuple[list[Recorded], Clock]:
    fill = json.loads(path.read_text(encoding="utf-8"))
    nodes = [
        Recorded(str(p), bool(rel), bool(req), bool(user), str(value)) for p, rel, req, user, value in fill["nodes"]
    ]
    return nodes, Clock(datetime.datetime.fromisoformat(fill["evaluated_at"][:26]))


@dataclass
class Filled:
    """A form with answers: evaluates every node until nothing changes any more."""

    form: Form
    nodes: list[Recorded]
    clock: Clock
    types: dict[str, Type] = field(default_factory=dict)
    values: dict[str, Value] = field(default_factory=dict)
    relevant: dict[str, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.types = {path: bind.type for path, bind in self.form.binds.items()}
        for _ in range(5):  # what is calculated from what is calculated
            for bind in self.form.binds.values():
                if bind.calculate:
                    self.types[bind.path] = self._checked(bind.calculate, bind.path)[0].type
        for node in self.nodes:
            text = node.value if node.by_user else self.form.defaults.get(node.bind_path, "")
            self.values[node.path] = canonical(text, self.types.get(node.bind_path, TEXT))
            self.relevant[node.path] = True
        for _ in range(20):
            before = (dict(self.values), dict(self.relevant))
            self._evaluate_once()
            if before == (self.values, self.relevant):
                return
        raise AssertionError("The form does not come to rest.")

    def _evaluate_once(self) -> None:
        for node in self.nodes:
            parent = node.path.rpartition("/")[0]
            bind = self.form.binds.get(node.bind_path)
            own = self.ask(bind.relevant, node.path) is not False if bind and bind.relevant else True
            # A round of a repeat is relevant with its group.
            self.relevant[node.path] = own and self.relevant.get(parent, True)
            if bind and bind.calculate:
                self.values[node.path] = self.ask(bind.calculate, node.path, condition=False)

    def ask(self, expression: str, at: str, *, condition: bool = True, extra: dict[str, str] | None = None) -> Value:
        """The value of an expression that stands at a node."""
        typed, places = self._checked(expression, at, condition=condition, extra=extra)
        answers: dict[str, Answer] = dict(extra or {})
        for name, found in places.items():
            rounds = tuple(self.values.get(path) if self.relevant.get(path, False) else None for path in found)
            answers[name] = rounds if self.types_of(name, at).many else (rounds[0] if rounds else None)
        return evaluate(typed, answers, self.clock)

    def _checked(
        self, expression: str, at: str, *, condition: bool = False, extra: dict[str, str] | None = None
    ) -> tuple[TypedTree, dict[str, list[str]]]:
        tree: Tree = parse(expression)
        names = [name for name in names_in(tree) if name not in (extra or {})]
        types = {name: self.types_of(name, at) for name in names} | dict.fromkeys(extra or {}, TEXT)
        typed = check(tree, Environment(types, converts=True), expected=BOOLEAN if condition else None)
        return typed, {name: self.places(name, at) for name in names}

    def types_of(self, name: str, at: str) -> Type:
        path = _INDEX.sub("", resolved(name, at))
        shared = [each for each in self.form.rounds_of(path) if f"{_INDEX.sub('', at)}/".startswith(f"{each}/")]
        type = self.types.get(path, TEXT)
        return many(type) if len(shared) < len(self.form.rounds_of(path)) else type

    def places(self, name: str, at: str) -> list[str]:
        """The nodes that a path means, seen from a node: in its own round of every repeat around both."""
        sought = [""]
        for step in resolved(name, at).split("/")[1:]:
            sought = [f"{prefix}/{step}" for prefix in sought]
            group = _INDEX.sub("", sought[0])
            if group in self.form.repeats and not step.endswith("]"):
                own = [each for each in _prefixes(at) if _INDEX.sub("", each) == group]
                sought = own or [node.path for node in self.nodes if node.bind_path == group]
        return sought


def resolved(name: str, at: str) -> str:
    """A path as an absolute one, with the rounds of the node it is written at."""
    if name.startswith("/"):
        return name
    steps = at.split("/")
    for step in name.split("/"):
        if step == "..":
            steps.pop()
        elif step != ".":
            steps.append(step)
    return "/".join(steps)


def _prefixes(path: str) -> list[str]:
    steps = path.split("/")
    return ["/".join(steps[:length]) for length in range(2, len(steps) + 1)]


def canonical(text: str, type: Type) -> Value:
    if text == "":
        return None
    if type == INTEGER:
        return int(text)
    if type.is_number:
        return float(Decimal(text))
    if type == DATE:
        return datetime.date.fromisoformat(text[:10])
    if type == DATETIME:
        return datetime.datetime.fromisoformat(text[:23])
    return datetime.time.fromisoformat(text[:12]) if type == TIME else text


def written(value: Value) -> str:
    """A value as the reference evaluator writes it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, tuple):
        return " ".join(value)
    return value.isoformat() if isinstance(value, datetime.date | datetime.time) else str(value)
