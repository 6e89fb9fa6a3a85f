"""Two people, or one person in two tabs, on one form of the set-up: the later save is shown what the earlier wrote."""

from __future__ import annotations

from typing import Any

import pytest
from django.forms import BaseForm
from django.test import Client

from lineofsight.apps.agency.models import Funder, Grant, Program, Source, StaffMember
from lineofsight.apps.agency.selectors.agency import the_agency
from tests.cast import Programs, Sites
from tests.house.filled_form import filled


def opened(client: Client, where: str, **answers: object) -> dict[str, object]:
    """The form of a page as it stands now, with these answers."""
    return filled(client.get(where).content.decode(), answers)


def again(form: BaseForm) -> dict[str, Any]:
    """What a browser sends when the page that was shown is saved again."""
    return {field.html_name: field.value() for field in form if field.value()}


@pytest.fixture
def grant(programs: Programs) -> Grant:
    return Grant.objects.create(name="2026", funder=Funder.objects.create(name="County"))


@pytest.fixture
def places(stranger: StaffMember, programs: Programs, sites: Sites, grant: Grant) -> dict[str, str]:
    return {
        "staff": f"/setup/people/{stranger.pk}/change/",
        "agency": "/setup/agency/",
        "words": "/setup/words/",
        "program": f"/setup/programs/{programs.mentoring.pk}/",
        "site": f"/setup/sites/{sites.north.pk}/",
        "funder": f"/setup/funders/{grant.funder_id}/",
        "grant": f"/setup/grants/{grant.pk}/",
    }


@pytest.mark.parametrize(
    ("page", "asked", "first", "second", "changed"),
    [
        ("staff", "job_title", "Driver", "Cook", "job title"),
        ("agency", "name", "Riverside", "Lakeside", "name of the agency"),
        ("words", "client_one", "guest", "youth", "one client"),
        ("program", "name", "Bright Path", "Clear Path", "name"),
        ("site", "address", "1 Elm Street", "9 Oak Street", "address"),
        ("funder", "name", "State", "City", "name"),
        ("grant", "number", "77", "78", "number"),
    ],
)
def test_are_shown_what_the_other_wrote(
    as_administrator: Client, places: dict[str, str], page: str, asked: str, first: str, second: str, changed: str
) -> None:
    where = places[page]
    earlier = opened(as_administrator, where, **{asked: first})
    later = opened(as_administrator, where, **{asked: second})
    assert as_administrator.post(where, earlier).status_code == 302

    refused = as_administrator.post(where, later)
    said = refused.content.decode()
    kept = opened(as_administrator, where)
    saved = as_administrator.post(where, again(refused.context["form"]))

    assert refused.status_code == 409
    assert f"you changed this yourself, in another window: {changed}." in said
    assert f"It says “{first}” now. Yours stands here: save again to keep it." in said
    assert f'value="{second}"' in said
    assert kept[asked] == [first]
    assert saved.status_code == 302
    assert opened(as_administrator, where)[asked] == [second]


def test_say_who_it_was(
    as_administrator: Client, as_performance_lead: Client, places: dict[str, str], programs: Programs
) -> None:
    where = places["program"]
    later = opened(as_administrator, where, name="Clear Path")
    as_performance_lead.post(where, opened(as_performance_lead, where, name="Bright Path"))

    assert "Lena Vogel changed this: name." in as_administrator.post(where, later).content.decode()


def test_keep_the_list_that_the_other_has_chosen(
    as_administrator: Client, places: dict[str, str], programs: Programs, sites: Sites
) -> None:
    where = places["program"]
    later = opened(as_administrator, where, name="Bright Path")
    as_administrator.post(where, opened(as_administrator, where, sites=[sites.south.pk]))

    refused = as_administrator.post(where, later)

    programs.mentoring.refresh_from_db()
    assert refused.status_code == 409
    assert "in another window: sites." in refused.content.decode()
    assert list(programs.mentoring.sites.all()) == [sites.south]
    assert programs.mentoring.name == "Mentoring"
    assert refused.context["form"]["sites"].value() == [str(sites.south.pk)]


def test_are_no_conflict_when_each_changed_something_else(
    as_administrator: Client, places: dict[str, str], stranger: StaffMember
) -> None:
    where = places["staff"]
    later = opened(as_administrator, where, number="77")
    as_administrator.post(where, opened(as_administrator, where, job_title="Driver"))

    refused = as_administrator.post(where, later)

    assert refused.status_code == 409  # what the other wrote would have been taken away
    assert refused.context["form"]["job_title"].value() == "Driver"
    assert as_administrator.post(where, again(refused.context["form"])).status_code == 302
    stranger.refresh_from_db()
    assert (stranger.job_title, stranger.number) == ("Driver", "77")


def test_are_one_save_when_both_say_the_same(as_administrator: Client, places: dict[str, str]) -> None:
    where = places["site"]
    earlier = opened(as_administrator, where, address="1 Elm Street")

    as_administrator.post(where, earlier)

    assert as_administrator.post(where, earlier).status_code == 302


def test_lose_nothing_when_an_import_has_closed_a_field_meanwhile(
    as_administrator: Client, places: dict[str, str], programs: Programs
) -> None:
    where = places["program"]
    later = opened(as_administrator, where, name="Bright Path")
    source = Source.objects.create(kind=Source.Kind.HMIS, key="hmis", title="County HMIS")
    Program.objects.filter(pk=programs.mentoring.pk).update(source=source, source_key="17")

    refused = as_administrator.post(where, later)

    assert refused.status_code == 422
    assert "The field “name” is kept in County HMIS." in refused.content.decode()
    assert 'value="Bright Path"' in refused.content.decode()


def test_show_words_in_a_sentence_and_remember_what_was_seen(as_administrator: Client, places: dict[str, str]) -> None:
    where = places["words"]
    mine = opened(as_administrator, where, client_one="guest", client_many="guests")
    as_administrator.post(where, opened(as_administrator, where, client_one="youth", client_many="youth"))

    shown = as_administrator.post(where, {**mine, "show": "1"})

    assert as_administrator.post(where, again(shown.context["form"])).status_code == 409
    assert the_agency().words["client"] == ["youth", "youth"]
