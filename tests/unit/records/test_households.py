"""Households by hand: starting, joining, who is who, leaving, and taking a mistake back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import Role, RoleAssignment, RowVersion, Source, StaffMember, TrailEntry
from lineofsight.apps.agency.seen import ChangedMeanwhile, token_of
from lineofsight.apps.agency.services.typed_once import WrittenOtherwise
from lineofsight.apps.records.models import Enrollment, Household, Participant
from lineofsight.apps.records.selectors.file import client_file
from lineofsight.apps.records.selectors.households import (
    HouseholdOnFile,
    households_on_file,
    names_of,
    stays_to_place,
)
from lineofsight.apps.records.services.clients import add_client
from lineofsight.apps.records.services.enrollments import (
    NewEnrollment,
    change_stage,
    correct_enrollment,
    end_enrollment,
    restore_enrollment,
    withdraw_enrollment,
)
from lineofsight.apps.records.services.households import (
    join_household,
    leave_household,
    leaving_seen,
    place_members,
    places_seen,
    start_household,
    take_out_of_household,
)
from lineofsight.problems import NotPermitted, Problem
from tests.cast import Clients, Programs, Sites, admit
from tests.seen import as_it_is


@pytest.fixture
def mother(clients: Clients, programs: Programs, sites: Sites, front_line_worker: StaffMember) -> Enrollment:
    """Rosa Ramirez, who takes part in Mentoring too."""
    return admit("Rosa", "Ramirez", programs.mentoring, sites.north, front_line_worker).enrollments.get()


@pytest.fixture
def home(enrollment: Enrollment, front_line_worker: StaffMember) -> Household:
    """The household that Maya Ramirez's worker started for her, as a child of it."""
    return start(enrollment, front_line_worker, relationship="child")


def start(enrollment: Enrollment, actor: StaffMember, **changes: Any) -> Household:
    said: dict[str, Any] = {"relationship": "head", "entry_id": uuid4(), **changes}
    return start_household(enrollment.participant, [enrollment], actor=actor, **said)


def join(home: Household, stays: Sequence[Enrollment], actor: StaffMember, **changes: Any) -> None:
    said: dict[str, Any] = {"relationship": "head", "joined": None, **changes}
    join_household(home, stays, actor=actor, **said)


def leave(home: Household, stay: Enrollment, actor: StaffMember, **changes: Any) -> bool:
    stay.refresh_from_db()
    said: dict[str, Any] = {"left_on": today(), "seen": token_of(leaving_seen([stay])), **changes}
    return leave_household(home, stay.participant, actor=actor, **said)


def on_file(staff: StaffMember, stay: Enrollment) -> HouseholdOnFile:
    return households_on_file(staff, stay.participant)[0]


def names(household: HouseholdOnFile) -> list[str]:
    return [each.participant.first_name for each in household.present]


def test_starts_a_household_once(enrollment: Enrollment, front_line_worker: StaffMember) -> None:
    entry_id = uuid4()

    first = start(enrollment, front_line_worker, entry_id=entry_id)
    again = start(enrollment, front_line_worker, entry_id=entry_id)
    with pytest.raises(WrittenOtherwise):
        start(enrollment, front_line_worker, entry_id=entry_id, relationship="child")

    enrollment.refresh_from_db()
    assert first == again == Household.objects.get() == enrollment.household
    assert enrollment.relationship == "head"


def test_writes_trail_and_history(enrollment: Enrollment, front_line_worker: StaffMember) -> None:
    start(enrollment, front_line_worker)

    added = TrailEntry.objects.get(subject="records.household")
    changed = TrailEntry.objects.get(subject="records.enrollment")
    assert (added.action, added.participant_id, added.actor) == ("added", enrollment.participant_id, front_line_worker)
    assert "household" in changed.detail["fields"]
    assert RowVersion.objects.get(table="records_enrollment").before["household_id"] is None


def test_wants_to_know_with_which_stay(enrollment: Enrollment, front_line_worker: StaffMember) -> None:
    with pytest.raises(Problem, match="It does not say with which enrollment"):
        start_household(enrollment.participant, [], relationship="head", entry_id=uuid4(), actor=front_line_worker)

    assert not Household.objects.exists()


