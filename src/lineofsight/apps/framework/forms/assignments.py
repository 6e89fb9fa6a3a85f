"""Where a measure is used, what it is to reach by when and why, and a note on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lineofsight.apps.agency.doubts import Doubt
from lineofsight.apps.agency.forms.doubting import DoubtingForm
from lineofsight.apps.agency.forms.seen import CorrectingForm
from lineofsight.apps.agency.forms.sending import ENTRY_ID
from lineofsight.apps.agency.forms.typed_once import EntryForm
from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.agency.seen import values_of
from lineofsight.apps.agency.words import in_our_words

from ..doubts import doubt_of_amount, doubt_of_percent
from ..known_figures import Range
from ..models import Asks, MeasureAssignment, MeasureVersion, Outcome, PerformancePeriod
from ..selectors.places import Place, places
from ..years import NamedYear

OWN_DAYS = "own"


class UseForm(CorrectingForm, forms.Form):
    """What may be changed about a use: outcome, owner, question. The place is asked only of a new one."""

    asks = forms.ChoiceField(
        label=gettext_lazy("Which question does it answer there?"), choices=Asks.choices, widget=forms.RadioSelect
    )
    outcome = forms.ModelChoiceField(
        label=gettext_lazy("Which outcome does it show?"), queryset=Outcome.objects.none(), required=False
    )
    owner = forms.ModelChoiceField(
        label=gettext_lazy("Who answers for it?"),
        help_text=gettext_lazy("The owner writes down what is behind the figures."),
        queryset=StaffMember.objects.none(),
        required=False,
    )

    def __init__(self, *args: Any, assignment: MeasureAssignment | None, **keywords: Any) -> None:
        names = ["asks", "outcome", "owner"]
        super().__init__(*args, present=values_of(assignment, names) if assignment else None, **keywords)
        outcome, owner = cast(Any, self.fields["outcome"]), cast(Any, self.fields["owner"])
        outcome.queryset = Outcome.objects.select_related("goal").order_by("goal__position", "position", "id")
        outcome.label_from_instance = lambda row: f"{row.goal.title}: {row.title}"
        outcome.empty_label = _("None; it tells how much or how well")
        kept = assignment.owner_id if assignment else None
        owner.queryset = StaffMember.objects.filter(is_active=True) | StaffMember.objects.filter(pk=kept or 0)
        owner.empty_label = _("Nobody yet")


class AssignForm(EntryForm, UseForm):
    place = forms.ChoiceField(label=gettext_lazy("Where is it used?"))
    field_order = ("place", "outcome", "asks", "owner")

    def __init__(self, *args: Any, **keywords: Any) -> None:
        super().__init__(*args, assignment=None, **keywords)
        self.places = {each.key: each for each in places()}
        cast(Any, self.fields["place"]).choices = [(key, each.title) for key, each in self.places.items()]

    def use(self) -> dict[str, Any]:
        """What the service takes."""
        said = self.said()
        place: Place = self.places[said.pop("place")]
        return {**said, "program": place.program, "site": place.site}


class TargetForm(DoubtingForm, EntryForm, CorrectingForm, forms.Form):
    """A performance period. Shares are asked in percent and kept as 0 to 1. known: between which figures it has been,
    asked when a target was typed."""

    year = forms.ChoiceField(label=gettext_lazy("For which time?"))
    starts_on = forms.DateField(label=gettext_lazy("First day"), required=False, widget=forms.DateInput)
    ends_on = forms.DateField(label=gettext_lazy("Last day"), required=False, widget=forms.DateInput)
    target = forms.DecimalField(required=False, max_digits=12, decimal_places=4, localize=True)
    reason = forms.CharField(
        label=gettext_lazy("Where does this number come from?"),
        help_text=in_our_words(
            gettext_lazy("Our own level, what others reach, what %(clients)s need. Without a target: why not yet.")
        ),
        error_messages={"required": gettext_lazy("Say where the number comes from, or why there is none yet.")},
        widget=forms.Textarea(attrs={"rows": "3"}),
    )
    baseline_numerator = forms.IntegerField(label=gettext_lazy("How many"), required=False, min_value=0)
    baseline_denominator = forms.IntegerField(label=gettext_lazy("of how many"), required=False, min_value=1)
    baseline_value = forms.DecimalField(
        label=gettext_lazy("Value before"), required=False, max_digits=12, decimal_places=4, localize=True
    )
    baseline_count = forms.IntegerField(label=gettext_lazy("of how many people"), required=False, min_value=0)
    baseline_when = forms.CharField(
        label=gettext_lazy("When was that?"), required=False, max_length=120, help_text=gettext_lazy("Such as: 2025.")
    )

    def __init__(
        self,
        *args: Any,
        version: MeasureVersion,
        years: list[NamedYear],
        period: PerformancePeriod | None,
        known: Callable[[], Range | None],
        **keywords: Any,
    ) -> None:
        self.known = known
        self.is_share, self.has_two_counts = version.is_share, version.has_two_counts
        self.years = {each.key: each for each in years}
        names = [name for name in self.base_fields if name != "year"] + ["name"]
        super().__init__(*args, present=values_of(period, names) if period else None, **keywords)
        if period:
            del self.fields[ENTRY_ID]
        choices = [
            (key, f"{each.name}: {each.starts_on:%b %-d, %Y} – {each.ends_on:%b %-d, %Y}")
            for key, each in self.years.items()
        ]
        cast(Any, self.fields["year"]).choices = [*choices, (OWN_DAYS, _("Other days"))]
        target = self.fields["target"]
        target.label = _("Target, in percent") if self.is_share else _("Target")
        target.help_text = _("Leave it empty if there is none yet.")
        if version.unit:
            target.help_text = _("In %(unit)s. Leave it empty if there is none yet.") % {"unit": version.unit}
        left_out = (
            ("baseline_value", "baseline_count")
            if self.has_two_counts
            else (
                "baseline_numerator",
                "baseline_denominator",
            )
        )
        for name in left_out:
            del self.fields[name]

    def shown(self, present: Any) -> dict[str, Any]:
        """A share in percent; the year by its days, when it is one of those offered."""
        shown = {name: value for name, value in present.items() if name != "name"}
        if self.is_share and present.get("target") is not None:
            shown["target"] = (Decimal(present["target"]) * 100).normalize()
        elif present.get("target") is not None:
            shown["target"] = Decimal(present["target"]).normalize()
        if present.get("baseline_value") is not None:
            shown["baseline_value"] = Decimal(present["baseline_value"]).normalize()
        if "starts_on" in present and "ends_on" in present:
            key = f"{present['starts_on']}/{present['ends_on']}"
            shown["year"] = key if key in self.years else OWN_DAYS
        return shown

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said.get("year") == OWN_DAYS:
            for name in ("starts_on", "ends_on"):
                if said.get(name) is None and name not in self.errors:
                    self.add_error(name, _("Write both days."))
        counts = ("baseline_numerator", "baseline_denominator")
        if self.has_two_counts and (said.get(counts[0]) is None) != (said.get(counts[1]) is None):
            self.add_error(counts[1] if said.get(counts[1]) is None else counts[0], _("Give the two counts."))
        return super().clean()

    def doubts(self, said: Mapping[str, Any]) -> Iterable[Doubt]:
        target: Decimal | None = said.get("target")
        if target is None or (self.is_share and not 0 <= target <= 100):
            return ()
        doubt = (doubt_of_percent if self.is_share else doubt_of_amount)(target, self.known())
        return (doubt,) if doubt else ()

    def period(self) -> dict[str, Any]:
        """What the service takes."""
        said = self.said()
        year = self.years.get(said.pop("year"))
        if year:
            said |= {"name": year.name, "starts_on": year.starts_on, "ends_on": year.ends_on}
        else:
            said["name"] = ""
        if self.is_share and said["target"] is not None:
            said["target"] = said["target"] / 100
        return said


class NoteForm(EntryForm, forms.Form):
    about_from = forms.DateField(label=gettext_lazy("About the figures from"), widget=forms.DateInput)
    about_to = forms.DateField(label=gettext_lazy("to"), widget=forms.DateInput)
    behind = forms.CharField(
        label=gettext_lazy("What is behind them?"), widget=forms.Textarea(attrs={"rows": "4"}), max_length=4_000
    )
    trying = forms.CharField(
        label=gettext_lazy("What will you try?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": "3"}),
        max_length=4_000,
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, last = said.get("about_from"), said.get("about_to")
        if isinstance(first, date) and isinstance(last, date) and last < first:
            self.add_error("about_to", _("It ends before it begins. Enter a later day."))
        return said
