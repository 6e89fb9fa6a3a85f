"""Asking an engine about one build: many questions in one session, and none twice while the build is the same.

The rule: an answer is kept under the build and the whole question (definition, periods, groups, scope), so that a kept
one can be shown to nobody who would be answered otherwise.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from types import TracebackType
from typing import Self

from lineofsight.measures import Ask, Cell, Explanation, GroupKey, Member, Period, Which
from lineofsight.warehouse.builds import Build
from lineofsight.warehouse.engines import OpenEngine, open_engine

KEPT_AT_MOST = 2_000

_Answers = OrderedDict[tuple[str, Ask], tuple[Cell, ...]]
_kept: _Answers = OrderedDict()
_lock = Lock()


class Counting:
    """A session on one build. The engine is opened with the first question that nobody has asked yet."""

    def __init__(self, build: Build) -> None:
        self.build = build
        self._engine: OpenEngine | None = None

    def figures(self, ask: Ask) -> tuple[Cell, ...]:
        """The cells of an ask, kept for the next reader."""
        key = (self.build.hash, ask)
        with _lock:
            if key in _kept:
                _kept.move_to_end(key)
                return _kept[key]
        cells = self._open().figures(ask)
        with _lock:
            _kept[key] = cells
            while len(_kept) > KEPT_AT_MOST:
                _kept.popitem(last=False)
        return cells

    def members(self, ask: Ask, period: Period, group: GroupKey, which: Which) -> tuple[Member, ...]:
        """Who is behind one cell. Never kept."""
        return self._open().members(ask, period, group, which)

    def explain(self, ask: Ask, period: Period, units: Sequence[int]) -> tuple[Explanation, ...]:
        """Why each unit is counted, or not. Never kept."""
        return self._open().explain(ask, period, units)

    def _open(self) -> OpenEngine:
        if self._engine is None:
            self._engine = open_engine(self.build)
        return self._engine

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._engine is not None:
            self._engine.close()
