"""Goals, strategies and outcomes, and which strategies a program goes."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.forms.seen import CorrectingForm
from lineofsight.apps.agency.forms.sending import ENTRY_ID
from lineofsight.apps.agency.forms.typed_once import EntryForm
from lineofsight.apps.agency.models import Program
from lineofsight.apps.agency.seen import values_of
from lineofsight.apps.agency.words import in_our_words, the_words

from ..models import Goal, Measure, Outcome, Phrase, Strategy
from ..selectors.library import measure_titles, reported_measures


class MeasureChoice(forms.ModelChoiceField):
    """A measure by its title, which its newest version has."""

    def __init__(self, *args: Any, **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        self.titles: dict[int, str] = {}

    def label_from_instance(self, obj: Any) -> str:
        self.titles = self.titles or measure_titles()
        return self.titles.get(obj.pk, obj.key)


class MeasureChoices(forms.ModelMultipleChoiceField):
    """Several measures by their titles."""

    def __init__(self, *args: Any, **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        self.titles: dict[int, str] = {}

    def label_from_instance(self, obj: Any) -> str:
        self.titles = self.titles or measure_titles()
        return self.titles.get(obj.pk, obj.key)


def programs_going_on() -> QuerySet[Program]:
    return Program.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=today()))


class GoalForm(EntryForm, CorrectingForm, forms.Form):
    title = forms.CharField(
        label=gettext_lazy("What is to be true one day?"),
        help_text=gettext_lazy("A short sentence about people, such as: People have a home they can keep."),
        max_length=200,
    )
    why = forms.CharField(
        label=gettext_lazy("Why this goal?"), required=False, widget=forms.Textarea(attrs={"rows": "2"})
    )
    phrases = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Which phrases of the mission does it serve?"),
        queryset=Phrase.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    indicator = MeasureChoice(
        label=gettext_lazy("Which figure tells how the whole community is doing?"),
        help_text=in_our_words(
            gettext_lazy("No %(program)s answers for it. Only measures that others count are offered.")
        ),
        queryset=Measure.objects.none(),
        required=False,
    )
    is_draft = forms.BooleanField(
        label=gettext_lazy("This is a draft"),
        help_text=gettext_lazy("Nobody has agreed on it yet. It is shown as a draft."),
        required=False,
    )

    def __init__(self, *args: Any, goal: Goal | None, phrases: QuerySet[Phrase], **keywords: Any) -> None:
        super().__init__(*args, present=values_of(goal, list(self.base_fields)) if goal else None, **keywords)
        if goal:
            del self.fields[ENTRY_ID]
        cast(Any, self.fields["phrases"]).queryset = phrases
        indicator = cast(Any, self.fields["indicator"])
        indicator.queryset, indicator.empty_label = reported_measures(), _("None")
        if not phrases.exists():
            del self.fields["phrases"]
        if not indicator.queryset.exists():
            del self.fields["indicator"]

    def shown(self, present: Any) -> dict[str, Any]:
        """The phrases of earlier missions stay linked, and are not asked."""
        return dict(present)


class StepForm(EntryForm, CorrectingForm, forms.Form):
    """A strategy or an outcome: a title and the programs behind it."""

    title = forms.CharField(max_length=200)
    programs = forms.ModelMultipleChoiceField(
        queryset=Program.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, step: Strategy | Outcome | None, is_outcome: bool, **keywords: Any) -> None:
        super().__init__(*args, present=values_of(step, list(self.base_fields)) if step else None, **keywords)
        if step:
            del self.fields[ENTRY_ID]
        title, programs = self.fields["title"], cast(Any, self.fields["programs"])
        if is_outcome:
            title.label = _("Which change for people would show it?")
            title.help_text = _("A sentence about people, such as: People keep their job for six months.")
        else:
            title.label = _("Which way do you go?")
            title.help_text = _("A few words, such as: A home first, then everything else.")
        programs.label = _("Which %(programs)s?") % vars(the_words())
        programs.queryset = programs_going_on()
        if not programs.queryset.exists():
            del self.fields["programs"]


class ConnectForm(CorrectingForm, forms.Form):
    """The strategies that a program goes, by goal."""

    strategies = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Which strategies does it go?"),
        queryset=Strategy.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, program: Program, **keywords: Any) -> None:
        going = list(program.strategies.order_by("pk").values_list("pk", flat=True))
        super().__init__(*args, present={"strategies": going}, **keywords)
        field = cast(Any, self.fields["strategies"])
        field.queryset = Strategy.objects.select_related("goal").order_by("goal__position", "position", "id")
        field.label_from_instance = lambda strategy: f"{strategy.goal.title}: {strategy.title}"
