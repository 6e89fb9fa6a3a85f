"""Sentences to begin a measure with: what is asked of the author, and the document that the answers write.

    fill(pattern("completed"), {})["numerator"]

The rule: what a pattern writes can be read as a definition; whether the agency records it is another question.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

NUMBERS = ("points", "times", "part", "percent", "improved_by", "at_least", "percentile")
"""Keys and slots that a document writes as numbers where nothing else stands beside them."""
_SLOT = re.compile(r"@([a-z_]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """What goes wrong with measures like this, in a sentence. check: by which it is found; empty: nobody can tell."""

    check: str
    say: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """slots: name → what kind of answer, in the order in which they are asked. example, also_fits: keys of measures of
    packs that are made so. tries: made-up people worth writing down."""

    id: str
    sentence: str
    slots: Mapping[str, str]
    skeleton: Mapping[str, Any]
    example: str
    also_fits: tuple[str, ...]
    tries: tuple[str, ...]
    mistakes: tuple[Mistake, ...]


@cache
def patterns() -> tuple[Pattern, ...]:
    """Every pattern, in the order in which they are offered."""
    read = yaml.safe_load((Path(__file__).parent / "patterns.yaml").read_text(encoding="utf-8"))
    return tuple(
        Pattern(
            id=each["id"],
            sentence=each["sentence"],
            slots=each["slots"],
            skeleton=each["skeleton"],
            example=each["example"],
            also_fits=tuple(each["also_fits"]),
            tries=tuple(each["try"]),
            mistakes=tuple(Mistake(check=one.get("check", ""), say=one["say"]) for one in each["mistakes"]),
        )
        for each in read["patterns"]
    )


def pattern(key: str) -> Pattern | None:
    """The pattern of this id.

    >>> pattern("completed").example
    'completed_program'
    """
    return next((each for each in patterns() if each.id == key), None)


def fill(of: Pattern, answers: Mapping[str, str]) -> dict[str, Any]:
    """The document of a pattern with these answers.

    >>> fill(pattern("still_after"), {"start": "${entry_date}", "end": "${exit_date}", "days": "90"})["matures_after"]
    '90 days'
    """
    filled: dict[str, Any] = {key: _filled(value, answers) for key, value in of.skeleton.items()}
    return filled


def _filled(value: Any, answers: Mapping[str, str]) -> Any:
    if isinstance(value, Mapping):
        return {key: _filled(each, answers) for key, each in value.items()}
    if isinstance(value, list):
        return [_filled(each, answers) for each in value]
    if not isinstance(value, str):
        return value
    alone = _SLOT.fullmatch(value)
    if alone and alone[1] in NUMBERS:
        return _number(answers.get(alone[1], ""))
    return _SLOT.sub(lambda found: answers.get(found[1], ""), value)


def _number(digits: str) -> int | float | str:
    try:
        return int(digits) if digits.lstrip("-").isdecimal() else float(digits)
    except ValueError:
        return digits
