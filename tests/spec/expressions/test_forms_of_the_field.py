"""What JavaRosa, the engine inside ODK Collect, computes for nine forms: the referee of the rules for blank.

The forms and the recorded answers lie beside the checkout, in `shared/data/forms`; without them these tests are
skipped.
"""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest

from lineofsight.expressions import TEXT, parse
from tests.spec.expressions.xform import Bind, Filled, Recorded, read_fill, read_form, written

FORMS = Path(__file__).resolve().parents[4] / "shared" / "data" / "forms" / "expected"
FILLS = sorted(FORMS.glob("*/oracle/*.json"))
# What a device fills in by itself.
OF_THE_DEVICE = {"timestamp", "property", "uid"}

needs_forms = pytest.mark.skipif(not FILLS, reason=f"The recorded forms are not at {FORMS}.")


def expressions() -> list[str]:
    found = []
    for path in sorted(FORMS.glob("*/expressions.tsv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            found += [row["expression"] for row in rows]
    return found


@needs_forms
def test_reads_every_expression_of_the_forms() -> None:
    trees = [parse(text) for text in expressions()]

    assert len(trees) >= 61


def equal(ours: str, theirs: str) -> bool:
    """Numbers are compared as numbers."""
    try:
        return math.isclose(float(ours), float(theirs), rel_tol=1e-9)
    except ValueError:
        return ours == theirs


@dataclass
class Comparison:
    """How many facts of a fill were compared, how many of them an expression decides, and where they differ."""

    facts: int = 0
    decided: int = 0
    wrong: list[str] = field(default_factory=list)

    def compare(self, node: Recorded, what: str, ours: object, theirs: object, expression: str) -> None:
        self.facts += 1
        self.decided += bool(expression) and expression != "true()"
        same = equal(ours, theirs) if isinstance(ours, str) and isinstance(theirs, str) else ours == theirs
        if not same:
            self.wrong.append(f"{node.path}: {what} {ours!r}, recorded {theirs!r}")


@cache
def compared(path: Path) -> Comparison:
    form = read_form(path.parent.parent)
    nodes, clock = read_fill(path)
    filled, comparison = Filled(form, nodes, clock), Comparison()
    for node in nodes:
        bind = form.binds.get(node.bind_path) or Bind(node.bind_path, TEXT)
        comparison.compare(node, "relevant", filled.relevant[node.path], node.relevant, bind.relevant)
        required = bool(bind.required and filled.ask(bind.required, node.path))
        comparison.compare(node, "required", required, node.required, bind.required)
        if bind.preload not in OF_THE_DEVICE and not node.by_user:
            ours = clock.today.isoformat() if bind.preload == "date" else written(filled.values[node.path])
            comparison.compare(node, "value", ours, node.value, bind.calculate)
        if bind.constraint and node.by_user and node.value and node.relevant:
            holds = filled.ask(bind.constraint, node.path)
            comparison.compare(node, "constraint", holds, True, bind.constraint)
        for each in form.filters:
            if each.path == node.bind_path and node.value:
                offered = {
                    item[each.value]
                    for item in each.items
                    if filled.ask(each.condition, node.path, extra={f"./{name}": text for name, text in item.items()})
                }
                comparison.compare(node, "is offered", node.value in offered, True, each.condition)
    return comparison


@needs_forms
@pytest.mark.parametrize("path", FILLS, ids=lambda path: f"{path.parent.parent.name}-{path.stem}")
def test_agrees_with_javarosa(path: Path) -> None:
    assert compared(path).wrong == []


@needs_forms
def test_compares_as_many_facts_as_were_recorded() -> None:
    comparisons = [compared(path) for path in FILLS]

    assert len(comparisons) >= 21
    assert sum(each.facts for each in comparisons) >= 7_400
    assert sum(each.decided for each in comparisons) >= 1_600
