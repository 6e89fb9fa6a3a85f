"""What the records keep without any form asking for it, by the names that definitions use: dates, stages, programs.

A definition that names one of these has its data as soon as there are records.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lineofsight.apps.agency.words import Words

CLIENT, ENROLLMENT, SERVICE, ASSESSMENT = (
    _("%(client)s’s file"),
    _("%(enrollment)s"),
    _("service"),
    _("assessment"),
)

RECORD_COLUMNS: Mapping[str, tuple[Promise, Promise]] = {  # name → (label, where it is kept)
    "id": (_("The record"), ENROLLMENT),
    "participant_id": (_("The person"), CLIENT),
    "household_id": (_("The household"), ENROLLMENT),
    "birth_date": (_("Day of birth"), CLIENT),
    "gender": (_("Gender"), CLIENT),
    "race": (_("Race and ethnicity"), CLIENT),
    "is_veteran": (_("Served in the armed forces"), CLIENT),
    "language": (_("Language"), CLIENT),
    "zip_code": (_("ZIP code"), CLIENT),
    "program": (_("%(Program)s"), ENROLLMENT),
    "site": (_("Site"), ENROLLMENT),
    "paid_by": (_("Grant that pays"), ENROLLMENT),
    "funder": (_("Funder"), ENROLLMENT),
    "relationship": (_("Place in the household"), ENROLLMENT),
    "enrollment_stage": (_("Stage of the %(enrollment)s"), ENROLLMENT),
    "applied_on": (_("Day of the application"), ENROLLMENT),
    "application_date": (_("Day of the application"), ENROLLMENT),
    "entry_date": (_("First day"), ENROLLMENT),
    "exit_date": (_("Last day"), ENROLLMENT),
    "service_type": (_("Kind of service"), SERVICE),
    "service_date": (_("Day of the service"), SERVICE),
    "quantity": (_("How much was delivered"), SERVICE),
    "amount": (_("Money given"), SERVICE),
    "service_recorded_on": (_("Day it was written down"), SERVICE),
    "recorded_on": (_("Day it was written down"), SERVICE),
    "date": (_("Day of the record"), ASSESSMENT),
    "stage": (_("When it was asked"), ASSESSMENT),
    "instrument": (_("Form"), ASSESSMENT),
}


def column_in_words(name: str, words: Words) -> tuple[str, str] | None:
    """The label and where it is kept, in the agency's words; None where the records keep no such column."""
    column = RECORD_COLUMNS.get(name)
    return (str(column[0]) % vars(words), str(column[1]) % vars(words)) if column else None
