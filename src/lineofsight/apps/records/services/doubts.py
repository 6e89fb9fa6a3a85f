"""What can be written down here and is hardly so: see `agency/doubts.py`.

Two questions, both plain: does it fit the unit (a day has 24 hours), and is it far more than the median of what was
written down of this kind lately: more than ten times for a quantity, five times or more for money, which differs less
from one time to the next. The median, because one slip that was let through does not move it. Money for a kind that is
hardly ever paid for is compared with what is paid for any.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from statistics import median
from typing import Final

from django.db.models import Max
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.doubts import Doubt
from lineofsight.apps.forms.answers import Answers, Asked, in_words

from ..dates_in_words import age_on
from ..models import Service, ServiceType
from ..selectors.standing import services_standing
from ..units import singular, unit_for
from .days import in_full

TIMES_THE_USUAL = 10
TIMES_THE_USUAL_DOLLARS = 5
NEVER_DOUBTED = Decimal(10)
NEVER_DOUBTED_DOLLARS = Decimal(1_000)
WITHOUT_COMPARISON = Decimal(1_000)  # of a kind that is hardly ever written down
WITHOUT_COMPARISON_DOLLARS = Decimal(10_000)
LATELY = 5_000  # services, whatever the kind, so that a rare one costs no search through all there are
FEWEST_TO_COMPARE = 5

IN_ONE_DAY: Final = {  # of what is delivered on one day, by its unit
    "minute": (Decimal(24 * 60), gettext_lazy("A day has 1,440 minutes.")),
    "hour": (Decimal(24), gettext_lazy("A day has 24 hours.")),
    "day": (Decimal(31), gettext_lazy("That is more days than a month has.")),
    "night": (Decimal(31), gettext_lazy("That is more nights than a month has.")),
}
OF_A_PERSON: Final = {  # of an answer, by its unit
    "hour": (Decimal(168), gettext_lazy("A week has 168 hours.")),
    "day": (Decimal(366), gettext_lazy("A year has 365 days.")),
    "year": (Decimal(120), gettext_lazy("Nobody is that old.")),
    "person": (Decimal(30), gettext_lazy("That is a very large household.")),
    "child": (Decimal(30), gettext_lazy("That is a very large household.")),
    "member": (Decimal(30), gettext_lazy("That is a very large household.")),
}
OLDEST_UNDOUBTED = 110  # years
OF_ANYTHING: Final = (Decimal(100_000), gettext_lazy("That is very much."))


def doubts_of_delivery(kind: ServiceType, quantity: Decimal, amount: Decimal | None) -> list[Doubt]:
    """What is hardly so about a service of this kind. Queries only for what is large at first sight."""
    doubts = []
    words = f"{number_format(quantity.normalize())} {unit_for(quantity, kind.unit)}".strip()
    bound = IN_ONE_DAY.get(_one_of(kind.unit))
    if bound is not None:
        if quantity > bound[0]:
            doubts.append(Doubt("quantity", words, str(bound[1])))
    elif quantity > NEVER_DOUBTED:
        usual = _usual(kind, "quantity")
        if quantity > (WITHOUT_COMPARISON if usual is None else max(NEVER_DOUBTED, TIMES_THE_USUAL * usual)):
            doubts.append(Doubt("quantity", words, _compared(usual, unit=kind.unit)))
    if amount is not None and amount > NEVER_DOUBTED_DOLLARS:
        usual = _usual(kind, "amount") or _usual(None, "amount")
        if amount >= (WITHOUT_COMPARISON_DOLLARS if usual is None else TIMES_THE_USUAL_DOLLARS * usual):
            doubts.append(Doubt("amount", _dollars(amount), _compared(usual)))
    return doubts


def doubts_of_birth_date(born: date | None) -> list[Doubt]:
    """Whether somebody born then would be older than people get."""
    if born is None or (age := age_on(born, today())) <= OLDEST_UNDOUBTED:
        return []
    return [Doubt("birth_date", in_full(born), _("That makes an age of %(age)d.") % {"age": age})]


def doubts_of_answers(asked: Iterable[Asked], answers: Answers, before: Mapping[str, object]) -> list[Doubt]:
    """What is hardly so among these answers; about: the key of the element. One that stood there before is not asked
    about again, nor one whose element says itself how much it can be."""
    doubts = []
    for element in asked:
        answer = answers.get(element.key)
        if element.type not in ("integer", "decimal", "money") or answer is None or element.maximum is not None:
            continue
        if answer == before.get(element.key):
            continue
        largest, reason = OF_A_PERSON.get(_one_of(element.unit), OF_ANYTHING)
        if Decimal(str(answer)) > largest:
            doubts.append(Doubt(element.key, in_words(element, answer), str(reason)))
    return doubts


def _usual(kind: ServiceType | None, column: str) -> Decimal | None:
    """The median of what was written down of this kind lately, or of any; None when that is too little to compare
    with."""
    newest = Service.objects.aggregate(number=Max("pk"))["number"] or 0
    lately = services_standing().filter(pk__gt=newest - LATELY, **{f"{column}__isnull": False})
    if kind is not None:
        lately = lately.filter(type=kind)
    values: list[Decimal] = list(lately.order_by().values_list(column, flat=True))
    return Decimal(median(values)) if len(values) >= FEWEST_TO_COMPARE else None


def _compared(usual: Decimal | None, *, unit: str | None = None) -> str:
    if usual is None:
        return str(OF_ANYTHING[1])
    said = _dollars(usual) if unit is None else f"{number_format(usual.normalize())} {unit_for(usual, unit)}".strip()
    return _("Usual is %(usual)s.") % {"usual": said}


def _dollars(amount: Decimal) -> str:
    return f"${number_format(amount, 2)}"


def _one_of(unit: str) -> str:
    """The word that is counted, in the singular: of "US dollars a month", "dollar"; of "hours of class", "hour".

    >>> _one_of("US dollars a month"), _one_of("Hours of class"), _one_of("share of days")
    ('dollar', 'hour', 'share')
    """
    words = unit.lower().removeprefix("us ").split()
    return singular(words[0]) if words else ""
