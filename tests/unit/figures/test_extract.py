"""Every fact is what the record says, and nothing else is a fact."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pyarrow.parquet as pq
import pytest
from django.conf import settings
from django.db import connection

from lineofsight.apps.agency.models import Program, Standing
from lineofsight.apps.figures.extract import Extraction, make_build
from lineofsight.apps.figures.models import Build as Row
from lineofsight.apps.figures.models import ChangeMark
from lineofsight.apps.figures.selectors.builds import current_build, freshness, needs_build
from lineofsight.apps.forms.models import CodeSet, DataElement
from lineofsight.apps.records.models import Assessment, Enrollment, Household, Participant, Service
from lineofsight.measures.catalogue import column_name
from lineofsight.measures.tables import CORE, ColumnType
from lineofsight.problems import Problem
from lineofsight.warehouse.builds import Build
from lineofsight.warehouse.engines import open_engine

Facts = list[dict[str, object]]


def facts(build: Build, table: str) -> Facts:
    (path,) = build.files[table]
    return pq.read_table(path).to_pylist()


def or_blank(value: object) -> object:
    return value or None


def recorded_on(moment: datetime) -> date:
    return moment.astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def codes(build: Build, table: str) -> dict[object, object]:
    return {row["id"]: row["code"] for row in facts(build, table)}


def test_has_a_table_for_everything_in_the_catalogue(demo: None) -> None:
    build = make_build()

    assert set(build.catalogue.tables) >= {table.name for table in CORE}
    assert build.rows == {name: len(facts(build, name)) for name in build.catalogue.tables}


def test_has_every_participant_and_household_as_recorded(demo: None) -> None:
    build = make_build()

    assert facts(build, "household") == [
        {"id": pk} for pk in Household.objects.order_by("id").values_list("id", flat=True)
    ]
    assert facts(build, "participant") == [
        {
            "id": person.pk,
            "birth_date": person.birth_date,
            "birth_date_quality": person.birth_date_quality,
            "genders": or_blank(person.genders),
            "race_ethnicities": or_blank(person.race_ethnicities),
            "is_veteran": person.is_veteran,
            "language": or_blank(person.language),
            "zip_code": or_blank(person.zip_code),
        }
        for person in Participant.objects.order_by("id")
    ]


def test_has_every_enrollment_as_recorded(demo: None) -> None:
    build = make_build()
    program, site, grant = codes(build, "program"), codes(build, "site"), codes(build, "grant")

    assert facts(build, "enrollment") == [
        {
            "id": stay.pk,
            "participant_id": stay.participant_id,
            "household_id": stay.household_id,
            "program_id": stay.program_id,
            "site_id": stay.site_id,
            "paid_by_id": stay.paid_by_id,
            "program": program[stay.program_id],
            "site": site.get(stay.site_id),
            "paid_by": grant.get(stay.paid_by_id),
            "relationship": stay.relationship,
            "enrollment_stage": stay.stage,
            "applied_on": stay.applied_on,
            "entry_date": stay.entry_date,
            "exit_date": stay.exit_date,
        }
        for stay in Enrollment.objects.order_by("id")
    ]


def test_has_every_service_as_recorded(demo: None) -> None:
    build = make_build()
    service_type, grant = codes(build, "service_type"), codes(build, "grant")

    assert facts(build, "service") == [
        {
            "id": service.pk,
            "enrollment_id": service.enrollment_id,
            "service_type_id": service.type_id,
            "paid_by_id": service.paid_by_id,
            "service_type": service_type[service.type_id],
            "paid_by": grant.get(service.paid_by_id),
            "date": service.date,
            "quantity": float(service.quantity),
            "amount": service.amount,
            "recorded_on": recorded_on(service.created_at),
        }
        for service in Service.objects.order_by("id")
    ]


def test_has_every_assessment_as_recorded(demo: None) -> None:
    build = make_build()

    assert facts(build, "assessment") == [
        {
            "id": each.pk,
            "enrollment_id": each.enrollment_id,
            "instrument_id": each.instrument_id,
            "instrument": each.instrument.key,
            "stage": each.point,
            "date": each.date,
            "recorded_on": recorded_on(each.created_at),
        }
        for each in Assessment.objects.select_related("instrument").order_by("id")
    ]


def as_told(element: DataElement, answer: object) -> object:
    """What Python's own readers make of a canonical answer."""
    if element.type == DataElement.Type.DATE:
        return date.fromisoformat(str(answer))
    if element.type == DataElement.Type.MONEY:
        return Decimal(str(answer))
    if element.type == DataElement.Type.DECIMAL:
        return float(str(answer))
    return answer


