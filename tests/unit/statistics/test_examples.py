"""The examples in the docstrings of both rooms run."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import lineofsight.disclosure
import lineofsight.statistics

MODULES = [
    f"{room.__name__}.{module.name}"
    for room in (lineofsight.statistics, lineofsight.disclosure)
    for module in pkgutil.iter_modules(room.__path__)
]


@pytest.mark.parametrize("module", MODULES)
def test_runs(module: str) -> None:
    assert doctest.testmod(importlib.import_module(module)).failed == 0


def test_finds_examples() -> None:
    assert sum(doctest.testmod(importlib.import_module(module)).attempted for module in MODULES) > 5
