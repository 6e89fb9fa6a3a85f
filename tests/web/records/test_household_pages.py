"""The pages of a household, from a person's file to those who take part with them. Who may open them: tests/house."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import Role, RoleAssignment, Source, StaffMember, TrailEntry
from lineofsight.apps.records.models import Enrollment, Household, Participant
from lineofsight.apps.records.services.households import start_household
from tests.cast import Clients, Programs, Sites, admit
from tests.seen import token_on


@pytest.fixture
def maya(clients: Clients) -> Enrollment:
    return Enrollment.objects.get(participant=clients.own)


@pytest.fixture
def rosa(clients: Clients, programs: Programs, sites: Sites, front_line_worker: StaffMember) -> Enrollment:
    return admit("Rosa", "Ramirez", programs.mentoring, sites.north, front_line_worker).enrollments.get()


@pytest.fixture
def home(maya: Enrollment, front_line_worker: StaffMember) -> Household:
    return start_household(maya.participant, [maya], relationship="child", entry_id=uuid4(), actor=front_line_worker)


@pytest.fixture
def together(home: Household, rosa: Enrollment) -> Household:
    """Rosa is the head of it, Maya a child."""
    Enrollment.objects.filter(pk=rosa.pk).update(household=home, relationship="head")
    return home


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_is_reached_from_the_file(maya: Enrollment, as_front_line_worker: Client) -> None:
    address = f"/clients/{maya.participant_id}/household/"

    assert f'href="{address}"' in page(as_front_line_worker, f"/clients/{maya.participant_id}/")
    assert "No household yet" in page(as_front_line_worker, address)
    assert f'href="{address}start/"' in page(as_front_line_worker, address)


def test_starts_a_household(maya: Enrollment, as_front_line_worker: Client) -> None:
    address = f"/clients/{maya.participant_id}/household/start/"
    said = {
        "entry_id": as_front_line_worker.get(address).context["form"]["entry_id"].value(),
        "stays": maya.pk,
        "relationship": "head",
    }

    first, again = as_front_line_worker.post(address, said), as_front_line_worker.post(address, said)

    maya.refresh_from_db()
    assert (first.status_code, again.status_code) == (302, 302)
    assert (maya.household, maya.relationship) == (Household.objects.get(), "head")


def test_asks_for_the_place(maya: Enrollment, as_front_line_worker: Client) -> None:
    refused = as_front_line_worker.post(
        f"/clients/{maya.participant_id}/household/start/", {"entry_id": str(uuid4()), "stays": maya.pk}
    )

    assert refused.status_code == 422
    assert not Household.objects.exists()


def test_finds_somebody_who_is_here(
    home: Household, maya: Enrollment, rosa: Enrollment, clients: Clients, as_front_line_worker: Client
) -> None:
    address = f"/clients/{maya.participant_id}/household/{home.pk}/add/"

    found = page(as_front_line_worker, f"{address}?q=Ramirez")

    assert f'href="{address}{rosa.participant_id}/"' in found
    assert f'href="{address}{maya.participant_id}/"' not in found


def test_finds_nobody_whom_one_may_not_see(
    home: Household, maya: Enrollment, clients: Clients, as_front_line_worker: Client
) -> None:
    address = f"/clients/{maya.participant_id}/household/{home.pk}/add/"

    assert "Nobody you may see answers to that." in page(as_front_line_worker, f"{address}?q=Amato")
    assert as_front_line_worker.get(f"{address}{clients.protected.pk}/").status_code == 404


def test_puts_somebody_who_is_here_into_it(
    home: Household, maya: Enrollment, rosa: Enrollment, as_front_line_worker: Client
) -> None:
    address = f"/clients/{maya.participant_id}/household/{home.pk}/add/{rosa.participant_id}/"
    said = {"stays": rosa.pk, "relationship": "head", "joined": (today() - timedelta(days=2)).isoformat()}

    first, again = as_front_line_worker.post(address, said), as_front_line_worker.post(address, said)

    rosa.refresh_from_db()
    told = page(as_front_line_worker, f"/clients/{maya.participant_id}/household/")
    assert (first.status_code, again.status_code) == (302, 302)
    assert (rosa.household, rosa.relationship) == (home, "head")
    assert "Maya Ramirez with Rosa Ramirez." in told
    assert "Head of household" in told


def test_offers_to_enroll_somebody_without_a_stay_of_ones_own(
    home: Household,
    maya: Enrollment,
    clients: Clients,
    programs: Programs,
    sites: Sites,
    front_line_worker: StaffMember,
    as_front_line_worker: Client,
) -> None:
    RoleAssignment.objects.create(staff=front_line_worker, role=Role.PERFORMANCE_LEAD)
    chooses = page(as_front_line_worker, f"/clients/{maya.participant_id}/household/{home.pk}/add/{clients.other.pk}/")
    address = f"/clients/{clients.other.pk}/enroll/?household={home.pk}"

    offered = page(as_front_line_worker, address)
    enrolled = as_front_line_worker.post(
        address,
        {
            "entry_id": str(uuid4()),
            "place": f"{programs.mentoring.pk}:{sites.north.pk}",
            "stage": "active",
            "on": today().isoformat(),
            "household": home.pk,
            "relationship": "other_relative",
        },
    )

    assert f'href="{address}"' in chooses
    assert f'<option value="{home.pk}" selected>The household of Maya Ramirez</option>' in offered
    assert enrolled.status_code == 302
    assert Enrollment.objects.get(participant=clients.other, program=programs.mentoring).household == home


def test_offers_no_household_of_people_one_may_not_see(
    maya: Enrollment, clients: Clients, as_front_line_worker: Client
) -> None:
    theirs = Household.objects.create()
    Enrollment.objects.filter(participant=clients.protected).update(household=theirs)

    offered = page(as_front_line_worker, f"/clients/{maya.participant_id}/enroll/?household={theirs.pk}")

    assert f'value="{theirs.pk}"' not in offered.partition('name="household"')[2].partition("</select>")[0]


def test_adds_somebody_new_straight_into_it(
    home: Household, maya: Enrollment, programs: Programs, sites: Sites, as_front_line_worker: Client
) -> None:
    address = f"/clients/{maya.participant_id}/household/{home.pk}/add/new/"
    shown = as_front_line_worker.get(address)
    said: dict[str, Any] = {
        "entry_id": shown.context["form"]["entry_id"].value(),
        "birth_date_quality": "not_known",
        "first_name": "Leo",
        "place": shown.context["form"]["place"].value(),
        "stage": "active",
        "on": today().isoformat(),
        "household": home.pk,
        "relationship": "child",
    }

    first, again = as_front_line_worker.post(address, said), as_front_line_worker.post(address, said)

    leo = Participant.objects.get(first_name="Leo")
    assert (first.status_code, again.status_code) == (302, 302)
    assert said["place"] == f"{programs.mentoring.pk}:{sites.north.pk}"
    assert leo.enrollments.get().household == home
    assert f'<input type="hidden" name="household" value="{home.pk}"' in shown.content.decode()


def test_keeps_the_household_while_somebody_is_told_apart(
    home: Household, maya: Enrollment, as_front_line_worker: Client
) -> None:
    address = f"/clients/{maya.participant_id}/household/{home.pk}/add/new/"
    said = {
        "entry_id": str(uuid4()),
        "birth_date": "2011-05-14",
        "birth_date_quality": "full",
        "first_name": "Maia",
        "last_name": "Ramires",
        "place": as_front_line_worker.get(address).context["form"]["place"].value(),
        "stage": "active",
        "on": today().isoformat(),
        "household": home.pk,
        "relationship": "child",
    }

    asked = as_front_line_worker.post(address, said)
    again = {field.html_name: field.value() for field in asked.context["form"] if field.value()}
    added = as_front_line_worker.post(address, again)

    assert (asked.status_code, added.status_code) == (409, 302)
    assert Participant.objects.get(first_name="Maia").enrollments.get().household == home


def test_offers_no_second_head(together: Household, maya: Enrollment, as_front_line_worker: Client) -> None:
    asked = page(as_front_line_worker, f"/clients/{maya.participant_id}/household/{together.pk}/add/new/")

    assert '<option value="head"' not in asked
    assert '<option value="child"' in asked


def test_says_who_is_who(together: Household, maya: Enrollment, rosa: Enrollment, as_front_line_worker: Client) -> None:
    address = f"/clients/{maya.participant_id}/household/{together.pk}/places/"
    said = {
        f"relationship.{rosa.participant_id}": "spouse",
        f"relationship.{maya.participant_id}": "head",
        "seen": token_on(as_front_line_worker, address),
    }

    saved = as_front_line_worker.post(address, said)

    maya.refresh_from_db()
    rosa.refresh_from_db()
    assert saved.status_code == 302
    assert (maya.relationship, rosa.relationship) == ("head", "spouse")


def test_keeps_places_that_two_people_chose(
    together: Household, maya: Enrollment, rosa: Enrollment, as_front_line_worker: Client, as_supervisor: Client
) -> None:
    address = f"/clients/{maya.participant_id}/household/{together.pk}/places/"
    places = {f"relationship.{rosa.participant_id}": "head", f"relationship.{maya.participant_id}": "not_related"}
    mine = {**places, "seen": token_on(as_front_line_worker, address)}
    as_supervisor.post(
        address,
        {
            **places,
            f"relationship.{maya.participant_id}": "other_relative",
            "seen": token_on(as_supervisor, address),
        },
    )

    refused = as_front_line_worker.post(address, mine)

    maya.refresh_from_db()
    assert refused.status_code == 409
    assert maya.relationship == "other_relative"
    assert "Sofia Reyes changed this: a place in the household." in refused.content.decode()
    assert "It says “Other relative” now. Yours stands here" in refused.content.decode()
    assert '<option value="not_related" selected>' in refused.content.decode()


def test_says_that_two_heads_are_one_too_many(
    together: Household, maya: Enrollment, rosa: Enrollment, as_front_line_worker: Client
) -> None:
    address = f"/clients/{maya.participant_id}/household/{together.pk}/places/"

    refused = as_front_line_worker.post(
        address,
        {
            f"relationship.{rosa.participant_id}": "head",
            f"relationship.{maya.participant_id}": "head",
            "seen": token_on(as_front_line_worker, address),
        },
    )

    assert refused.status_code == 422
    assert "A household has one head." in refused.content.decode()


@pytest.fixture
def in_workforce(programs: Programs, sites: Sites, front_line_worker: StaffMember) -> dict[str, Any]:
    """A place in a second program, where the front-line worker works too."""
    RoleAssignment.objects.create(staff=front_line_worker, role=Role.FRONT_LINE, program=programs.workforce)
    return {
        "entry_id": str(uuid4()),
        "place": f"{programs.workforce.pk}:{sites.south.pk}",
        "stage": "active",
        "on": today().isoformat(),
    }


def test_enrolls_several_together_once(
    together: Household,
    maya: Enrollment,
    rosa: Enrollment,
    in_workforce: dict[str, Any],
    as_front_line_worker: Client,
) -> None:
    address = f"/clients/{maya.participant_id}/household/{together.pk}/enroll/"
    said = {**in_workforce, "people": [maya.participant_id, rosa.participant_id]}

    first, again = as_front_line_worker.post(address, said), as_front_line_worker.post(address, said)

    made = Enrollment.objects.filter(program__name="Workforce", household=together).order_by("pk")
    assert (first.status_code, again.status_code) == (302, 302)
    assert [(stay.participant_id, stay.relationship) for stay in made] == [
        (maya.participant_id, "child"),
        (rosa.participant_id, "head"),
    ]


def test_leaves_those_who_are_there_already_as_they_are(
    together: Household,
    maya: Enrollment,
    rosa: Enrollment,
    in_workforce: dict[str, Any],
    as_front_line_worker: Client,
) -> None:
    address = f"/clients/{maya.participant_id}/household/{together.pk}/enroll/"
    as_front_line_worker.post(address, {**in_workforce, "people": [rosa.participant_id]})

    both = {**in_workforce, "entry_id": str(uuid4()), "people": [maya.participant_id, rosa.participant_id]}
    told = as_front_line_worker.post(address, both, follow=True).content.decode()
    refused = as_front_line_worker.post(address, {**both, "entry_id": str(uuid4())})

    assert "1 person is enrolled. 1 was there already." in told
    assert Enrollment.objects.filter(participant=rosa.participant, program__name="Workforce").count() == 1
    assert refused.status_code == 422
    assert "All of them are in Workforce already." in refused.content.decode()


def test_enrolls_nobody_when_one_cannot_be(
    together: Household,
    maya: Enrollment,
    rosa: Enrollment,
    in_workforce: dict[str, Any],
    as_front_line_worker: Client,
) -> None:
    address = f"/clients/{maya.participant_id}/household/{together.pk}/enroll/"

    nobody = as_front_line_worker.post(address, in_workforce)
    too_late = as_front_line_worker.post(
        address,
        {
            **in_workforce,
            "on": (today() + timedelta(days=1)).isoformat(),
            "people": [maya.participant_id, rosa.participant_id],
        },
    )

    assert (nobody.status_code, too_late.status_code) == (422, 422)
    assert "Nobody is chosen." in nobody.content.decode()
    assert not Enrollment.objects.filter(program__name="Workforce", household=together).exists()


def test_writes_down_that_somebody_left_and_takes_it_back(
    together: Household, maya: Enrollment, rosa: Enrollment, as_front_line_worker: Client
) -> None:
    address = f"/clients/{rosa.participant_id}/household/{together.pk}/leave/"
    day = today() - timedelta(days=4)

    as_front_line_worker.post(
        address, {"left_household_on": day.isoformat(), "seen": token_on(as_front_line_worker, address)}
    )
    rosa.refresh_from_db()
    gone = rosa.left_household_on
    told = page(as_front_line_worker, f"/clients/{maya.participant_id}/household/")
    back = as_front_line_worker.post(
        address,
        {"left_household_on": day.isoformat(), "back": "1", "seen": token_on(as_front_line_worker, address)},
    )

    rosa.refresh_from_db()
    assert gone == day
    assert "Nobody else is written down." in told
    assert "Nobody here is its head" in told
    assert (back.status_code, rosa.left_household_on) == (302, None)


def test_refuses_to_overwrite_a_day_of_leaving(
    together: Household, rosa: Enrollment, as_front_line_worker: Client, as_supervisor: Client
) -> None:
    address = f"/clients/{rosa.participant_id}/household/{together.pk}/leave/"
    mine = {"left_household_on": today().isoformat(), "seen": token_on(as_front_line_worker, address)}
    theirs = {
        "left_household_on": (today() - timedelta(days=9)).isoformat(),
        "seen": token_on(as_supervisor, address),
    }
    as_supervisor.post(address, theirs)

    refused = as_front_line_worker.post(address, mine)

    assert refused.status_code == 409
    assert "Sofia Reyes changed this: left the household." in refused.content.decode()
    assert f'name="left_household_on" value="{mine["left_household_on"]}"' in refused.content.decode()


def test_takes_a_mistake_out(
    together: Household, maya: Enrollment, rosa: Enrollment, as_front_line_worker: Client
) -> None:
    before = f"/clients/{maya.participant_id}/household/"
    taken = as_front_line_worker.post(f"/clients/{rosa.participant_id}/household/{together.pk}/take-out/?next={before}")

    rosa.refresh_from_db()
    assert (taken["Location"], rosa.household, rosa.relationship) == (before, None, "not_asked")
    page(as_front_line_worker, f"/clients/{maya.participant_id}/")  # where the message is shown
    assert "Rosa" not in page(as_front_line_worker, f"/clients/{maya.participant_id}/household/")


def test_is_closed_and_says_so(together: Household, maya: Enrollment, as_front_line_worker: Client) -> None:
    together.source, together.source_key = Source.objects.create(kind="hmis", key="r", title="River HMIS"), "h1"
    together.save()
    address = f"/clients/{maya.participant_id}/household/"

    told = page(as_front_line_worker, address)
    refused = as_front_line_worker.post(f"{address}{together.pk}/take-out/")

    assert "This is kept in River HMIS and closed here." in told
    assert f"{address}{together.pk}/" not in told
    assert refused.status_code == 400


def test_gives_nothing_away(
    together: Household, clients: Clients, maya: Enrollment, as_front_line_worker: Client, as_director: Client
) -> None:
    Enrollment.objects.filter(participant=clients.protected).update(household=together, relationship="spouse")
    address = f"/clients/{maya.participant_id}/household/"

    for_worker, for_director = page(as_front_line_worker, address), page(as_director, address)

    assert "Ruth" not in for_worker + for_director
    assert "This page does not say whether there are others." in for_worker
    assert "Add somebody" not in for_director


def test_writes_an_opening_into_the_trail(maya: Enrollment, as_director: Client, director: StaffMember) -> None:
    as_director.get(f"/clients/{maya.participant_id}/household/")

    assert TrailEntry.objects.filter(action="viewed", actor=director, participant_id=maya.participant_id).exists()


@pytest.mark.parametrize("beside", ["", "{home}/places/", "{home}/add/", "{home}/enroll/", "{home}/leave/"])
def test_writes_an_opening_of_everybody_it_names_into_the_trail(
    beside: str, together: Household, maya: Enrollment, rosa: Enrollment, as_front_line_worker: Client
) -> None:
    address = f"/clients/{maya.participant_id}/household/{beside.format(home=together.pk)}"

    told = page(as_front_line_worker, address)

    opened = TrailEntry.objects.filter(action="viewed").values_list("participant_id", flat=True)
    named = {person.participant_id for person in (maya, rosa) if person.participant.first_name in told}
    assert named
    assert sorted(opened) == sorted(named)


def test_says_that_a_member_takes_part(home: Household, maya: Enrollment, as_front_line_worker: Client) -> None:
    address = f"/clients/{maya.participant_id}/household/"

    assert "Listed are people who take part, each with their own enrollment" in page(as_front_line_worker, address)
    assert "with their own enrollment, a baby too" in page(as_front_line_worker, f"{address}{home.pk}/add/")
