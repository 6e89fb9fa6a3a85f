"""What a page showed when somebody began to write, so that a later save never overwrites an earlier one unseen.

A form that changes something carries a token of the values it was made from: a short hash of each. The service compares
it, under its lock, with what the row says then:

    with transaction.atomic():
        row = Site.objects.select_for_update().get(pk=site.pk)
        check_seen(row, said, seen=seen, reader=actor)

Values are compared and not moments, because that is exact on every database and for every way of writing: two saves in
one instant differ; a row that was touched without a change of these values is no conflict; neither is the same save
sent twice. `forms/seen.py` is the other half: it carries the token, and shows both writers' values side by side.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from lineofsight.problems import Conflict

from .clock import now as this_moment
from .models import StaffMember
from .selectors.last_change import LastChange, last_change

NAME_LETTERS, VALUE_LETTERS = 8, 16
NO_LABELS: Mapping[str, Any] = MappingProxyType({})


class ChangedMeanwhile(Conflict):
    """Somebody changed what a page had shown before it was sent.

    now: each value they changed, as it is; kept: the names of those which the writer left as they had seen them; token:
    what the writer has seen once this is shown. The values are for the form; the sentence names fields only.
    """

    def __init__(self, sentence: str, *, now: Mapping[str, object], kept: frozenset[str], token: str) -> None:
        self.now = now
        self.kept = kept
        self.token = token
        super().__init__(
            "A070",
            sentence,
            _("Nothing you wrote is lost: it stands below, with what is there now beside it. Look, and save again."),
        )


def values_of(row: models.Model, names: Iterable[str]) -> dict[str, object]:
    """What a row says in these fields: ids for what it refers to, and lists of ids."""
    return {name: _value(row, name) for name in names}


def token_of(values: Mapping[str, object]) -> str:
    """What somebody sees, as a form carries it.

    >>> token_of({"phone": "", "days": 3}) == token_of({"days": 3, "phone": ""})
    True
    >>> token_of({"phone": ""}) == token_of({"phone": "555-0142"})
    False
    """
    return ".".join(_name_sign(name) + _value_sign(name, value) for name, value in sorted(values.items()))


def hash_of(values: Mapping[str, object]) -> str:
    """A SHA-256 of these values, the same for values that mean the same."""
    return hashlib.sha256(json.dumps(_plain(values), sort_keys=True, default=str).encode()).hexdigest()


def check_seen(
    row: models.Model,
    wanted: Mapping[str, object],
    *,
    seen: str,
    reader: StaffMember | None,
    labels: Mapping[str, Any] = NO_LABELS,
) -> None:
    """Raise `ChangedMeanwhile` when a field of `wanted` says neither what the writer saw nor what is wanted. For the
    inside of the transaction that holds the row. labels: words for the fields, where the model's own will not do."""
    check_values_seen([row], values_of(row, wanted), wanted, seen=seen, reader=reader, labels=labels)


def check_values_seen(
    rows: Sequence[models.Model],
    now: Mapping[str, object],
    wanted: Mapping[str, object],
    *,
    seen: str,
    reader: StaffMember | None,
    labels: Mapping[str, Any] = NO_LABELS,
) -> None:
    """The same for values that are no fields of one row, as they are `now`; `rows` are those that hold them."""
    said = _read(seen)
    theirs = {
        name: now[name]
        for name, value in wanted.items()
        if _plain(value) != _plain(now[name]) and said.get(_name_sign(name)) != _value_sign(name, now[name])
    }
    if not theirs:
        return
    kept = frozenset(name for name in theirs if said.get(_name_sign(name)) == _value_sign(name, wanted[name]))
    fields = dict.fromkeys(str(labels.get(name) or _label(rows[0], name)) for name in theirs)
    raise ChangedMeanwhile(
        _sentence(last_change(rows, theirs, reader=reader), get_text_list(list(fields), _("and"))),
        now=theirs,
        kept=kept,
        token=token_of(now),
    )


def _sentence(change: LastChange, fields: str) -> str:
    """The time comes first, because some end with a full stop of their own."""
    told = {"at": _when(change.at), "who": change.who, "fields": fields}
    if change.is_own:
        return _("%(at)s you changed this yourself, in another window: %(fields)s.") % told
    return _("%(at)s %(who)s changed this: %(fields)s.") % told


def _when(at: datetime | None) -> str:
    if at is None:
        return _("Meanwhile")
    here = timezone.localtime(at)
    if here.date() == timezone.localtime(this_moment()).date():
        return _("At %(time)s") % {"time": time_format(here, "TIME_FORMAT")}
    return _("On %(day)s at %(time)s") % {
        "day": date_format(here, "F j"),
        "time": time_format(here, "TIME_FORMAT"),
    }


def _value(row: models.Model, name: str) -> object:
    field = row._meta.get_field(name)
    if isinstance(field, models.ManyToManyField):
        return list(getattr(row, name).order_by("pk").values_list("pk", flat=True)) if row.pk else []
    return getattr(row, getattr(field, "attname", name))


def _label(row: models.Model, name: str) -> str:
    try:
        return str(getattr(row._meta.get_field(name), "verbose_name", name))
    except FieldDoesNotExist:
        return name


def _name_sign(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:NAME_LETTERS]


def _value_sign(name: str, value: object) -> str:
    said = json.dumps([name, _plain(value)], sort_keys=True, default=str)
    return hashlib.sha256(said.encode()).hexdigest()[:VALUE_LETTERS]


def _read(token: str) -> dict[str, str]:
    """A token that is missing or spoiled has seen nothing, so that everything counts as changed."""
    return {part[:NAME_LETTERS]: part[NAME_LETTERS:] for part in token.split(".") if part}


def _plain(value: object) -> Any:
    """The same for values that mean the same: a row and its id, 1 and 1.00, both ways to end a line, none and blank."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, str):
        return value.replace("\r\n", "\n") or None
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, models.QuerySet | list | tuple | set | frozenset):
        return sorted((_plain(each) for each in value), key=str)
    return value
