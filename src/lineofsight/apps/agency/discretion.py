"""What the page of the trail leaves out for one reader.

The trail stands below records in the house and cannot know which programs a reader may not know of. So an app whose
entries could tell says so here, once, in its `AppConfig.ready()`:

    discretion.register("records", entries_hidden_from)

The entries stay in the trail and under its seals; others read them.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q

from .models import StaffMember

Rule = Callable[[StaffMember], Q | None]  # the entries this reader is not shown; None: all may be shown

_rules: dict[str, Rule] = {}


def register(key: str, rule: Rule) -> None:
    """Make a rule known. The same key again replaces the earlier one, so that `ready()` may run twice."""
    _rules[key] = rule


def hidden_from(reader: StaffMember) -> list[Q]:
    """The entries that this reader is not shown, one Q for each rule that hides any."""
    return [hidden for rule in _rules.values() if (hidden := rule(reader)) is not None]
