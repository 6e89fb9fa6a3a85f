"""What is known about a person, line by line, as it stands at the side of their file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..dates_in_words import age_on
from ..models import BirthDateQuality, Gender, Participant, RaceEthnicity
from .file import ClientFile


@dataclass(frozen=True)
class Fact:
    """A line about the person. field: its name in the form. is_closed: kept in a source and not changed here."""

    field: str
    label: str
    words: str
    is_closed: bool


def facts_about(file: ClientFile) -> list[Fact]:
    """What is known about the person, closed fields marked. Blank ones are left out, but for phone and language."""
    person = file.participant
    birth = ""
    if person.birth_date:
        age = age_on(person.birth_date, file.today)
        birth = _("%(day)s (%(age)d)") % {"day": _long(person.birth_date), "age": age}
    lines = [
        ("first_name", _("Name"), _full_name(person)),
        ("birth_date", _("Date of birth"), birth or _why_no_birth_date(person)),
        ("genders", _("Gender"), _labels(Gender, person.genders)),
        ("race_ethnicities", _("Race and ethnicity"), _labels(RaceEthnicity, person.race_ethnicities)),
        ("is_veteran", _("Veteran"), {True: _("Yes"), False: _("No"), None: ""}[person.is_veteran]),
        ("preferred_name", _("Goes by"), person.preferred_name),
        ("phone", _("Phone"), person.phone or _("Not known")),
        ("email", _("Email"), person.email),
        ("address", _("Address"), ", ".join(part for part in (person.address, person.zip_code) if part)),
        ("language", _("Language"), person.language or _("Not known")),
    ]
    return [Fact(field, label, words, field in file.closed) for field, label, words in lines if words]


def _why_no_birth_date(person: Participant) -> str:
    """A source may say that the date is known, and write one that cannot be read."""
    if person.birth_date_quality in (BirthDateQuality.FULL, BirthDateQuality.APPROXIMATE):
        return _("Not known")
    return str(person.get_birth_date_quality_display())


def _full_name(person: Participant) -> str:
    parts = (person.first_name, person.middle_name, person.last_name, person.name_suffix)
    return " ".join(part for part in parts if part) or person.display_name


def _labels(choices: type[Gender] | type[RaceEthnicity], codes: list[str]) -> str:
    labels = {choice.value: str(choice.label) for choice in choices}
    return ", ".join(labels.get(code, code) for code in codes)


def _long(day: date) -> str:
    return date_format(day, "F j, Y")
