"""Tables for tests, with the rules applied that look at one figure alone: what a careless release would publish."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TypeAlias

from lineofsight.disclosure import Policy, ShareCell, Withheld, protect_count, protect_share
from lineofsight.disclosure.tables import (
    Days,
    Names,
    Place,
    PublishedTable,
    Row,
    Sums,
    how_rows_add,
)

Number: TypeAlias = "int | tuple[int, int]"
"""A count, or the numerator and the denominator of a share."""

JANUARY, FEBRUARY, MARCH = (
    (date(2026, 1, 1), date(2026, 1, 31)),
    (date(2026, 2, 1), date(2026, 2, 28)),
    (date(2026, 3, 1), date(2026, 3, 31)),
)
QUARTER = (date(2026, 1, 1), date(2026, 3, 31))


def row(number: Number, *, is_shown: bool | None = None, policy: Policy | None = None) -> Row:
    """A figure as it is, withheld by its own rule; is_shown: whatever that says."""
    policy = policy or Policy()
    if isinstance(number, int):
        told = protect_count(number, policy)
        counted, numerator, people = number, None, (number,)
    else:
        share = ShareCell(*number)
        told = protect_share(share, policy)
        counted, numerator, people = (
            share.denominator,
            share.numerator,
            (share.denominator, share.numerator, share.rest),
        )
    rule = told.rule if isinstance(told, Withheld) else None
    return Row(counted=counted, numerator=numerator, people=people, withheld=None if is_shown else rule)


def table(
    key: str,
    total: Number,
    rows: Mapping[str | Names, Number] | None = None,
    *,
    by: str | Names = "gender",
    counts: str = "exits",
    numerator: str = "completed",
    place: Place = (),
    days: Days = QUARTER,
    without: frozenset[int] = frozenset(),
    parts: Sums | None = None,
    inside: frozenset[Place] = frozenset(),
    is_once: bool = True,
    made: int = 1,
    is_fixed: bool = False,
    is_shown: bool | None = None,
) -> PublishedTable:
    """One measure in a place. numerator: of a share; "not completed" is the rest of "completed"."""
    names = (by,) if isinstance(by, str) else by
    its = {(codes,) if isinstance(codes, str) else codes: row(number) for codes, number in (rows or {}).items()}
    is_share = not isinstance(total, int)
    rest = numerator.removeprefix("not ") if numerator.startswith("not ") else f"not {numerator}"
    whole = row(total, is_shown=is_shown)
    return PublishedTable(
        key=key,
        name=key,
        counts=counts,
        numerator=numerator if is_share else "",
        rest=rest if is_share else "",
        place=place,
        days=days,
        without=without,
        is_once=is_once,
        total=whole,
        groups={names: its} if its else {},
        sums={names: how_rows_add(whole, its)} if its else {},
        parts=parts,
        inside=inside,
        made=made,
        is_fixed=is_fixed,
    )


def as_known(published: PublishedTable, *, made: int = 1) -> PublishedTable:
    """The table as it stands in the ledger: nothing is known of what is withheld."""

    def known(each: Row) -> Row:
        return replace(each, people=None) if each.withheld is None else Row(counted=None, withheld=each.withheld)

    return replace(
        published,
        total=known(published.total),
        groups={n: {c: known(each) for c, each in rows.items()} for n, rows in published.groups.items()},
        made=made,
        is_fixed=True,
    )
