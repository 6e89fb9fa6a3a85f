"""Pages on which something new is typed: each makes an id, so that what was sent twice is written once.

The other half of `services/typed_once.py`.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext as _

from lineofsight.problems import Problem

from ..models import TypedEntry
from ..services.typed_once import WrittenOtherwise
from .sending import ENTRY_ID, OwnWords


class EntryForm(OwnWords):
    """Put before `forms.Form`: a page on which something new is typed. It makes the id of the entry."""

    def __init__(self, *args: Any, **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        self.fields[ENTRY_ID] = EntryIdField()
        self.was_here = False

    @property
    def entry_id(self) -> UUID:
        """For the service."""
        return UUID(str(self.cleaned_data[ENTRY_ID]))

    def took(self, written: object) -> None:
        super().took(written)
        self.was_here = isinstance(written, TypedEntry) and written.was_here

    def once(self, said: str) -> str:
        """What the page says when it is written, with a word on it where the same had been written before."""
        if not self.was_here:
            return said
        return _("%(said)s You had sent it before; it stands here once.") % {"said": said}

    def say(self, problem: Problem) -> bool:
        """What is typed stays, and becomes an entry of its own when it is sent again."""
        if not isinstance(problem, WrittenOtherwise):
            return super().say(problem)
        self.put(ENTRY_ID, uuid4())
        self.add_error(None, str(problem))
        return True

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.has_error(ENTRY_ID):
            self.put(ENTRY_ID, uuid4())
        return cleaned


class EntryIdField(forms.UUIDField):
    def __init__(self) -> None:
        said = _("This page was sent without its number. Nothing is lost: send it once more.")
        super().__init__(widget=forms.HiddenInput, initial=uuid4, error_messages={"required": said, "invalid": said})
