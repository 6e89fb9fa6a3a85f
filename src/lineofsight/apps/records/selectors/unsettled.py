"""What a source said of somebody and nobody understood: it stands on the file until it is mended, so that a birth date
that is not known is told from one that was mistyped.

The rule: a value stands with its row, and is settled once somebody has written here what it should be. That of the
person is shown with the person, that of an enrollment to those who see the enrollment; it is shown as it stood.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lineofsight.packs.misread import columns_of_enrollments, columns_of_people, fields_of_people

from ..models import Participant
from .file import ClientFile


@dataclass(frozen=True)
class Unsettled:
    """label: what it should be. said: as it stood. where: the program of the enrollment, or empty.

    can_mend: whether it is mended here, on the form of the person; otherwise in the source.
    """

    label: str
    said: str
    where: str
    can_mend: bool


def unsettled_on(file: ClientFile) -> list[Unsettled]:
    """Of the person first, then of each enrollment on the file. The caller has loaded the sources."""
    person = file.participant
    found = []
    if person.source:
        is_open = not file.closed.fields
        aside = {name: said for name, said in person.kept_aside.items() if not (is_open and _is_known(person, name))}
        for label, said in _misread(aside, columns_of_people(person.source.kind)):
            found.append(Unsettled(label, said, "", is_open and file.can_work))
    for each in file.standing:
        stay = each.enrollment
        if stay.source:
            for label, said in _misread(stay.kept_aside, columns_of_enrollments(stay.source.kind)):
                found.append(Unsettled(label, said, stay.program.name, False))
    return found


def _is_known(person: Participant, column: str) -> bool:
    field = fields_of_people().get(column)
    return field is not None and hasattr(person, field) and getattr(person, field) not in (None, "")


def _misread(aside: Mapping[str, str], columns: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(columns[name], said) for name, said in aside.items() if name in columns]
