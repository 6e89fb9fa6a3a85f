"""The engines that count in a build. All give the same answers; they differ in what they cost.

    with open_engine(build) as engine:
        engine.figures(Ask(query=query, periods=months(first, last), by=("program",)))

An engine is opened by name and loaded only then, so that a process that only shows published figures never carries one.
"""

from __future__ import annotations

from enum import StrEnum
from importlib import import_module
from types import TracebackType
from typing import Protocol, Self

from lineofsight.measures.asking import Engine
from lineofsight.warehouse.builds import Build


class EngineKind(StrEnum):
    MEMORY = "memory"  # row by row in Python: slow, obvious, for tests and small checks
    DUCKDB = "duckdb"


class OpenEngine(Engine, Protocol):
    """An engine that holds a build open until it is closed. It may be used by several threads."""

    build: Build

    def close(self) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def open_engine(build: Build, kind: EngineKind = EngineKind.DUCKDB) -> OpenEngine:
    """An engine on this build. The caller closes it."""
    module = import_module(f"{__name__}.{kind.value}")
    engine: OpenEngine = module.open_on(build)
    return engine


__all__ = ["EngineKind", "OpenEngine", "open_engine"]
