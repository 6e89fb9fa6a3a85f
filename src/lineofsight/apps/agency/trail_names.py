"""How the trail calls rows of rooms above this one: "the target of “People leave to a home” in Mentoring, FY 2027".

An app that writes about its own rows says so here, once, in its `AppConfig.ready()`:

    trail_names.register({"framework.goal": trail_names.Called(_("a goal"), goals_named)})

Never a client: what is called here is read by administrators too.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from .models import StaffMember


@dataclass(frozen=True, slots=True)
class Named:
    """A row in words. href: its page, for everybody who reads the trail; empty: none."""

    words: str
    href: str = ""


NamesOf = Callable[[Collection[int], StaffMember], Mapping[int, Named]]


@dataclass(frozen=True, slots=True)
class Called:
    """word: what a row is called that is there no more. names: id → the row in words, for one reader."""

    word: Promise
    names: NamesOf


_called: dict[str, Called] = {}


def register(tables: Mapping[str, Called]) -> None:
    """Make known how rows of these tables are called. The same table again replaces the earlier one."""
    _called.update(tables)


def tables_called() -> Mapping[str, Called]:
    return _called


def word_for(table: str) -> Promise | None:
    """The word for a row of a table of a room above; None for tables that nobody registered."""
    found = _called.get(table)
    return found.word if found else None