def told(build: Build, table: str, rows: Mapping[int, dict[str, object]]) -> Facts:
    """The rows of a table of answers as they should be."""
    elements = {element.key: element for element in DataElement.objects.exclude(type="text")}
    columns = [column.element for column in build.catalogue.tables[table].columns if column.element]
    return [
        {"id": pk}
        | {column_name(key): as_told(elements[key], answers[key]) if key in answers else None for key in columns}
        for pk, answers in sorted(rows.items())
        if answers
    ]


@pytest.mark.parametrize("model", [Participant, Enrollment, Service])
def test_has_every_answer_of_a_record(demo: None, model: type[Participant | Enrollment | Service]) -> None:
    build = make_build()
    table = f"{model._meta.model_name}_answers"
    rows = dict(model.objects.values_list("id", "answers"))

    assert facts(build, table) == told(build, table, rows)
    free_text = set(DataElement.objects.filter(type="text").values_list("key", flat=True))
    answered = {key for answers in rows.values() for key in answers} - free_text
    assert answered == {column.element for column in build.catalogue.tables[table].columns if column.element}


def test_has_every_answer_of_every_instrument(demo: None) -> None:
    build = make_build()
    forms = {table.instrument: name for name, table in build.catalogue.tables.items() if table.instrument}
    rows: dict[str, dict[int, dict[str, object]]] = {key: {} for key in forms}
    for pk, key, answers in Assessment.objects.values_list("id", "instrument__key", "answers"):
        rows[key][pk] = answers

    assert {key: facts(build, name) for key, name in forms.items()} == {
        key: told(build, name, rows[key]) for key, name in forms.items()
    }


def test_tells_where_each_data_element_is_answered(demo: None) -> None:
    elements = make_build().catalogue.elements

    assert elements["employed"].tables == ("form_income", "form_work_plan")
    assert elements["exit_reason"].tables == ("enrollment_answers", "form_housing_exit", "form_youth_exit")
    assert elements["monthly_income"].type is ColumnType.MONEY


def test_knows_the_codes_that_definitions_may_name(demo: None) -> None:
    sets = make_build().catalogue.code_sets

    assert "home_visit" in sets["service_type"]
    assert "bright_path_mentoring" in sets["program"]
    assert "rental_subsidy" in sets["where_people_go"]
    assert "follow_up" in sets["stage"]
    assert sets["where_people_go.homeless"] == {"shelter", "outside"}


def test_knows_the_groups_of_a_list_that_a_pack_defines_once_the_list_is_here(demo: None) -> None:
    CodeSet.objects.create(key="hmis.destinations", title="Destinations")

    sets = make_build().catalogue.code_sets

    assert {"422", "435", "3"} <= sets["hmis.destinations.permanent"]
    assert "hmis.living_situations.permanent" not in sets


def test_holds_no_name_and_no_free_text(demo: None) -> None:
    person = Participant.objects.exclude(phone="").exclude(address="")[0]
    Participant.objects.filter(pk=person.pk).update(
        first_name="Xaviera", phone="555-0199-77", address="77 Quince Walk", email="x77@example.org"
    )
    Service.objects.filter(pk=Service.objects.order_by("id")[0].pk).update(note="Xaviera called about the quince tree")
    plan = Assessment.objects.filter(instrument__key="family_plan")[0]
    Assessment.objects.filter(pk=plan.pk).update(
        answers={**plan.answers, "family_goal": "Xaviera moves to Quince Walk"}
    )

    build = make_build()

    told = " ".join(json.dumps(facts(build, table), default=str) for table in build.files)
    told += (build.folder / "manifest.json").read_text(encoding="utf-8")
    assert [word for word in ("Xaviera", "555-0199-77", "uince", "x77@example") if word in told] == []
    assert "family_goal" not in build.catalogue.elements


