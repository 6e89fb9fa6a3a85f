"""How people read the groups of a figure, which a definition knows by codes.

For figures that are released a label is what a group was called then, and it stays with the release.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext as _

from lineofsight.apps.agency.models import Grant, Program, Site
from lineofsight.apps.forms.models import Code
from lineofsight.apps.records.models import CollectionPoint, Gender, RaceEthnicity, Relationship, ServiceType, Stage
from lineofsight.measures import NOT_KNOWN, SEVERAL, Catalogue, Query
from lineofsight.measures.query import OfRow, Stored

from ..models import LastingCode

NAMED: dict[str, type[models.Model]] = {
    "program": Program,
    "site": Site,
    "grant": Grant,
    "service_type": ServiceType,
}
CHOICES: dict[str, type[models.TextChoices]] = {
    "gender": Gender,
    "race_ethnicity": RaceEthnicity,
    "relationship": Relationship,
    "enrollment_stage": Stage,
    "stage": CollectionPoint,
}


class Labels:
    """Labels of codes, each list read once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._lists: dict[str, Mapping[str, str]] = {}

    def of(self, query: Query, name: str, code: str) -> str:
        """The label of a group. At most two queries for each list of codes, the first time it is needed."""
        everywhere = {"yes": _("Yes"), "no": _("No"), NOT_KNOWN: _("Not known"), SEVERAL: _("Several")}
        code_set = self._code_set(query, name)
        if code_set and code_set not in self._lists:
            self._lists[code_set] = labels_of(code_set)
        return self._lists.get(code_set, {}).get(code) or everywhere.get(code, code)

    def _code_set(self, query: Query, name: str) -> str:
        place = query.group(name).place
        stored = place.place if isinstance(place, OfRow) else place
        if not isinstance(stored, Stored):
            return ""
        table = self._catalogue.tables.get(stored.tables[0])
        return table.column(stored.column).code_set if table and stored.column in table else ""


def labels_of(code_set: str) -> Mapping[str, str]:
    """Code → label of one list. At most two queries."""
    if code_set in NAMED:
        titles = dict(NAMED[code_set]._default_manager.values_list("pk", "name"))
        codes = LastingCode.objects.filter(table=code_set).values_list("code", "row_id")
        return {code: titles[row] for code, row in codes if row in titles}
    if code_set in CHOICES:
        return {choice.value: str(choice.label) for choice in CHOICES[code_set]}
    return dict(Code.objects.filter(code_set__key=code_set).values_list("code", "label"))
