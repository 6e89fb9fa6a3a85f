"""A paired change, and an amount received against what was intended, as the derives and conditions they are.

The rule: nothing is in a figure of which nothing can be said. Who has only one of two answers, or no intended amount,
is `incomplete`: told beside the figure, never counted as a 0 or as not improved. Both names that are compared can be
used in the other expressions: `${value_at_start}`, `${value_at_exit}`; `${received}`, `${intended}`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from lineofsight.measures.definition import (
    COLLECTION_DAYS,
    Change,
    CollectionPoint,
    Derive,
    Direction,
    MeasureDefinition,
    Pick,
    Received,
    Statistic,
)
from lineofsight.measures.tables import Grain

RECEIVED, INTENDED = "received", "intended"


def spelled_out(definition: MeasureDefinition) -> tuple[MeasureDefinition, Mapping[str, str]]:
    """The same measure without shorthand; and for places in it, the place in the document that the author wrote."""
    if definition.change is not None:
        return _with_change(definition, definition.change)
    if definition.received is not None:
        return _with_received(definition, definition.received)
    return definition, {}


def value_at(point: CollectionPoint) -> str:
    """The name of the answer at a collection point."""
    return f"value_at_{point.stage}"


def _with_change(definition: MeasureDefinition, change: Change) -> tuple[MeasureDefinition, Mapping[str, str]]:
    before, after = value_at(change.start), value_at(change.end)
    grown = f"${{{after}}} - ${{{before}}}"
    numerator, value, statistic = "", grown, change.summary
    if definition.statistic is Statistic.SHARE_IMPROVED:
        gain = f"${{{before}}} - ${{{after}}}" if definition.direction is Direction.DECREASE else grown
        numerator, value, statistic = f"{gain} >= {change.improved_by}", "", Statistic.PROPORTION
    places: dict[str, str] = {}
    for name, side in ((before, "from"), (after, "to")):
        places[f"derive.{name}"] = places[f"derive.{name}.value"] = "change.value"
        places[f"derive.{name}.instrument"] = "change.instrument"
        places[f"derive.{name}.where"] = f"change.{side}"
    made = replace(
        definition,
        derive=(*definition.derive, _side(change, change.start, Pick.EARLIEST), _side(change, change.end, Pick.LATEST)),
        over=definition.over or Grain.ENROLLMENT,
        complete=f"not(${{{before}}} = '') and not(${{{after}}} = '')",
        numerator=numerator,
        value=value,
        statistic=statistic,
    )
    return made, {**places, "value": "change.value", "numerator": "change.improved_by", "complete": "change.value"}


def _side(change: Change, point: CollectionPoint, pick: Pick) -> Derive:
    """The first answer there is at the first point, the last at the last."""
    where = f"${{stage}} = '{point.stage}' and not(({change.value}) = '')"
    day = point.day or COLLECTION_DAYS.get(point.stage, "")
    if point.within is not None:
        where += f" and abs(days-between({day}, ${{date}})) <= {point.within}"
    return Derive(
        name=value_at(point),
        source=Grain.ASSESSMENT,
        where=where,
        pick=pick,
        value=change.value,
        instrument=change.instrument,
    )


def _with_received(definition: MeasureDefinition, received: Received) -> tuple[MeasureDefinition, Mapping[str, str]]:
    pick = Pick.SUM if received.amount else Pick.COUNT
    amount = Derive(name=RECEIVED, source=Grain.SERVICE, where=received.where, pick=pick, value=received.amount)
    made = replace(
        definition,
        derive=(*definition.derive, amount, Derive(name=INTENDED, value=received.intended)),
        over=definition.over or Grain.ENROLLMENT,
        complete=f"${{{INTENDED}}} > 0",
    )
    if definition.statistic is Statistic.RATIO:
        made = replace(made, value=f"${{{RECEIVED}}}", for_each=f"${{{INTENDED}}}")
    else:
        enough = f"${{{RECEIVED}}} >= {received.at_least} * ${{{INTENDED}}}"
        made = replace(made, numerator=enough, statistic=Statistic.PROPORTION)
    places = {
        f"derive.{RECEIVED}": "received",
        f"derive.{RECEIVED}.where": "received.where",
        f"derive.{RECEIVED}.value": "received.amount",
        f"derive.{INTENDED}": "received.intended",
        f"derive.{INTENDED}.value": "received.intended",
        **dict.fromkeys(("value", "numerator", "for_each", "complete"), "received"),
    }
    return made, places