def test_puts_somebody_who_is_here_into_it(home: Household, mother: Enrollment, front_line_worker: StaffMember) -> None:
    join(home, [mother], front_line_worker)
    join(home, [mother], front_line_worker)

    mother.refresh_from_db()
    assert (mother.household, mother.relationship, mother.joined_household_on) == (home, "head", None)
    assert names(on_file(front_line_worker, mother)) == ["Rosa", "Maya"]
    assert TrailEntry.objects.filter(subject="records.enrollment", subject_id=mother.pk).count() == 1


def test_keeps_the_day_on_which_somebody_came(
    home: Household, mother: Enrollment, front_line_worker: StaffMember
) -> None:
    came = today() - timedelta(days=10)

    join(home, [mother], front_line_worker, joined=came)

    mother.refresh_from_db()
    assert mother.joined_household_on == came
    assert on_file(front_line_worker, mother).member(mother.participant).since == came


@pytest.mark.parametrize(("away", "sentence"), [(-1, "is in the future"), (200, "is before the beginning of the stay")])
def test_refuses_a_day_that_cannot_be(
    away: int, sentence: str, home: Household, mother: Enrollment, front_line_worker: StaffMember
) -> None:
    with pytest.raises(Problem, match=sentence):
        join(home, [mother], front_line_worker, joined=today() - timedelta(days=away))


def test_has_one_head(
    home: Household, mother: Enrollment, enrollment: Enrollment, front_line_worker: StaffMember
) -> None:
    join(home, [mother], front_line_worker)

    with pytest.raises(Problem, match="This household has a head"):
        correct_enrollment(enrollment, {"relationship": "head"}, seen=as_it_is(enrollment), actor=front_line_worker)
    with pytest.raises(Problem, match="A household has one head"):
        place_members(
            home,
            {mother.participant_id: "head", enrollment.participant_id: "head"},
            seen=token_of(places_seen(list(home.enrollments.all()))),
            actor=front_line_worker,
        )


def test_refuses_somebody_who_is_in_a_household_with_others(
    home: Household,
    mother: Enrollment,
    programs: Programs,
    sites: Sites,
    front_line_worker: StaffMember,
) -> None:
    aunt = admit("Ines", "Soto", programs.mentoring, sites.north, front_line_worker).enrollments.get()
    theirs = start(mother, front_line_worker)
    join(theirs, [aunt], front_line_worker, relationship="other_relative")

    with pytest.raises(Problem, match="They are in another household in Mentoring"):
        join(home, [mother], front_line_worker)

    mother.refresh_from_db()
    assert mother.household == theirs


def test_takes_somebody_over_from_a_household_of_their_own(
    home: Household, mother: Enrollment, front_line_worker: StaffMember
) -> None:
    start(mother, front_line_worker)

    join(home, [mother], front_line_worker)

    mother.refresh_from_db()
    assert mother.household == home


def test_refuses_another_place_for_somebody_who_is_in_it(
    home: Household, mother: Enrollment, front_line_worker: StaffMember
) -> None:
    join(home, [mother], front_line_worker, relationship="other_relative")

    with pytest.raises(Problem, match="They are in this household already"):
        join(home, [mother], front_line_worker, relationship="head")


def test_adds_somebody_new_straight_into_it(
    home: Household, enrollment: Enrollment, programs: Programs, sites: Sites, front_line_worker: StaffMember
) -> None:
    new = NewEnrollment(
        program=programs.mentoring,
        site=sites.north,
        stage="active",
        on=today(),
        paid_by=None,
        household=home,
        relationship="child",
        on_my_list=True,
    )

    add_client({"first_name": "Leo"}, new, told_apart_from=(), entry_id=uuid4(), actor=front_line_worker)

    assert names(on_file(front_line_worker, enrollment)) == ["Maya", "Leo"]


def test_says_who_is_who(
    home: Household, mother: Enrollment, enrollment: Enrollment, front_line_worker: StaffMember
) -> None:
    join(home, [mother], front_line_worker, relationship="not_asked")
    seen = token_of(places_seen(list(home.enrollments.all())))
    places = {mother.participant_id: "head", enrollment.participant_id: "child"}

    first = place_members(home, places, seen=seen, actor=front_line_worker)
    again = place_members(home, places, seen=seen, actor=front_line_worker)

    assert (first, again) == ([mother.participant_id], [])
    assert on_file(front_line_worker, enrollment).head is not None


