"""Cells in a form that two engines can be held to: exact, and doubles to the ninth digit."""

from __future__ import annotations

from dataclasses import asdict

from lineofsight.measures import Cell


def alike(cell: Cell) -> dict[str, object]:
    told = asdict(cell)
    if isinstance(cell.value, float):
        told["value"] = round(cell.value, 9)
    return told
