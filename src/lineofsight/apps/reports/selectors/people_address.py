"""The address of a list of people behind a figure: the days, which part of the figure, which group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from lineofsight.apps.figures.values import Series
from lineofsight.measures import GroupKey, Which

from .uses import Use


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the address asks for."""

    first: date
    last: date
    which: Which = Which.DENOMINATOR
    group: GroupKey = ()

    @property
    def days(self) -> tuple[date, date]:
        return self.first, self.last


PEOPLE_PER_PAGE = 50
FIRST_YEAR, LAST_YEAR = 1900, 2200  # no figure is of days outside; at the calendar's ends nothing can be counted back


def read_asked(given: Mapping[str, str]) -> Asked | None:
    """What the address says; None when it names no days, or nothing that can be listed."""
    try:
        first, last = date.fromisoformat(given.get("from", "")), date.fromisoformat(given.get("to", ""))
        which = Which(given.get("of") or Which.DENOMINATOR)
    except ValueError:
        return None
    if not FIRST_YEAR <= first.year <= last.year <= LAST_YEAR or first > last:
        return None
    by, code = given.get("by", ""), given.get("group", "")
    return Asked(first=first, last=last, which=which, group=((by, code),) if by else ())


def people_address(use: Use, asked: Asked) -> str:
    """Where the list is."""
    said = {"from": asked.first.isoformat(), "to": asked.last.isoformat(), "of": asked.which.value}
    for name, code in asked.group:
        said |= {"by": name, "group": code}
    return f"{reverse('result_people', args=[use.pk])}?{urlencode(said)}"


def has_people(series: Series) -> bool:
    """Whether the viewer may see who is behind these figures: those inside, of what is counted here."""
    return series.is_inside and not series.is_reported
