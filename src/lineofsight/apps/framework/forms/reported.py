"""Figures from elsewhere: one, or many from a sheet. Counts are read as people write them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lineofsight.apps.agency.doubts import Doubt
from lineofsight.apps.agency.forms.doubting import DoubtingForm
from lineofsight.apps.agency.models import StaffMember

from ..doubts import doubt_of_counts
from ..models import MeasureVersion, ReportedValue
from ..reported_counts import Counts, Days, Reported
from ..reported_sheet import SheetShape
from ..selectors.places import Place, places_to_report_for
from ..services.reported import Upload
from .evidence import CopyForm, CountsForm, why_corrected

GROUPS = [
    ("", gettext_lazy("Everybody")),
    ("site", gettext_lazy("By site")),
    ("age_band", gettext_lazy("By age")),
    ("race", gettext_lazy("By race")),
    ("gender", gettext_lazy("By gender")),
    ("township", gettext_lazy("By township")),
]
STEPS = [("12", gettext_lazy("A year")), ("3", gettext_lazy("A quarter")), ("1", gettext_lazy("A month"))]


class SourceForm(CopyForm):
    """Where figures come from, asked of one and of many."""

    place = forms.ChoiceField(label=gettext_lazy("For which place?"))
    source = forms.CharField(
        label=gettext_lazy("Where do the figures come from?"),
        help_text=gettext_lazy("Who counted, in which table, on which page."),
        max_length=300,
    )
    why = forms.CharField(
        label=gettext_lazy("Why are earlier figures corrected?"),
        help_text=gettext_lazy("Only when some are there already and differ. Both stay to be seen."),
        required=False,
        max_length=300,
    )

    def __init__(self, *args: Any, reader: StaffMember, **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        self.places: dict[str, Place] = {each.key: each for each in places_to_report_for(reader)}
        cast(Any, self.fields["place"]).choices = [
            (key, each.title if each.program else _("The whole agency, or the whole community"))
            for key, each in self.places.items()
        ]

    @property
    def where(self) -> Place:
        return self.places[self.cleaned_data["place"]]


class ValueForm(DoubtingForm, CountsForm, SourceForm):
    """One value, typed."""

    group_by = forms.ChoiceField(label=gettext_lazy("About whom?"), choices=GROUPS, required=False)
    group = forms.CharField(
        label=gettext_lazy("Which group?"),
        help_text=gettext_lazy("Its name, when the figure is about one group."),
        required=False,
        max_length=80,
    )
    field_order = ("place", "period", "numerator", "denominator", "count", "group_by", "group", "source")

    def __init__(self, *args: Any, version: MeasureVersion, first_month: int | None, **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        self.two_counts, self.first_month = version.has_two_counts, first_month
        for name in ("count",) if self.two_counts else ("numerator", "denominator"):
            del self.fields[name]
        del self.fields["why"]

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if bool(said.get("group_by")) != bool(str(said.get("group") or "").strip()):
            self.add_error("group", _("Write the name of the group and by what it is one, or neither."))
        return super().clean()

    def doubts(self, said: Mapping[str, Any]) -> Iterable[Doubt]:
        doubt = doubt_of_counts(self.counts)
        return (doubt,) if doubt else ()

    @property
    def counts(self) -> Counts:
        said = self.cleaned_data
        if self.two_counts:
            return Counts(numerator=said["numerator"], denominator=said["denominator"])
        return Counts(count=said["count"])

    @property
    def value(self) -> Reported:
        said = self.cleaned_data
        return Reported(days=said["period"], counts=self.counts, group_by=said["group_by"], group=said["group"].strip())


class CorrectionForm(ValueForm):
    """Another version of one value: its place, time and group stay."""

    def __init__(self, *args: Any, value: ReportedValue, **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        self.kept = value
        for name in ("place", "period", "group_by", "group"):
            del self.fields[name]
        self.fields["why"] = why_corrected()
        self.initial = {
            "numerator": value.numerator,
            "denominator": value.denominator,
            "count": value.count,
            "source": value.source,
            **self.initial,
        }

    @property
    def where(self) -> Place:
        return Place(self.kept.program, self.kept.site)

    @property
    def value(self) -> Reported:
        days = Days(self.kept.starts_on, self.kept.ends_on)
        return Reported(days=days, counts=self.counts, group_by=self.kept.group_by, group=self.kept.group)


class SheetForm(SourceForm):
    """Many values: pasted, or from a CSV file."""

    text = forms.CharField(
        label=gettext_lazy("Paste the cells here"), required=False, widget=forms.Textarea(attrs={"rows": "8"})
    )
    file = forms.FileField(label=gettext_lazy("Or choose a CSV file"), required=False)
    group_by = forms.ChoiceField(
        label=gettext_lazy("About whom?"),
        help_text=gettext_lazy("With a group, its name stands in a column before the counts."),
        choices=GROUPS,
        required=False,
    )
    first_day = forms.DateField(
        label=gettext_lazy("First day of the first line"),
        help_text=gettext_lazy("Only when the lines hold counts alone, without a period."),
        required=False,
        widget=forms.DateInput,
    )
    step_months = forms.ChoiceField(label=gettext_lazy("Each line is"), choices=STEPS, required=False)
    field_order = ("place", "text", "file", "source", "group_by", "first_day", "step_months", "why", "attachment")

    def __init__(self, *args: Any, version: MeasureVersion, first_month: int | None, **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        self.two_counts, self.first_month = version.has_two_counts, first_month
        del self.fields["attachment"]  # between the steps everything stands in the page alone
        columns = _("period, how many, of how many") if self.two_counts else _("period, how many")
        self.fields["text"].help_text = _("One period a line. Columns: %(columns)s.") % {"columns": columns}

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("file") and not str(said.get("text") or "").strip():
            self.add_error("text", _("Paste the cells, or choose a file."))
        return said

    @property
    def upload(self) -> Upload | None:
        return None

    def put_text(self, text: str) -> None:
        """Keep what a file held in the page, for the second step."""
        sent = cast(Any, self.data).copy()
        sent["text"] = text
        self.data = sent

    @property
    def shape(self) -> SheetShape:
        said = self.cleaned_data
        first_day: date | None = said.get("first_day")
        return SheetShape(
            two_counts=self.two_counts,
            has_group=bool(said.get("group_by")),
            first_month=self.first_month,
            first_day=first_day,
            step_months=int(said.get("step_months") or 12),
        )