def test_overwrites_no_place_that_was_not_seen(
    home: Household, mother: Enrollment, enrollment: Enrollment, supervisor: StaffMember, front_line_worker: StaffMember
) -> None:
    join(home, [mother], front_line_worker, relationship="not_asked")
    seen = token_of(places_seen(list(home.enrollments.all())))
    place_members(home, {mother.participant_id: "other_relative"}, seen=seen, actor=supervisor)

    with pytest.raises(ChangedMeanwhile, match="Sofia Reyes changed this: a place in the household"):
        place_members(
            home,
            {mother.participant_id: "head", enrollment.participant_id: "child"},
            seen=seen,
            actor=front_line_worker,
        )

    mother.refresh_from_db()
    assert mother.relationship == "other_relative"


def test_refuses_a_second_head_whose_end_is_taken_back(
    home: Household, mother: Enrollment, enrollment: Enrollment, front_line_worker: StaffMember
) -> None:
    join(home, [mother], front_line_worker)
    end_enrollment(mother, today(), "completed", seen=as_it_is(mother), actor=front_line_worker)
    correct_enrollment(enrollment, {"relationship": "head"}, seen=as_it_is(enrollment), actor=front_line_worker)

    with pytest.raises(Problem, match="This household has a head"):
        change_stage(mother, "active", today(), seen=as_it_is(mother), actor=front_line_worker)


def test_refuses_a_second_head_who_is_put_back(
    home: Household, mother: Enrollment, enrollment: Enrollment, front_line_worker: StaffMember
) -> None:
    join(home, [mother], front_line_worker)
    withdraw_enrollment(mother, actor=front_line_worker)
    correct_enrollment(enrollment, {"relationship": "head"}, seen=as_it_is(enrollment), actor=front_line_worker)

    with pytest.raises(Problem, match="This household has a head"):
        restore_enrollment(mother, actor=front_line_worker)


def test_takes_the_end_of_the_head_back(home: Household, mother: Enrollment, front_line_worker: StaffMember) -> None:
    join(home, [mother], front_line_worker)
    end_enrollment(mother, today(), "completed", seen=as_it_is(mother), actor=front_line_worker)

    again = change_stage(mother, "active", today(), seen=as_it_is(mother), actor=front_line_worker)

    assert (again.stage, again.relationship) == ("active", "head")


def test_keeps_the_household_of_somebody_who_left_with_the_day(
    home: Household, mother: Enrollment, enrollment: Enrollment, front_line_worker: StaffMember
) -> None:
    join(home, [mother], front_line_worker)
    gone = today() - timedelta(days=3)

    is_new, again = (
        leave(home, mother, front_line_worker, left_on=gone),
        leave(home, mother, front_line_worker, left_on=gone),
    )

    mother.refresh_from_db()
    household = on_file(front_line_worker, enrollment)
    assert (is_new, again) == (True, False)
    assert (mother.household, mother.left_household_on, mother.exit_date) == (home, gone, None)
    assert names(household) == ["Maya"]
    assert household.member(mother.participant).left_on == gone
    assert household.head is None


def test_takes_a_leaving_back(home: Household, mother: Enrollment, front_line_worker: StaffMember) -> None:
    join(home, [mother], front_line_worker)
    leave(home, mother, front_line_worker)

    leave(home, mother, front_line_worker, left_on=None)

    assert names(on_file(front_line_worker, mother)) == ["Rosa", "Maya"]


def test_takes_no_leaving_of_a_head_back_when_there_is_another_one(
    home: Household, mother: Enrollment, enrollment: Enrollment, front_line_worker: StaffMember
) -> None:
    join(home, [mother], front_line_worker)
    leave(home, mother, front_line_worker)
    correct_enrollment(enrollment, {"relationship": "head"}, seen=as_it_is(enrollment), actor=front_line_worker)

    with pytest.raises(Problem, match="This household has a head"):
        leave(home, mother, front_line_worker, left_on=None)


@pytest.mark.parametrize(("away", "sentence"), [(-1, "is in the future"), (200, "is before they came on")])
def test_refuses_a_leaving_that_cannot_be(
    away: int, sentence: str, home: Household, enrollment: Enrollment, front_line_worker: StaffMember
) -> None:
    with pytest.raises(Problem, match=sentence):
        leave(home, enrollment, front_line_worker, left_on=today() - timedelta(days=away))


def test_overwrites_no_day_of_leaving_that_was_not_seen(
    home: Household, enrollment: Enrollment, supervisor: StaffMember, front_line_worker: StaffMember
) -> None:
    seen = token_of(leaving_seen([enrollment]))
    leave(home, enrollment, supervisor, left_on=today() - timedelta(days=5))

    with pytest.raises(ChangedMeanwhile, match="Sofia Reyes changed this: left the household"):
        leave(home, enrollment, front_line_worker, seen=seen)


