"""The sentences of `statistics`, translated: the template by its id, each parameter by its type.

The rule: which sentence is true was decided where it was made; here only the language is added. No sentence is glued
together from parts.
"""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lineofsight.statistics import (
    TEMPLATES,
    Amount,
    Counted,
    Noun,
    Number,
    Parameter,
    PeriodName,
    Plural,
    Points,
    Sentence,
    Words,
)

from .amounts import Unit, write_amount, write_count, write_points
from .periods import period_in_words


def said(sentence: Sentence, unit: Unit) -> str:
    """The sentence in the reader's language, its figures in the unit of the measure."""
    filled = {name: _written(parameter, unit) for name, parameter in sentence.parameters.items()}
    return _(TEMPLATES[sentence.template]).format(**filled)


def counted(number: int, noun: Noun) -> str:
    """8 months, 1 comparison."""
    match noun:
        case Noun.WEEK:
            form = ngettext("%(number)s week", "%(number)s weeks", number)
        case Noun.MONTH:
            form = ngettext("%(number)s month", "%(number)s months", number)
        case Noun.QUARTER:
            form = ngettext("%(number)s quarter", "%(number)s quarters", number)
        case Noun.YEAR:
            form = ngettext("%(number)s year", "%(number)s years", number)
        case Noun.PERIOD:
            form = ngettext("%(number)s period", "%(number)s periods", number)
        case Noun.COMPARISON:
            form = ngettext("%(number)s comparison", "%(number)s comparisons", number)
        case Noun.POINT:
            form = ngettext("%(number)s point", "%(number)s points", number)
    return form % {"number": write_count(number)}


def plural(noun: Noun) -> str:
    return {
        Noun.WEEK: _("weeks"),
        Noun.MONTH: _("months"),
        Noun.QUARTER: _("quarters"),
        Noun.YEAR: _("years"),
        Noun.PERIOD: _("periods"),
        Noun.COMPARISON: _("comparisons"),
        Noun.POINT: _("points"),
    }[noun]


def _written(parameter: Parameter, unit: Unit) -> str:
    match parameter:
        case Amount(value):
            return write_amount(value, unit)
        case Points(value, bare):
            points = write_points(value)
            if bare:
                return points
            return ngettext("%(number)s point", "%(number)s points", abs(round(value * 100))) % {"number": points}
        case PeriodName(start, every):
            return period_in_words(start, every)
        case Counted(number, noun):
            return counted(number, noun)
        case Plural(noun):
            return plural(noun)
        case Number(whole):
            return write_count(whole)
        case Words(text):
            return text
