"""What may be asked: instruments and their data elements, with the codes of each."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Prefetch, QuerySet

from .answers import Asked
from .models import Code, DataElement, Instrument, InstrumentElement

_CODES = Prefetch("code_set__codes", queryset=Code.objects.order_by("position", "id"))


def instruments() -> QuerySet[Instrument]:
    """Every instrument that asks something, by title."""
    return Instrument.objects.filter(items__isnull=False).distinct()


def asked_by(instrument: Instrument) -> list[Asked]:
    """What an instrument asks, in its order. Two queries."""
    items = (
        InstrumentElement.objects.filter(instrument=instrument)
        .select_related("element__code_set")
        .prefetch_related(Prefetch("element__code_set__codes", queryset=Code.objects.order_by("position", "id")))
        .order_by("position")
    )
    return [_asked(item.element, required=item.required) for item in items]


def asked_as(keys: Iterable[str]) -> list[Asked]:
    """The data elements of these keys, by label: enough to say answers in words. Two queries."""
    elements = DataElement.objects.filter(key__in=set(keys)).select_related("code_set").prefetch_related(_CODES)
    return [_asked(element, required=False) for element in elements]


def _asked(element: DataElement, *, required: bool) -> Asked:
    codes = element.code_set.codes.all() if element.code_set else ()
    return Asked(
        key=element.key,
        label=element.label,
        type=element.type,
        unit=element.unit,
        codes=tuple((code.code, code.label) for code in codes),
        required=required,
        minimum=element.minimum,
        maximum=element.maximum,
        at_most=element.at_most,
    )
