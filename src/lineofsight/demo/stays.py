"""When people come and go in one program at one site, so that a told number of them is here today."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from .moments import RECORDS_BEGIN, months, on_weekday


@dataclass(frozen=True)
class Stay:
    """end None: still here today."""

    applied_on: date
    start: date
    end: date | None


def plan_stays(
    rng: Random,
    *,
    first: date,
    today: date,
    per_month: float,
    days_of_stay: Callable[[Random, date], int],
    here_today: int,
) -> list[Stay]:
    """Stays in order of their start; those that ended before records began are left out.

    Chance brings about as many as are wanted; the last few are brought into line by ending some sooner or keeping
    some who left in the last year.
    """
    stays: list[Stay] = []
    for month in months(first, today):
        count = int(per_month) + (rng.random() < per_month % 1)
        for _ in range(count):
            start = on_weekday(month + timedelta(days=rng.randrange(28)))
            if start > today - timedelta(days=3):
                continue
            end = on_weekday(start + timedelta(days=days_of_stay(rng, start)))
            if end > RECORDS_BEGIN:
                stays.append(Stay(start - timedelta(days=rng.randint(3, 45)), start, end if end < today else None))
    here = [index for index, stay in enumerate(stays) if stay.end is None]
    for index in rng.sample(here, max(0, len(here) - here_today)):
        stays[index] = replace(stays[index], end=_soon(rng, stays[index].start, today))
    if len(here) < here_today:
        year_ago = today - timedelta(days=365)
        missing = here_today - len(here)
        ended = [index for index, stay in enumerate(stays) if stay.end is not None]
        lately = [index for index in ended if (stays[index].end or today) > year_ago]
        for index in rng.sample(lately if len(lately) >= missing else ended, missing):
            stays[index] = replace(stays[index], end=None)
    return sorted(stays, key=lambda stay: (stay.start, stay.applied_on))


def _soon(rng: Random, start: date, today: date) -> date:
    """An end in the last ten weeks, not before the start."""
    return max(start, on_weekday(today - timedelta(days=rng.randint(4, 70))))
