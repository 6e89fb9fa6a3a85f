"""What forms say of answers they cannot take: our sentences, on every page."""

from __future__ import annotations

import pytest
from django import forms
from django.template import engines

from lineofsight.apps.agency.models import Program, StaffMember


class Meeting(forms.Form):
    what = forms.CharField(max_length=5)
    people = forms.IntegerField(min_value=1)
    hours = forms.DecimalField(max_value=24)
    on = forms.DateField()
    email = forms.EmailField()
    way = forms.ChoiceField(choices=[("bus", "By bus")])


@pytest.mark.parametrize(
    ("field", "answer", "sentence"),
    [
        ("what", "", "This question needs an answer."),
        ("way", "", "This question needs an answer."),
        ("what", "Swimming", "Write at most 5 characters; now there are 8."),
        ("people", "0", "Write 1 or more."),
        ("people", "two", "Write a whole number, such as 3."),
        ("hours", "25", "Write 24 or less."),
        ("hours", "long", "Write a number, such as 2 or 1.5."),
        ("on", "31/31/2026", "This is not a day. Write month, day and year, such as 11/23/2026."),
        ("email", "ana", "Write an email address, such as ana@example.org."),
        ("way", "plane", "This cannot be chosen here. Choose one of the answers that are offered."),
    ],
)
def test_says_what_to_write(field: str, answer: str, sentence: str) -> None:
    assert Meeting({field: answer}).errors[field] == [sentence]


def test_understands_the_day_it_gives_as_an_example() -> None:
    assert not Meeting({"on": "11/23/2026"}).has_error("on")


def test_asks_to_choose_instead_of_dashes(db: None) -> None:
    worker = forms.ModelChoiceField(StaffMember.objects.all())
    protection = forms.ChoiceField(choices=[("", "---------"), ("law", "By law")])
    form = type("Give", (forms.Form,), {"worker": worker, "protection": protection})()

    page = engines["django"].from_string("{% load look %}{{ form.worker|control }}{{ form.protection|control }}")
    shown = page.render({"form": form})

    assert shown.count('<option value="" selected>Choose</option>') == 2
    assert "---" not in shown


def test_keeps_what_a_form_says_of_no_choice(db: None) -> None:
    program = forms.ModelChoiceField(Program.objects.all(), required=False, empty_label="Every program")
    form = type("Show", (forms.Form,), {"program": program})()

    shown = engines["django"].from_string("{% load look %}{{ form.program|control }}").render({"form": form})

    assert "Every program" in shown
