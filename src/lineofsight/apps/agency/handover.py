"""What somebody looks after, and how it goes to somebody else when they leave.

The staff list stands below records in the house and cannot know of clients or tasks. So an app that gives people
something to look after says so here, once, in its `AppConfig.ready()`:

    from lineofsight.apps.agency import handover

    handover.register(handover.Holding(
        key="clients",                      # the name of the field in the form
        title=clients_in_words,             # "the clients on their list"
        count_for=open_clients_of,          # StaffMember → how many are theirs now
        may_take=workers_for_clients_of,    # StaffMember → those who may take them, a queryset of StaffMember
        hand_over=hand_over_clients,        # (leaver, heir or None, *, actor, on) → None
        without=_("They are listed without a worker until somebody takes them."),
    ))

`hand_over` runs inside the transaction that ends the sign-in. With an heir of None the administrator chose "nobody
yet": the records must then show as nobody's. `on` is the leaver's last day.

How much there is of a kind is written into the trail and shown on no page: it is a figure about one worker.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.db.models import QuerySet

from .models import StaffMember


class HandOver(Protocol):
    def __call__(self, leaver: StaffMember, heir: StaffMember | None, *, actor: StaffMember, on: date) -> None: ...


@dataclass(frozen=True)
class Holding:
    """One kind of thing a person looks after."""

    key: str
    title: Callable[[], str]
    count_for: Callable[[StaffMember], int]
    may_take: Callable[[StaffMember], QuerySet[StaffMember]]
    hand_over: HandOver
    without: str  # what "nobody yet" means, a sentence


@dataclass(frozen=True)
class Held:
    """How much of one kind a person holds now; count is never 0."""

    holding: Holding
    count: int

    @property
    def title(self) -> str:
        return self.holding.title()


_holdings: dict[str, Holding] = {}


def register(holding: Holding) -> None:
    """Make a kind known. The same key again replaces the earlier one, so that `ready()` may run twice."""
    _holdings[holding.key] = holding


def unregister(key: str) -> None:
    _holdings.pop(key, None)


def held_by(staff: StaffMember) -> list[Held]:
    """What this person looks after now, in the order in which the kinds were registered."""
    counted = [Held(holding, holding.count_for(staff)) for holding in _holdings.values()]
    return [held for held in counted if held.count]
