"""The same entry sent twice is one row: a double click, a page sent again, a phone that tried once more.

The page makes an id for what is typed on it. The same id with the same content gives the row that is here, whatever
became of it since; the same id with other content is refused, and nothing is overwritten. The database holds the id to
be there once, so that two at the same moment are one as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lineofsight.problems import Conflict, Problem

from ..models import TypedEntry
from ..seen import hash_of

Row = TypeVar("Row", bound=TypedEntry)
Made = TypeVar("Made", bound=TypedEntry, covariant=True)


class WrittenOtherwise(Conflict):
    """An entry with this id is here and said something else."""

    def __init__(self) -> None:
        super().__init__(
            "A071",
            _("This page was sent before, with other content. What was written then was not overwritten."),
            _("To correct it, open the file. If this is one more, save again: it is then written down beside it."),
        )


class Make(Protocol[Made]):
    """Makes the row, with these two columns in it."""

    def __call__(self, *, entry_id: UUID, entry_hash: str) -> Made: ...


def typed_once(model: type[Row], entry_id: UUID, said: Mapping[str, object], make: Make[Row]) -> Row:
    """The row of this entry: the one that is here, or what `make` makes, in one transaction. said: all of its content.

    Raises `WrittenOtherwise`, and whatever `make` raises.
    """
    content = hash_of(said)
    try:
        with transaction.atomic():
            return _here(model, entry_id, content) or make(entry_id=entry_id, entry_hash=content)
    except (IntegrityError, Problem):
        written_meanwhile = _here(model, entry_id, content)  # by the same entry, sent at the same moment
        if written_meanwhile is None:
            raise
        return written_meanwhile


def _here(model: type[Row], entry_id: UUID, content: str) -> Row | None:
    row = model._default_manager.filter(entry_id=entry_id).first()
    if row is None:
        return None
    if row.entry_hash != content:
        raise WrittenOtherwise
    row.was_here = True
    return row