def test_lets_somebody_who_left_into_another_one(
    home: Household, mother: Enrollment, enrollment: Enrollment, front_line_worker: StaffMember
) -> None:
    join(home, [mother], front_line_worker)
    leave(home, enrollment, front_line_worker, left_on=today() - timedelta(days=3))
    enrollment.refresh_from_db()

    other = start(enrollment, front_line_worker)

    enrollment.refresh_from_db()
    assert (enrollment.household, enrollment.left_household_on) == (other, None)
    assert RowVersion.objects.filter(table="records_enrollment").first().before["household_id"] == home.pk  # type: ignore[union-attr]


def test_takes_a_mistake_out(
    home: Household, mother: Enrollment, enrollment: Enrollment, front_line_worker: StaffMember
) -> None:
    join(home, [mother], front_line_worker, joined=today())

    take_out_of_household(home, mother.participant, actor=front_line_worker)

    mother.refresh_from_db()
    assert (mother.household, mother.relationship, mother.joined_household_on) == (None, "not_asked", None)
    assert [each.participant for each in on_file(front_line_worker, enrollment).members] == [enrollment.participant]


def test_leaves_a_stay_that_ended_as_it_was(
    home: Household, mother: Enrollment, enrollment: Enrollment, front_line_worker: StaffMember
) -> None:
    join(home, [mother], front_line_worker)
    end_enrollment(mother, today(), "completed", seen=as_it_is(mother), actor=front_line_worker)
    enrollment.refresh_from_db()

    place_members(
        home,
        {enrollment.participant_id: "head"},
        seen=token_of(places_seen([enrollment])),
        actor=front_line_worker,
    )

    mother.refresh_from_db()
    enrollment.refresh_from_db()
    assert (mother.relationship, enrollment.relationship) == ("head", "head")


def test_shows_nobody_whom_the_viewer_may_not_see(
    home: Household,
    clients: Clients,
    enrollment: Enrollment,
    protected_worker: StaffMember,
    front_line_worker: StaffMember,
) -> None:
    hidden = Enrollment.objects.get(participant=clients.protected)
    Enrollment.objects.filter(pk=hidden.pk).update(household=home, relationship="head")

    household = on_file(front_line_worker, enrollment)

    assert (names(household), household.head) == (["Maya"], None)
    assert names_of(front_line_worker, [home]) == {home.pk: "Maya Ramirez"}
    assert names(on_file(protected_worker, hidden)) == ["Ruth"]


def test_does_not_tell_that_somebody_unseen_is_the_head(
    home: Household, clients: Clients, mother: Enrollment, front_line_worker: StaffMember
) -> None:
    Enrollment.objects.filter(participant=clients.protected).update(household=home, relationship="head")

    join(home, [mother], front_line_worker, relationship="head")

    mother.refresh_from_db()
    assert mother.relationship == "head"


def test_knows_no_household_of_people_one_may_not_see(
    clients: Clients, mother: Enrollment, protected_worker: StaffMember, front_line_worker: StaffMember
) -> None:
    theirs = start(Enrollment.objects.get(participant=clients.protected), protected_worker)

    with pytest.raises(Household.DoesNotExist):
        join(theirs, [mother], front_line_worker)


def test_is_closed_when_a_source_keeps_it(
    home: Household, mother: Enrollment, enrollment: Enrollment, front_line_worker: StaffMember
) -> None:
    home.source, home.source_key = Source.objects.create(kind="hmis", key="river", title="River HMIS"), "h1"
    home.save()

    with pytest.raises(Problem, match="This is kept in River HMIS and closed here"):
        join(home, [mother], front_line_worker)
    with pytest.raises(Problem, match="This is kept in River HMIS and closed here"):
        leave(home, enrollment, front_line_worker)
    with pytest.raises(Problem, match="This is kept in River HMIS and closed here"):
        take_out_of_household(home, enrollment.participant, actor=front_line_worker)

    assert on_file(front_line_worker, enrollment).keeper == home.source


def test_is_closed_for_a_stay_whose_program_is_kept_elsewhere(
    home: Household, mother: Enrollment, programs: Programs, front_line_worker: StaffMember
) -> None:
    programs.mentoring.mastered_in = Source.objects.create(kind="hmis", key="river", title="River HMIS")
    programs.mentoring.save()
    mother = Enrollment.objects.get(pk=mother.pk)

    with pytest.raises(Problem, match="This is kept in River HMIS"):
        join(home, [mother], front_line_worker)

    assert stays_to_place(front_line_worker, mother.participant) == []


