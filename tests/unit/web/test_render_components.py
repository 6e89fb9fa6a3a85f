"""What the shared components make of a form, a list and a work row."""

from __future__ import annotations

from datetime import date

from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory


class Visit(forms.Form):
    days = forms.IntegerField(label="How many days?", help_text="Excused days too.", max_value=22)
    on = forms.DateField(label="When?", required=False)
    way = forms.ChoiceField(label="How?", choices=[("bus", "By bus"), ("foot", "On foot")], widget=forms.RadioSelect)


def render(template: str, **shown: object) -> str:
    page = engines["django"].from_string(template)
    return page.render(shown, RequestFactory().get("/clients/?name=Maya&page=1"))


def test_tells_a_screen_reader_the_hint_and_what_is_wrong(db: None) -> None:
    form = Visit({"days": "32"})

    shown = render('{% load cotton %}{% cotton field :field="form.days" %}{% endcotton %}', form=form)

    assert 'aria-invalid="true"' in shown
    assert 'aria-describedby="id_days_helptext id_days_error"' in shown
    assert 'id="id_days_helptext">Excused days too.' in shown
    assert 'id="id_days_error">Write 22 or less.' in shown


def test_asks_a_choice_as_a_group_with_a_legend(db: None) -> None:
    shown = render('{% load cotton %}{% cotton field :field="form.way" %}{% endcotton %}', form=Visit())

    assert "<fieldset" in shown
    assert "<legend>How?</legend>" in shown
    assert '<label class="los-choice" for="id_way_1">' in shown


def test_asks_a_day_with_the_browsers_own_field(db: None) -> None:
    form = Visit(initial={"on": date(2026, 2, 1)})

    shown = render('{% load cotton %}{% cotton field :field="form.on" %}{% endcotton %}', form=form)

    assert '<input type="date" name="on" value="2026-02-01"' in shown


def test_says_which_questions_may_stay_open(db: None) -> None:
    shown = render('{% load cotton %}{% cotton field :field="form.on" %}{% endcotton %}', form=Visit())

    assert "optional" in shown


def test_does_not_say_it_where_nothing_is_required(db: None) -> None:
    form = type("Narrow", (forms.Form,), {"name": forms.CharField(required=False)})()

    shown = render('{% load cotton %}{% cotton field :field="form.name" %}{% endcotton %}', form=form)

    assert "optional" not in shown


def test_links_each_error_to_its_control(db: None) -> None:
    form = Visit({"days": "32"})

    shown = render('{% load cotton %}{% cotton errors :form="form" %}{% endcotton %}', form=form)

    assert 'role="alert"' in shown
    assert '<a href="#id_days">How many days?</a>' in shown
    assert '<a href="#id_way_0">How?</a>' in shown


def test_shows_no_summary_when_nothing_is_wrong(db: None) -> None:
    shown = render('{% load cotton %}{% cotton errors :form="form" %}{% endcotton %}', form=Visit())

    assert "role" not in shown


def test_names_the_person_in_the_action(db: None) -> None:
    template = '{% load cotton %}{% cotton due :title="name" action-href="/x/" action-label="Start" %}{% endcotton %}'

    shown = render(template, name="Maya <R.>")

    assert 'aria-label="Start: Maya &lt;R.&gt;"' in shown


def test_keeps_the_search_when_turning_the_page(db: None) -> None:
    page = Paginator(range(120), 50).get_page(1)

    shown = render('{% load cotton %}{% cotton pager :page="page" %}{% endcotton %}', page=page)

    assert 'href="?name=Maya&amp;page=2"' in shown
    assert "1 to 50 of 120" in shown


def test_sees_nothing_of_the_page_around_a_component(db: None) -> None:
    shown = render('{% load cotton %}{% cotton section note="1" %}{% endcotton %}', title="Of the page")

    assert "Of the page" not in shown
