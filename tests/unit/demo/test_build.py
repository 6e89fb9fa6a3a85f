"""Building the made-up agency: what is in it, and what holds for every row."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import authenticate
from django.db import connection
from django.test import RequestFactory

from lineofsight.apps.agency.models import Agency, Program, Role, RoleAssignment, RowVersion, StaffMember
from lineofsight.apps.forms.answers import NUMBERS, check_answers
from lineofsight.apps.forms.models import Code, DataElement, Instrument
from lineofsight.apps.forms.selectors import asked_by
from lineofsight.apps.records.models import (
    Assessment,
    Enrollment,
    Participant,
    Service,
    ServiceType,
    StaffAssignment,
    Stage,
)
from lineofsight.apps.records.names import search_columns
from lineofsight.demo.build import SEED, TODAY, DemoSummary, build_demo, imagine
from lineofsight.demo.logins import logins
from lineofsight.demo.password import PASSWORD
from lineofsight.problems import Problem


def test_makes_one_agency_that_says_it_is_made_up(demo: DemoSummary) -> None:
    agency = Agency.objects.get()

    assert (agency.name, agency.is_made_up, agency.year_first_month) == ("Juniper Bridge Services", True, 7)


def test_refuses_a_database_with_an_agency(demo: DemoSummary) -> None:
    with pytest.raises(Problem, match="There is an agency in this database already"):
        build_demo()


def test_counts_what_it_wrote(demo: DemoSummary) -> None:
    counted = {label: apps.get_model(label).objects.count() for label in demo.rows}

    assert counted == demo.rows


def test_is_as_large_as_an_agency_is(demo: DemoSummary) -> None:
    assert 1_400 <= demo.rows["records.participant"] <= 1_700
    assert 40_000 <= demo.rows["records.service"] <= 70_000
    assert StaffMember.objects.filter(is_active=True).count() == 25


def test_leaves_no_history_behind(demo: DemoSummary) -> None:
    assert not RowVersion.objects.exists()


def test_answers_nothing_impossible_but_what_was_planted(demo: DemoSummary) -> None:
    asked = {each.key: asked_by(each) for each in Instrument.objects.all()}
    ranged = {key: [each for each in elements if each.type in NUMBERS] for key, elements in asked.items()}

    impossible = [
        wrong.key
        for key, answers in Assessment.objects.values_list("instrument__key", "answers")
        for wrong in check_answers(
            ranged[key], {each.key: str(answers[each.key]) for each in ranged[key] if each.key in answers}
        )[1]
    ]

    assert impossible == ["school_days_missed"] * 3


def test_has_somebody_in_every_role(demo: DemoSummary) -> None:
    assert set(RoleAssignment.objects.values_list("role", flat=True)) == {role.value for role in Role}


def test_has_enrollments_in_every_stage(demo: DemoSummary) -> None:
    assert set(Enrollment.objects.values_list("stage", flat=True)) == {stage.value for stage in Stage}


def test_fills_the_places_that_are_pictured(demo: DemoSummary) -> None:
    here = Enrollment.objects.filter(stage__in=[Stage.ENROLLED, Stage.ACTIVE])

    assert here.filter(program__name="Home Again").count() == 142
    assert here.filter(program__name="Bright Path Mentoring").count() == 214
    assert here.filter(program__name="Bright Path Mentoring", site__name="Westbrook").count() == 62


def test_gives_daniela_her_eighteen(demo: DemoSummary) -> None:
    assert StaffAssignment.objects.filter(staff__sign_in_name="daniela.flores", ended_on=None).count() == 18


def test_tells_denise_walkers_file_as_it_is_pictured(demo: DemoSummary) -> None:
    denise = Participant.objects.get(first_name="Denise", last_name="Walker")
    services = Service.objects.filter(enrollment__participant=denise)

    assert services.filter(enrollment__program__name="Home Again").count() == 29
    assert services.filter(enrollment__program__name="Steady Families").count() == 11
    assert services.filter(enrollment__program__name="Works Forward").count() == 21


def test_writes_everything_by_today(demo: DemoSummary) -> None:
    tomorrow = datetime(TODAY.year, TODAY.month, TODAY.day).astimezone() + timedelta(days=2)

    assert not Service.objects.filter(created_at__gt=tomorrow).exists()
    assert not Assessment.objects.filter(created_at__gt=tomorrow).exists()
    assert not Service.objects.filter(date__gt=TODAY).exists()


def test_writes_nothing_down_before_it_happened(demo: DemoSummary) -> None:
    pairs = Service.objects.values_list("date", "created_at")

    assert all(written.date() >= day for day, written in pairs)


def test_serves_nobody_before_they_came(demo: DemoSummary) -> None:
    pairs = Service.objects.values_list("date", "enrollment__entry_date")

    assert all(came is not None and day >= came for day, came in pairs)


def test_finds_everyone_by_name(demo: DemoSummary) -> None:
    wrong = [
        person.pk
        for person in Participant.objects.all()
        if search_columns(
            first_name=person.first_name,
            last_name=person.last_name,
            middle_name=person.middle_name,
            preferred_name=person.preferred_name,
        )
        != {"search_name": person.search_name, "search_sounds": person.search_sounds}
    ]

    assert wrong == []


def _is_canonical(value: Any, element: DataElement, codes: set[tuple[int | None, str]]) -> bool:
    if element.type == DataElement.Type.CODE:
        return (element.code_set_id, value) in codes
    if element.type == DataElement.Type.CODES:
        return isinstance(value, list) and all((element.code_set_id, each) in codes for each in value)
    if element.type == DataElement.Type.DATE:
        return date.fromisoformat(value).isoformat() == value
    if element.type == DataElement.Type.MONEY:
        return isinstance(value, str) and f"{float(value):.2f}" == value
    if element.type == DataElement.Type.DECIMAL:
        return isinstance(value, str) and float(value) >= 0
    expected = {DataElement.Type.INTEGER: int, DataElement.Type.BOOLEAN: bool}.get(DataElement.Type(element.type), str)
    return type(value) is expected


def test_answers_are_canonical_and_each_has_its_element(demo: DemoSummary) -> None:
    elements = {element.key: element for element in DataElement.objects.all()}
    codes = set(Code.objects.values_list("code_set_id", "code"))
    answered = [
        *Assessment.objects.values_list("answers", flat=True),
        *Enrollment.objects.values_list("answers", flat=True),
        *Participant.objects.values_list("answers", flat=True),
        *Service.objects.exclude(answers={}).values_list("answers", flat=True),
    ]

    wrong = {
        (key, str(value))
        for answers in answered
        for key, value in answers.items()
        if key not in elements or not _is_canonical(value, elements[key], codes)
    }

    assert wrong == set()


def test_asks_only_what_the_instrument_asks(demo: DemoSummary) -> None:
    asked: dict[int, set[str]] = {}
    through = DataElement.instruments.through.objects.values_list("instrument_id", "element__key")
    for instrument, key in through:
        asked.setdefault(instrument, set()).add(key)
    answered = Assessment.objects.values_list("instrument_id", "answers")

    assert all(set(answers) <= asked[instrument] for instrument, answers in answered)


def test_delivers_only_what_the_program_delivers(demo: DemoSummary) -> None:
    pairs = set(Service.objects.values_list("type__program", "enrollment__program").distinct())

    assert all(of_type in (None, of_enrollment) for of_type, of_enrollment in pairs)
    assert ServiceType.objects.filter(services__isnull=False).distinct().count() == ServiceType.objects.count()


def test_offers_one_login_per_role(demo: DemoSummary) -> None:
    assert [login.role for login in logins()] == [str(role.label) for role in Role]


def test_lets_each_login_in_with_the_one_password(demo: DemoSummary) -> None:
    request = RequestFactory().post("/account/login/")

    inside = [authenticate(request, username=login.sign_in_name, password=PASSWORD) for login in logins()]

    assert [getattr(staff, "sign_in_name", None) for staff in inside] == [login.sign_in_name for login in logins()]


def test_gives_each_login_its_role(demo: DemoSummary) -> None:
    held = {
        (str(Role(role).label), name)
        for role, name in RoleAssignment.objects.values_list("role", "staff__sign_in_name")
    }

    assert {(login.role, login.sign_in_name) for login in logins()} <= held


def test_keeps_home_again_in_the_housing_system(demo: DemoSummary) -> None:
    home_again = Program.objects.get(name="Home Again")

    assert home_again.mastered_in is not None
    assert not Enrollment.objects.filter(program=home_again, source=None).exists()


def test_keeps_every_constraint(demo: DemoSummary) -> None:
    connection.check_constraints()


def _hash(rows: Iterable[Iterable[Any]]) -> str:
    digest = hashlib.sha256()
    for row in rows:
        digest.update(repr([format(value, "f") if isinstance(value, Decimal) else value for value in row]).encode())
    return digest.hexdigest()


def _moment(row: Any) -> datetime:
    return row.created_at.astimezone(UTC)


def test_the_same_seed_gives_the_same_rows_again(demo: DemoSummary) -> None:
    again = imagine()

    participants = Participant.objects.order_by("id")
    assert _hash(map(_person, participants)) == _hash(map(_person, again.participants))
    enrollments = Enrollment.objects.order_by("id").select_related("program", "participant")
    assert _hash(map(_stay, enrollments)) == _hash(map(_stay, again.enrollments))
    assessments = Assessment.objects.order_by("id").select_related("instrument", "staff")
    assert _hash(map(_answered, assessments)) == _hash(map(_answered, again.assessments))
    services = Service.objects.order_by("id").values_list("date", "type__name", "staff__name", "note")
    told = ((each.date, each.type.name, each.staff.name, each.note) for each in again.services)
    assert _hash(services) == _hash(told)


def _person(row: Participant) -> list[Any]:
    return [row.first_name, row.last_name, row.birth_date, row.address, row.phone, row.answers, _moment(row)]


def _stay(row: Enrollment) -> list[Any]:
    return [row.program.name, str(row.stage), row.entry_date, row.exit_date, row.source_key, row.answers, _moment(row)]


def _answered(row: Assessment) -> list[Any]:
    return [row.instrument.key, str(row.point), row.date, row.answers, row.staff and row.staff.name, _moment(row)]


@pytest.mark.slow
def test_another_seed_gives_another_agency() -> None:
    one, other = imagine(seed=SEED), imagine(seed=SEED + 1)

    assert _hash(map(_person, one.participants)) != _hash(map(_person, other.participants))