def test_leaves_out_what_was_taken_out_of_the_figures_and_what_belongs_to_it(demo: None) -> None:
    gone = Enrollment.objects.filter(services__isnull=False, assessments__isnull=False).distinct()[0]
    lost = Participant.objects.exclude(pk=gone.participant_id).filter(enrollments__services__isnull=False).distinct()[0]
    closed = Program.objects.get(name="Lantern House")
    single = Service.objects.exclude(enrollment=gone).exclude(enrollment__participant=lost).order_by("id")[0]
    Enrollment.objects.filter(pk=gone.pk).update(standing=Standing.WITHDRAWN)
    Participant.objects.filter(pk=lost.pk).update(standing=Standing.WITHDRAWN)
    Program.objects.filter(pk=closed.pk).update(standing=Standing.WITHDRAWN)
    Service.objects.filter(pk=single.pk).update(standing=Standing.WITHDRAWN)
    Household.objects.filter(pk=gone.household_id).update(standing=Standing.WITHDRAWN)
    kept = Enrollment.objects.exclude(pk=gone.pk).exclude(participant=lost).exclude(program=closed)

    build = make_build()

    def ids(table: str) -> set[object]:
        return {row["id"] for row in facts(build, table)}

    assert lost.pk not in ids("participant") | ids("participant_answers")
    assert ids("enrollment") == set(kept.values_list("id", flat=True))
    assert ids("enrollment_answers") <= ids("enrollment")
    assert ids("service") == set(
        Service.objects.filter(enrollment__in=kept).exclude(pk=single.pk).values_list("id", flat=True)
    )
    assert ids("service_answers") <= ids("service")
    assert ids("assessment") == set(Assessment.objects.filter(enrollment__in=kept).values_list("id", flat=True))
    assert gone.household_id not in {row["household_id"] for row in facts(build, "enrollment")}


def test_counts_what_is_no_longer_in_its_source(demo: None) -> None:
    one = Service.objects.order_by("id")[0]
    Service.objects.filter(pk=one.pk).update(standing=Standing.NO_LONGER_IN_SOURCE)

    assert facts(make_build(), "service")[0]["id"] == one.pk


def test_makes_facts_of_an_agency_without_records(empty: None) -> None:
    build = make_build()

    assert sum(build.rows.values()) == 0
    assert current_build() == build


def test_keeps_the_facts_of_before_when_a_value_would_be_lost(demo: None) -> None:
    before = make_build()
    one = Service.objects.order_by("id")[3]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE records_service SET amount = 12.345 WHERE id = %s", [one.pk])

    with pytest.raises(Problem) as refused:
        make_build()

    assert refused.value.code == "W101"
    assert f"Table service, record {one.pk}: the value of amount" in str(refused.value)
    assert "12.345" not in str(refused.value)
    assert current_build() == before
    assert f"record {one.pk}" in freshness().refusal
    assert not needs_build()  # until something changes
    Service.objects.filter(pk=one.pk).update(amount="12.35")
    assert needs_build()
    assert make_build().number > before.number
    assert freshness().refusal == ""


def test_gives_each_program_a_code_that_outlives_its_name(demo: None) -> None:
    before = codes(make_build(), "program")
    Program.objects.filter(name="Bright Path Mentoring").update(name="Brighter Paths")
    Program.objects.create(name="Bright Path Mentoring")

    after = codes(make_build(), "program")

    assert {pk: after[pk] for pk in before} == before
    assert set(after.values()) - set(before.values()) == {"bright_path_mentoring_2"}


def test_says_on_what_day_the_made_up_agency_wrote_something_down(demo: None, settings: object) -> None:
    settings.FIXED_TODAY = date(2026, 11, 12)  # type: ignore[attr-defined]
    one = Service.objects.order_by("id")[0]
    added = Service.objects.create(enrollment=one.enrollment, type=one.type, date=date(2026, 11, 12))

    row = next(row for row in facts(make_build(), "service") if row["id"] == added.pk)

    assert row["recorded_on"] == date(2026, 11, 12)


def test_numbers_builds_and_forgets_the_changes_they_hold(demo: None) -> None:
    first = make_build()
    second = make_build()

    assert second.number == first.number + 1
    assert ChangeMark.objects.count() == 0
    assert list(Row.objects.values_list("state", flat=True)) == ["made", "made"]
    assert not needs_build()


def test_says_why_a_full_disk_stopped_a_build_and_tries_again(demo: None, monkeypatch: pytest.MonkeyPatch) -> None:
    before = make_build()

    def no_room(*_given: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Extraction, "write_all", no_room)
    with pytest.raises(OSError, match="No space left"):
        make_build()

    now = current_build()
    assert now is not None
    assert now.name == before.name
    assert freshness().refusal.startswith("The facts could not be written: No space left on device.")
    assert needs_build()


def test_says_which_facts_cannot_be_read(demo: None) -> None:
    build = make_build()
    (path,) = build.files["participant"]
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:50])

    with pytest.raises(Problem, match=f"The facts of {build.name} cannot be read."):
        open_engine(build)
