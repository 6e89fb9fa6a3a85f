"""The set-up pages: what is open, words, mail, programs, funders, the trail."""

from __future__ import annotations

from django.test import Client

from lineofsight.apps.agency.models import Agency, Funder, Program, Site, Source, StaffMember
from lineofsight.apps.agency.selectors.agency import the_agency
from lineofsight.apps.agency.services.trail import seal_all
from tests.cast import Programs, Sites
from tests.seen import token_on


def test_shows_people_to_administrators_alone(as_administrator: Client, as_performance_lead: Client) -> None:
    assert "/setup/people/" in as_administrator.get("/setup/").content.decode()
    assert "/setup/people/" not in as_performance_lead.get("/setup/").content.decode()


def test_keeps_name_year_and_language(as_performance_lead: Client) -> None:
    seen = token_on(as_performance_lead, "/setup/agency/")
    as_performance_lead.post(
        "/setup/agency/", {"name": "Juniper Bridge", "year_first_month": "10", "language": "en-us", "seen": seen}
    )

    agency = the_agency()
    assert (agency.name, agency.year_first_month, agency.language_confirmed_on is not None) == (
        "Juniper Bridge",
        10,
        True,
    )


WORDS = {
    "client_one": "guest",
    "client_many": "guests",
    "program_one": "program",
    "program_many": "programs",
    "enrollment_one": "stay",
    "enrollment_many": "stays",
}


def test_renames_words(as_performance_lead: Client) -> None:
    as_performance_lead.post("/setup/words/", {**WORDS, "seen": token_on(as_performance_lead, "/setup/words/")})

    assert the_agency().words["client"] == ["guest", "guests"]


def test_shows_words_in_a_sentence_without_keeping_them(as_performance_lead: Client, agency: Agency) -> None:
    page = as_performance_lead.post("/setup/words/", {**WORDS, "show": "1"}).content.decode()

    assert "42 guests had 45 stays" in page
    assert the_agency().words["client"] == ["client", "clients"]


def test_answers_the_sentence_while_somebody_types(as_performance_lead: Client) -> None:
    assert "One guest can have" in as_performance_lead.get("/setup/words/example/", WORDS).content.decode()


def test_says_how_mail_is_set_up(as_administrator: Client) -> None:
    page = as_administrator.post("/setup/mail/").content.decode()

    assert "No mail server is named." in page
    assert "settings.toml" in page


def test_adds_a_program(as_performance_lead: Client, sites: Sites) -> None:
    as_performance_lead.post(
        "/setup/programs/add/", {"name": "Night shelter", "sites": [sites.north.pk], "protection": "none"}
    )

    assert Program.objects.get(name="Night shelter").sites.get() == sites.north


def test_ends_a_program(as_performance_lead: Client, programs: Programs) -> None:
    where = f"/setup/programs/{programs.mentoring.pk}/"
    said = {"name": "Mentoring", "started_on": "2020-01-01", "ended_on": "2024-06-30", "protection": "none"}
    as_performance_lead.post(where, {**said, "seen": token_on(as_performance_lead, where)})

    programs.mentoring.refresh_from_db()
    assert str(programs.mentoring.ended_on) == "2024-06-30"


def test_says_that_a_program_cannot_end_before_it_starts(as_performance_lead: Client, programs: Programs) -> None:
    page = as_performance_lead.post(
        f"/setup/programs/{programs.mentoring.pk}/",
        {"name": "Mentoring", "started_on": "2020-01-01", "ended_on": "2019-06-30", "protection": "none"},
    ).content.decode()

    assert page.count("It cannot end before it starts.") == 2  # beside the field, and in the summary


def test_loses_nothing_when_a_performance_lead_takes_a_protection_away(
    as_performance_lead: Client, programs: Programs
) -> None:
    page = as_performance_lead.post(
        f"/setup/programs/{programs.safe_harbor.pk}/", {"name": "Safe Harbor House", "protection": "none"}
    ).content.decode()

    programs.safe_harbor.refresh_from_db()
    assert programs.safe_harbor.protection == "victim_services"
    assert "Only administrators take the protection of a program away." in page
    assert 'value="Safe Harbor House"' in page


def test_closes_fields_that_a_source_masters(as_performance_lead: Client, agency: Agency) -> None:
    source = Source.objects.create(kind=Source.Kind.HMIS, key="hmis", title="County HMIS")
    program = Program.objects.create(name="Home Again", source=source, source_key="17")

    page = as_performance_lead.get(f"/setup/programs/{program.pk}/").content.decode()

    assert "Kept in County HMIS" in page
    assert 'name="name"' not in page


def test_adds_a_site_a_funder_and_a_grant(as_performance_lead: Client, programs: Programs) -> None:
    as_performance_lead.post("/setup/sites/add/", {"name": "West house"})
    as_performance_lead.post("/setup/funders/add/", {"name": "County"})
    as_performance_lead.post(
        "/setup/grants/add/",
        {"funder": Funder.objects.get().pk, "name": "2026", "programs": [programs.workforce.pk]},
    )

    assert Site.objects.filter(name="West house").exists()
    assert "Workforce" in as_performance_lead.get("/setup/funders/").content.decode()


def test_shows_the_trail_of_one_person(as_administrator: Client, supervisor: StaffMember) -> None:
    page = as_administrator.get("/setup/trail/", {"staff": supervisor.pk}).content.decode()

    assert "Nothing fits" in page
    assert "Ada Novak signed in" in as_administrator.get("/setup/trail/").content.decode()


def test_says_what_is_wrong_with_the_days_of_a_filter(as_administrator: Client) -> None:
    page = as_administrator.get("/setup/trail/", {"since": "2024-02-01", "until": "2024-01-01"}).content.decode()

    assert "This is before “From”." in page


def test_checks_the_seals(as_administrator: Client) -> None:
    assert "Nothing is sealed yet." in as_administrator.post("/setup/trail/check/").content.decode()

    seal_all()

    assert "Yes: 1 seal fits its entries." in as_administrator.post("/setup/trail/check/").content.decode()


def test_lets_nobody_else_check_the_seals(as_director: Client) -> None:
    assert as_director.post("/setup/trail/check/").status_code == 403


def test_refuses_a_program_named_like_another(as_administrator: Client, programs: Programs) -> None:
    name = f"  {programs.mentoring.name.upper()} "
    refused = as_administrator.post("/setup/programs/add/", {"name": name, "protection": "none", "mastered_in": ""})

    assert f"“{programs.mentoring.name}” is here already." in refused.content.decode()
    assert Program.objects.filter(name__iexact=name.strip()).count() == 1


def test_counts_one_program_at_one_site(as_administrator: Client, programs: Programs, sites: Sites) -> None:
    Program.objects.exclude(pk=programs.mentoring.pk).delete()
    Site.objects.exclude(pk=sites.north.pk).delete()
    assert "One program at one site." in as_administrator.get("/setup/programs/").content.decode()

    programs.mentoring.sites.clear()
    Site.objects.all().delete()
    assert "One program." in as_administrator.get("/setup/programs/").content.decode()
