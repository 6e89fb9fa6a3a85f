"""What the fields of records are called wherever a change of one is told: in the history, and where two people met."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy

LABELS: Mapping[str, Any] = {
    "first_name": gettext_lazy("first name"),
    "middle_name": gettext_lazy("middle name"),
    "last_name": gettext_lazy("last name"),
    "name_suffix": gettext_lazy("name suffix"),
    "preferred_name": gettext_lazy("goes by"),
    "birth_date": gettext_lazy("date of birth"),
    "birth_date_quality": gettext_lazy("how well the date of birth is known"),
    "genders": gettext_lazy("gender"),
    "race_ethnicities": gettext_lazy("race and ethnicity"),
    "is_veteran": gettext_lazy("veteran"),
    "language": gettext_lazy("language"),
    "phone": gettext_lazy("phone"),
    "email": gettext_lazy("email"),
    "address": gettext_lazy("address"),
    "zip_code": gettext_lazy("ZIP code"),
    "stage": gettext_lazy("stage"),
    "stage_since": gettext_lazy("day of the stage"),
    "applied_on": gettext_lazy("applied"),
    "entry_date": gettext_lazy("entry"),
    "exit_date": gettext_lazy("exit"),
    "household": gettext_lazy("household"),
    "relationship": gettext_lazy("place in the household"),
    "joined_household_on": gettext_lazy("joined the household"),
    "left_household_on": gettext_lazy("left the household"),
    "site": gettext_lazy("site"),
    "paid_by": gettext_lazy("who pays"),
    "type": gettext_lazy("service"),
    "point": gettext_lazy("when it is made"),
    "date": gettext_lazy("day"),
    "quantity": gettext_lazy("how much"),
    "amount": gettext_lazy("amount"),
    "note": gettext_lazy("note"),
    "standing": gettext_lazy("state"),
}
"""Those a reader understands, in the order in which they are told."""