@pytest.mark.parametrize("who", ["other_worker", "director", "performance_lead", "stranger"])
def test_is_for_those_who_work_with_the_person(
    who: str, enrollment: Enrollment, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NotPermitted, match="Only those who work with this person"):
        start(enrollment, request.getfixturevalue(who))


def test_leaves_the_places_of_others_stays_alone(
    home: Household,
    clients: Clients,
    enrollment: Enrollment,
    other_worker: StaffMember,
    front_line_worker: StaffMember,
    director: StaffMember,
) -> None:
    theirs = Enrollment.objects.get(participant=clients.other)
    Enrollment.objects.filter(pk=theirs.pk).update(household=home, relationship="child")
    RoleAssignment.objects.create(staff=front_line_worker, role=Role.PERFORMANCE_LEAD)
    front_line_worker = StaffMember.objects.get(pk=front_line_worker.pk)

    with pytest.raises(ChangedMeanwhile):
        place_members(home, {clients.other.pk: "head"}, seen=token_of(places_seen([theirs])), actor=front_line_worker)

    theirs.refresh_from_db()
    assert theirs.relationship == "child"


def test_does_not_count_a_stay_that_was_taken_out(
    home: Household, mother: Enrollment, enrollment: Enrollment, front_line_worker: StaffMember
) -> None:
    join(home, [mother], front_line_worker)
    withdraw_enrollment(mother, actor=front_line_worker)

    assert names(on_file(front_line_worker, enrollment)) == ["Maya"]


def test_shows_on_the_file_who_belongs_to_it_now(
    home: Household, mother: Enrollment, enrollment: Enrollment, front_line_worker: StaffMember
) -> None:
    join(home, [mother], front_line_worker)
    before = client_file(front_line_worker, enrollment.participant, today=today()).household
    leave(home, mother, front_line_worker)
    after = client_file(front_line_worker, enrollment.participant, today=today()).household

    assert [each.participant for each in before] == [mother.participant]
    assert after == ()


def test_is_read_in_four_queries(
    home: Household, mother: Enrollment, front_line_worker: StaffMember, django_assert_num_queries: Any
) -> None:
    join(home, [mother], front_line_worker)
    reader = StaffMember.objects.get(pk=front_line_worker.pk)
    person = Participant.objects.get(pk=mother.participant_id)
    list(reader.roles.all())

    with django_assert_num_queries(5):  # one of them asks for the roles
        households_on_file(reader, person)


def test_is_held_by_the_database(enrollment: Enrollment) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Enrollment.objects.filter(pk=enrollment.pk).update(left_household_on=today())


def test_refuses_an_entry_after_they_came_into_it(
    home: Household, mother: Enrollment, front_line_worker: StaffMember
) -> None:
    join(home, [mother], front_line_worker, joined=today() - timedelta(days=10))
    mother.refresh_from_db()

    with pytest.raises(Problem, match="They came into the household on"):
        correct_enrollment(
            mother, {"entry_date": today() - timedelta(days=5)}, seen=as_it_is(mother), actor=front_line_worker
        )


def test_refuses_an_end_before_they_came_into_it(
    home: Household, mother: Enrollment, front_line_worker: StaffMember
) -> None:
    join(home, [mother], front_line_worker, joined=today() - timedelta(days=10))
    mother.refresh_from_db()

    with pytest.raises(Problem, match="is before they came into the household"):
        end_enrollment(
            mother, today() - timedelta(days=11), "completed", seen=as_it_is(mother), actor=front_line_worker
        )


def test_who_enters_from_a_waiting_list_came_with_their_stay(
    home: Household, mother: Enrollment, front_line_worker: StaffMember
) -> None:
    Enrollment.objects.filter(pk=mother.pk).update(stage="waitlisted", entry_date=None)
    mother.refresh_from_db()
    join(home, [mother], front_line_worker, joined=today() - timedelta(days=10))
    mother.refresh_from_db()

    entered = change_stage(mother, "active", today(), seen=as_it_is(mother), actor=front_line_worker)

    assert (entered.household, entered.joined_household_on) == (home, None)


def test_is_never_joined_before_the_entry_as_the_database_holds(home: Household, enrollment: Enrollment) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Enrollment.objects.filter(pk=enrollment.pk).update(joined_household_on=today() - timedelta(days=91))
