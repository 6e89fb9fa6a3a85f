"""What is asked about a stay: its stage, its corrections, who looks after it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lineofsight.apps.agency.forms.seen import CorrectingForm, was_asked
from lineofsight.apps.agency.models import Grant, Site, StaffMember
from lineofsight.apps.agency.seen import values_of

from ..models import Enrollment, Relationship, Stage
from ..models.participation import ENDED
from ..selectors.mastering import Closed
from ..selectors.staffing import workers_of
from ..services.enrollments import FOLLOWS, STAGE
from .fields import GrantField, form_field


class NextStageField(forms.ChoiceField):
    """Offers what may follow. Whether it still may is judged by the service: somebody may have moved on meanwhile."""

    def valid_value(self, value: Any) -> bool:
        return value in Stage.values


class StageForm(CorrectingForm, forms.Form):
    """The next stage and its day."""

    stage = NextStageField(label=gettext_lazy("Stage"), widget=forms.RadioSelect)
    on = forms.DateField(label=gettext_lazy("On which day"))

    def __init__(self, *args: Any, enrollment: Enrollment, ends_only: bool, **keywords: Any) -> None:
        super().__init__(*args, present=values_of(enrollment, STAGE), **keywords)
        offered = [stage for stage in FOLLOWS[enrollment.stage] if not ends_only or stage in ENDED]
        chosen = str(self.data.get(self.add_prefix("stage"), ""))
        if chosen in Stage.values and chosen not in offered:  # it was offered before somebody else moved on
            offered.append(Stage(chosen))
        form_field(self, "stage", forms.ChoiceField).choices = [(stage.value, stage.label) for stage in offered]

    def shown(self, present: Mapping[str, object]) -> dict[str, Any]:
        """Where it stands is said above the questions; they ask where it goes."""
        return {}


class EnrollmentForm(CorrectingForm, forms.Form):
    """Corrections of an enrollment. Closed fields are not asked."""

    site = forms.ModelChoiceField(label=gettext_lazy("Site"), queryset=Site.objects.none(), required=False)
    applied_on = forms.DateField(label=gettext_lazy("Applied on"), required=False)
    entry_date = forms.DateField(label=gettext_lazy("Entered on"), required=False)
    exit_date = forms.DateField(label=gettext_lazy("Left on"), required=False)
    paid_by = GrantField(
        label=gettext_lazy("Who pays"),
        queryset=Grant.objects.none(),
        required=False,
        empty_label=gettext_lazy("Not said"),
    )
    relationship = forms.ChoiceField(
        label=gettext_lazy("Place in the household"), choices=Relationship.choices, required=False
    )

    def __init__(self, *args: Any, enrollment: Enrollment, sites: Any, closed: Closed, **keywords: Any) -> None:
        super().__init__(*args, present=values_of(enrollment, self.base_fields), **keywords)
        # The present ones are offered whatever has changed around them, or saving would take them away.
        form_field(self, "site", forms.ModelChoiceField).queryset = Site.objects.filter(
            Q(pk__in=sites.values("pk")) | Q(pk=enrollment.site_id)
        )
        form_field(self, "paid_by", forms.ModelChoiceField).queryset = (
            Grant.objects.filter(Q(programs=enrollment.program_id) | Q(pk=enrollment.paid_by_id))
            .select_related("funder")
            .distinct()
        )
        not_asked = {name for name in self.fields if name in closed}
        if enrollment.exit_date is None:
            not_asked.add("exit_date")
        if enrollment.entry_date is None:
            not_asked.add("entry_date")
        if enrollment.household_id is None:
            not_asked.add("relationship")
        for name in not_asked:
            if not was_asked(self, name):
                del self.fields[name]


class WorkerField(forms.ModelChoiceField):
    """Workers by name. look_after: worker id → people they look after now, where this viewer may know it."""

    look_after: Mapping[int, int] = MappingProxyType({})

    def label_from_instance(self, worker: Any) -> str:
        if worker.pk not in self.look_after:
            return str(worker.name)
        return _("%(name)s, now %(people)d") % {"name": worker.name, "people": self.look_after[worker.pk]}


class AssignForm(CorrectingForm, forms.Form):
    staff = WorkerField(label=gettext_lazy("Who looks after them from today?"), queryset=StaffMember.objects.none())

    def __init__(
        self, *args: Any, enrollment: Enrollment, staff: Any, look_after: Mapping[int, int], **keywords: Any
    ) -> None:
        super().__init__(*args, present=workers_of(enrollment), **keywords)
        field = form_field(self, "staff", WorkerField)
        field.look_after = look_after
        field.queryset = staff
        if look_after:
            field.help_text = _("With how many people they look after now, of those you supervise.")

    def shown(self, present: Mapping[str, object]) -> dict[str, Any]:
        """Who looks after them now is a list above the question."""
        return {}
