"""Checking answers on arrival: raw text becomes canonical JSON, or a sentence that says what to mend.

Canonical, keyed by data element: whole numbers and yes/no as JSON values, decimals and money as text (money with two
decimals), days as ISO text, moments as ISO text in UTC, one code as text, several codes as a list in the order of their
code list. A blank answer has no key. The same answers always give the same JSON.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from .models import DataElement
from .typed_values import (
    Unreadable,
    read_boolean,
    read_date,
    read_datetime,
    read_decimal,
    read_integer,
    read_money,
)

Answer = str | int | bool | list[str]
Answers = dict[str, Answer]
Type = DataElement.Type

NUMBERS = frozenset({Type.INTEGER, Type.DECIMAL, Type.MONEY})
LONGEST_TEXT = 10_000


@dataclass(frozen=True)
class Asked:
    """A data element as it is asked: what it means, its type, and its codes as (code, label) in their order.

    minimum, maximum, at_most: as in `DataElement`.
    """

    key: str
    label: str
    type: str
    unit: str = ""
    codes: tuple[tuple[str, str], ...] = ()
    required: bool = False
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    at_most: str = ""

    @property
    def range_in_words(self) -> str:
        """What a number must be to be an answer, to follow “Write a number,”; empty when every number can be one.

        >>> Asked("welcome", "I am welcome", "integer", minimum=Decimal("1.0000"), maximum=Decimal(5)).range_in_words
        'from 1 to 5'
        """
        bounds = {"smallest": _bound(self.minimum), "largest": _bound(self.maximum)}
        if self.minimum is not None and self.maximum is not None:
            return _("from %(smallest)s to %(largest)s") % bounds
        if self.minimum is not None:
            return _("%(smallest)s or more") % bounds
        return _("at most %(largest)s") % bounds if self.maximum is not None else ""


@dataclass(frozen=True)
class WrongAnswer:
    """key: the data element. sentence: what was given, what is possible, what to do."""

    key: str
    sentence: str


def check_answers(asked: Iterable[Asked], raw: Mapping[str, str]) -> tuple[Answers, list[WrongAnswer]]:
    """The canonical answers, and one sentence for each answer that cannot be taken.

    Several codes are given with spaces between them, as XLSForm does. An answer to something that was not asked is
    wrong; an answer that is wrong is left out of the canonical ones.

    >>> check_answers([Asked("income", "Income", "money")], {"income": "$1,480"})
    ({'income': '1480.00'}, [])
    """
    answers: Answers = {}
    wrong: list[WrongAnswer] = []
    elements = {element.key: element for element in asked}
    for element in elements.values():
        text = unicodedata.normalize("NFC", raw.get(element.key, "")).replace("\r\n", "\n").strip()
        if not text:
            if element.required:
                wrong.append(WrongAnswer(element.key, _("This question needs an answer.")))
            continue
        try:
            answers[element.key] = _canonical(element, text)
        except Unreadable as problem:
            wrong.append(WrongAnswer(element.key, str(problem)))
    more = _more_than_another(elements, answers)
    wrong.extend(more)
    for each in more:
        del answers[each.key]
    wrong.extend(
        WrongAnswer(
            key, _("“%(key)s” is not asked here. Leave it out, or choose the form that asks it.") % {"key": key}
        )
        for key in raw
        if key not in elements
    )
    return answers, wrong


def in_words(element: Asked, answer: object) -> str:
    """One canonical answer for a reader: labels instead of codes, days and amounts as they are written here.

    A code that is no longer in its list is shown as it stands, since it was right on its day.
    """
    labels = dict(element.codes)
    if isinstance(answer, bool):
        return _("Yes") if answer else _("No")
    if isinstance(answer, list):
        return ", ".join(labels.get(str(code), str(code)) for code in answer)
    text = str(answer)
    if element.type == Type.CODE:
        return labels.get(text, text)
    try:
        return _SAID.get(element.type, _with_unit)(element, text)
    except (Unreadable, ValueError):
        return text


def answers_in_words(asked: Iterable[Asked], answers: Mapping[str, object]) -> list[tuple[str, str]]:
    """(label, words) for each answer, in the order in which it was asked; answers to unknown elements come last."""
    elements = {element.key: element for element in asked}
    known = [(element.label, in_words(element, answers[key])) for key, element in elements.items() if key in answers]
    return known + [(key, str(answer)) for key, answer in answers.items() if key not in elements]


def _canonical(element: Asked, text: str) -> Answer:
    if element.type == Type.CODE:
        return _one_code(element, text)
    if element.type == Type.CODES:
        chosen = {_one_code(element, code) for code in text.split()}
        return [code for code, _label in element.codes if code in chosen]
    answer = _CANONICAL[Type(element.type)](text)
    if element.type in NUMBERS:
        _check_range(element, Decimal(str(answer)), text)
    return answer


def _check_range(element: Asked, number: Decimal, text: str) -> None:
    too_small = element.minimum is not None and number < element.minimum
    too_large = element.maximum is not None and number > element.maximum
    if too_small or too_large:
        raise Unreadable(
            "F109",
            _("You wrote “%(text)s”.") % {"text": text[:40]},
            _("Write a number, %(range)s.") % {"range": element.range_in_words},
        )


def _more_than_another(elements: Mapping[str, Asked], answers: Answers) -> list[WrongAnswer]:
    """The answers that are more than the one which bounds them. One that is not asked or answered here bounds none."""
    return [
        WrongAnswer(
            element.key,
            _("%(number)s is more than %(largest)s, the answer to “%(label)s”. Correct one of the two.")
            % {
                "number": in_words(element, answers[element.key]),
                "largest": in_words(bound, answers[bound.key]),
                "label": bound.label,
            },
        )
        for element in elements.values()
        if element.key in answers
        and (bound := elements.get(element.at_most)) is not None
        and bound.key in answers
        and Decimal(str(answers[element.key])) > Decimal(str(answers[bound.key]))
    ]


def _bound(number: Decimal | None) -> str:
    return "" if number is None else number_format(Decimal(_plain_decimal(number)))


def _one_code(element: Asked, text: str) -> str:
    codes = [code for code, _label in element.codes]
    if text not in codes:
        raise Unreadable(
            "F107",
            _("“%(code)s” is not one of the answers.") % {"code": text[:40]},
            _("Choose one of: %(labels)s.") % {"labels": _first_labels(element.codes)},
        )
    return text


def _first_labels(codes: Sequence[tuple[str, str]]) -> str:
    named = [label for _code, label in codes[:8]]
    return ", ".join(named) + (_(" and %(number)d more") % {"number": len(codes) - 8} if len(codes) > 8 else "")


def _text(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise Unreadable(
            "F108",
            _("This answer has %(length)d characters.") % {"length": len(text)},
            _("Write at most 10,000."),
        )
    return text


def _plain_decimal(number: Decimal) -> str:
    """
    >>> _plain_decimal(Decimal("7.50")), _plain_decimal(Decimal("1E+3"))
    ('7.5', '1000')
    """
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


_CANONICAL: dict[DataElement.Type, Callable[[str], Answer]] = {
    Type.TEXT: _text,
    Type.INTEGER: read_integer,
    Type.DECIMAL: lambda text: _plain_decimal(read_decimal(text)),
    Type.MONEY: lambda text: f"{read_money(text):.2f}",
    Type.DATE: lambda text: read_date(text).isoformat(),
    Type.DATETIME: lambda text: read_datetime(text).isoformat(timespec="seconds"),
    Type.BOOLEAN: read_boolean,
}


def _with_unit(element: Asked, text: str) -> str:
    return f"{text} {element.unit}".strip()


_SAID: dict[str, Callable[[Asked, str], str]] = {
    Type.TEXT: lambda element, text: text,
    Type.INTEGER: lambda element, text: _with_unit(element, number_format(int(text))),
    Type.DECIMAL: lambda element, text: _with_unit(element, number_format(Decimal(text))),
    Type.MONEY: lambda element, text: f"${number_format(read_money(text), 2)}",
    Type.DATE: lambda element, text: date_format(read_date(text), "DATE_FORMAT"),
    Type.DATETIME: lambda element, text: date_format(read_datetime(text), "DATETIME_FORMAT"),
}
