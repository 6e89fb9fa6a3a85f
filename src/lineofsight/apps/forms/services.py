"""Adopting what a pack or an import defines: code sets, data elements, instruments.

The rule: a meaning owns its type for ever. Labels may be corrected and codes added; a change of type, unit or code set
of a key that is here already is refused, because answers under that key would change their meaning. A range may be
corrected; one who says none leaves the range that is here, because most sources cannot say one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from django.db import transaction
from django.utils.translation import gettext as _

from lineofsight.problems import Problem

from .answers import NUMBERS
from .models import Code, CodeSet, DataElement, Instrument, InstrumentElement


class CodeSetToAdopt(Protocol):
    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def codes(self) -> Sequence[tuple[str, str]]: ...


class ElementToAdopt(Protocol):
    """type, minimum, maximum and at_most as in `DataElement`; code_set: the key of a code set, or empty."""

    @property
    def key(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def code_set(self) -> str: ...
    @property
    def minimum(self) -> int | Decimal | None: ...
    @property
    def maximum(self) -> int | Decimal | None: ...
    @property
    def at_most(self) -> str: ...


class InstrumentToAdopt(Protocol):
    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def element_keys(self) -> Sequence[str]: ...


@dataclass(frozen=True)
class Adopted:
    """How many rows were written; all are 0 when the same definitions come twice."""

    code_sets: int
    codes: int
    elements: int
    instruments: int


def adopt(
    code_sets: Iterable[CodeSetToAdopt],
    elements: Iterable[ElementToAdopt],
    instruments: Iterable[InstrumentToAdopt],
    *,
    pack: str,
) -> Adopted:
    """Write the definitions that are new or newly worded. All or nothing; twice changes nothing.

    Raises F201 (change of type), F202 (change of unit or code list), F203 (unknown code set or element), F204 (a code
    with a space in it, which several codes in one answer could not be told apart by), F205 (a range that cannot be).
    """
    with transaction.atomic():
        sets, written_sets, written_codes = _adopt_code_sets(list(code_sets))
        known, written_elements = _adopt_elements(list(elements), sets, pack)
        written_instruments = _adopt_instruments(list(instruments), known, pack)
    return Adopted(written_sets, written_codes, written_elements, written_instruments)


def _adopt_code_sets(wanted: list[CodeSetToAdopt]) -> tuple[dict[str, CodeSet], int, int]:
    here = {each.key: each for each in CodeSet.objects.all()}
    new = [CodeSet(key=each.key, title=each.title) for each in wanted if each.key not in here]
    CodeSet.objects.bulk_create(new)
    here |= {each.key: each for each in new}
    retitled = [each for each in wanted if here[each.key].title != each.title]
    for each in retitled:
        here[each.key].title = each.title
    CodeSet.objects.bulk_update([here[each.key] for each in retitled], ["title"])

    codes_here = {(code.code_set_id, code.code): code for code in Code.objects.filter(code_set__in=here.values())}
    added, changed = [], []
    for each in wanted:
        code_set = here[each.key]
        for position, (code, label) in enumerate(each.codes):
            if any(sign.isspace() for sign in code):
                raise Problem(
                    "F204",
                    _("The code “%(code)s” of “%(title)s” has a space in it.") % {"code": code, "title": each.title},
                    _("Write it without."),
                )
            row = codes_here.get((code_set.pk, code))
            if row is None:
                added.append(Code(code_set=code_set, code=code, label=label, position=position))
            elif (row.label, row.position) != (label, position):
                row.label, row.position = label, position
                changed.append(row)
    Code.objects.bulk_create(added, batch_size=500)
    Code.objects.bulk_update(changed, ["label", "position"], batch_size=200)
    return here, len(new) + len(retitled), len(added) + len(changed)


def _adopt_elements(
    wanted: list[ElementToAdopt], sets: dict[str, CodeSet], pack: str
) -> tuple[dict[str, DataElement], int]:
    here = {each.key: each for each in DataElement.objects.select_related("code_set")}
    new, reworded = [], []
    for each in wanted:
        if each.code_set and each.code_set not in sets:
            raise _unknown(each.key, each.code_set)
        row = here.get(each.key)
        if row is None:
            row = here[each.key] = DataElement(
                key=each.key,
                label=each.label,
                type=DataElement.Type(each.type),
                unit=each.unit,
                code_set=sets[each.code_set] if each.code_set else None,
                pack=pack,
                **_range_said(each),
            )
            new.append(row)
            continue
        _check_same_meaning(row, each)
        said = {"label": each.label} | _range_said(each)
        if any(getattr(row, name) != value for name, value in said.items()):
            for name, value in said.items():
                setattr(row, name, value)
            reworded.append(row)
    for row in (*new, *reworded):
        _check_range(row, here)
    DataElement.objects.bulk_create(new, batch_size=300)
    DataElement.objects.bulk_update(reworded, ["label", "minimum", "maximum", "at_most"], batch_size=200)
    return here, len(new) + len(reworded)


def _range_said(wanted: ElementToAdopt) -> dict[str, Any]:
    said: dict[str, Any] = {"minimum": wanted.minimum, "maximum": wanted.maximum, "at_most": wanted.at_most or None}
    return {name: value for name, value in said.items() if value is not None}


def _check_range(row: DataElement, here: dict[str, DataElement]) -> None:
    if row.at_most and row.at_most not in here:
        raise _unknown(row.key, row.at_most)
    numbers = [row, here[row.at_most]] if row.at_most else [row]
    is_bounded = row.minimum is not None or row.maximum is not None or bool(row.at_most)
    if is_bounded and any(each.type not in NUMBERS for each in numbers):
        raise Problem(
            "F205",
            _("“%(key)s” has a smallest or a largest value, which only numbers have.") % {"key": row.key},
            _("Leave the range out, or define a number."),
        )
    if row.minimum is not None and row.maximum is not None and row.minimum > row.maximum:
        raise Problem(
            "F205",
            _("The smallest value of “%(key)s” is more than its largest.") % {"key": row.key},
            _("Exchange the two."),
        )


def _check_same_meaning(row: DataElement, wanted: ElementToAdopt) -> None:
    if row.type != wanted.type:
        raise Problem(
            "F201",
            _("The answers to “%(key)s” are of type %(type)s here and cannot become %(wanted)s.")
            % {"key": row.key, "type": row.type, "wanted": wanted.type},
            _("Give the new meaning a key of its own."),
        )
    if (row.unit, row.code_set.key if row.code_set else "") != (wanted.unit, wanted.code_set):
        raise Problem(
            "F202",
            _("“%(key)s” has another unit or code list here.") % {"key": row.key},
            _("Give the new meaning a key of its own."),
        )


def _adopt_instruments(wanted: list[InstrumentToAdopt], known: dict[str, DataElement], pack: str) -> int:
    here = {each.key: each for each in Instrument.objects.all()}
    written = 0
    for each in wanted:
        missing = next((key for key in each.element_keys if key not in known), None)
        if missing is not None:
            raise _unknown(each.key, missing)
        row = here.get(each.key)
        items = {item.element_id: item for item in InstrumentElement.objects.filter(instrument=row)} if row else {}
        asked = [known[key].pk for key in each.element_keys]
        in_order = sorted(items.values(), key=lambda item: item.position)
        if row and row.title == each.title and [item.element_id for item in in_order] == asked:
            continue
        row = row or Instrument(key=each.key, pack=pack)
        row.title = each.title
        row.save()
        InstrumentElement.objects.filter(instrument=row).exclude(element__in=asked).delete()
        InstrumentElement.objects.bulk_create(
            [
                InstrumentElement(instrument=row, element_id=element, position=position)
                for position, element in enumerate(asked)
            ],
            update_conflicts=True,
            unique_fields=["instrument", "element"],
            update_fields=["position"],
        )
        written += 1
    return written


def _unknown(key: str, missing: str) -> Problem:
    return Problem(
        "F203",
        _("“%(key)s” refers to “%(missing)s”, which is not defined.") % {"key": key, "missing": missing},
        _("Define it in the same pack, or correct the name."),
    )
