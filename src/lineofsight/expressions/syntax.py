"""The tree of an expression as it was written, before anybody asks what its names mean.

Every node knows where it stands in the text, so that a problem can point there. A chain of `and` or of `or` is one
node, however long: nesting is what costs the reader, and only nesting is limited.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast


@dataclass(frozen=True)
class Node:
    """A part of the text: characters `start` up to `end`."""

    start: int
    end: int

    @property
    def parts(self) -> tuple[Node, ...]:
        return ()


@dataclass(frozen=True)
class TextLiteral(Node):
    value: str


@dataclass(frozen=True)
class NumberLiteral(Node):
    digits: str  # as written: 18, 3.50


@dataclass(frozen=True)
class Name(Node):
    """`${name}`; the name may be dotted."""

    name: str


ANY = "*"  # a step to every child
BELOW = "//"  # a step to everything below


@dataclass(frozen=True)
class Step(Node):
    """One step of a path, with the conditions in brackets behind it."""

    name: str
    conditions: tuple[Node, ...] = ()

    @property
    def parts(self) -> tuple[Node, ...]:
        return self.conditions

    @property
    def is_plain(self) -> bool:
        """To one child, to the parent or to the node itself."""
        is_name = self.name not in (ANY, BELOW) and "::" not in self.name and not set(self.name) & {"@", "("}
        return is_name and not self.conditions


@dataclass(frozen=True)
class Path(Node):
    """`.`, `../age`, `/data/age`, a bare `age`, `instance('x')/root/item[name = ${y}]/label`, `${group}/age`.

    `origin` is what a path starts from when that is a call or a name; `is_absolute` when it starts with a slash.
    """

    steps: tuple[Step, ...]
    is_absolute: bool = False
    origin: Node | None = None

    @property
    def parts(self) -> tuple[Node, ...]:
        return self.steps if self.origin is None else (self.origin, *self.steps)

    @property
    def is_plain(self) -> bool:
        """Nothing but steps, perhaps from the current node: an environment can name it."""
        is_here = self.origin is None or (isinstance(self.origin, Call) and self.origin.function == "current")
        return is_here and all(step.is_plain for step in self.steps)

    @property
    def text(self) -> str:
        """The path as an environment names it: `.`, `../age`, `/data/age`, and `./age` for a bare `age`."""
        names = [step.name for step in self.steps]
        if self.is_absolute:
            return "/" + "/".join(names)
        kept = [name for name in names[1:] if name != "."]
        first = names[0] if names[0] in (".", "..") else f"./{names[0]}"
        return "/".join([first, *kept])


@dataclass(frozen=True)
class Call(Node):
    function: str
    arguments: tuple[Node, ...]

    @property
    def parts(self) -> tuple[Node, ...]:
        return self.arguments


@dataclass(frozen=True)
class Logic(Node):
    """A chain of one operator: `and` or `or`."""

    operator: str
    operands: tuple[Node, ...]

    @property
    def parts(self) -> tuple[Node, ...]:
        return self.operands


@dataclass(frozen=True)
class Binary(Node):
    """One of `= != < <= > >= + - * div mod |`."""

    operator: str
    left: Node
    right: Node

    @property
    def parts(self) -> tuple[Node, ...]:
        return (self.left, self.right)


@dataclass(frozen=True)
class Minus(Node):
    """The minus in front of an operand."""

    operand: Node

    @property
    def parts(self) -> tuple[Node, ...]:
        return (self.operand,)


@dataclass(frozen=True)
class Tree:
    """A whole expression: the text and the node at its root.

    `name` says where it stands, as "population of measure exits"; problems begin with it.
    """

    text: str
    root: Node
    name: str = ""


def position_asked(call: Call) -> str:
    """The name under which an environment gives the position in a repeat: `position(..)`; empty for other calls."""
    if call.function != "position" or not all(isinstance(each, Path) for each in call.arguments):
        return ""
    return f"position({', '.join(cast(Path, each).text for each in call.arguments)})"


def every_node(node: Node) -> Iterator[Node]:
    """The node and all nodes below it, in the order of the text."""
    waiting = [node]
    while waiting:
        found = waiting.pop()
        yield found
        waiting.extend(reversed(found.parts))
