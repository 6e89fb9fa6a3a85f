"""Two people, or one person in two tabs, on one form: the later save is shown what the earlier one wrote."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.forms import BaseForm
from django.test import Client

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import Role, StaffMember
from lineofsight.apps.forms.services import adopt
from lineofsight.apps.records.models import ServiceType, StaffAssignment
from lineofsight.packs.elements import ElementSpec, InstrumentSpec
from tests.cast import Programs, employ
from tests.seen import token_on

from .conftest import FullFile


def facts(full_file: FullFile, client: Client, **changes: Any) -> dict[str, Any]:
    """The form of what is known about somebody, opened now and changed so."""
    return {
        "birth_date": "2011-05-14",
        "birth_date_quality": "full",
        "first_name": "Maya",
        "last_name": "Ramirez",
        "seen": token_on(client, full_file.address("/clients/{person}/change/")),
        **changes,
    }


def as_shown(form: BaseForm) -> dict[str, Any]:
    """What a browser sends when somebody presses the button of this page again."""
    return {field.html_name: field.value() for field in form if field.value()}


def delivered(full_file: FullFile, client: Client, **changes: Any) -> dict[str, Any]:
    return {
        "type": full_file.visit.pk,
        "date": today().isoformat(),
        "quantity": "1.00",
        "amount": "",
        "note": "She practiced the call.",
        "seen": token_on(client, full_file.address("/services/{service}/")),
        **changes,
    }


def test_keep_what_both_wrote_about_a_client(
    full_file: FullFile, as_front_line_worker: Client, as_supervisor: Client
) -> None:
    address = full_file.address("/clients/{person}/change/")
    mine = facts(full_file, as_front_line_worker, phone="555-0100", address="1 Elm Street")
    as_supervisor.post(address, facts(full_file, as_supervisor, phone="555-0142", language="Spanish"))

    refused = as_front_line_worker.post(address, mine)

    page = refused.content.decode()
    full_file.participant.refresh_from_db()
    assert refused.status_code == 409
    assert full_file.participant.phone == "555-0142"
    assert "Sofia Reyes changed this: phone and language." in page
    assert 'name="phone" value="555-0100"' in page
    assert "It says “555-0142” now. Yours stands here: save again to keep it." in page
    assert 'name="address" value="1 Elm Street"' in page
    assert 'name="language" value="Spanish"' in page  # left alone by the writer: what is there is taken over
    assert "It says “Spanish” now; you had seen it blank." in page


def test_save_again_on_purpose(full_file: FullFile, as_front_line_worker: Client, as_supervisor: Client) -> None:
    address = full_file.address("/clients/{person}/change/")
    mine = facts(full_file, as_front_line_worker, phone="555-0100")
    as_supervisor.post(address, facts(full_file, as_supervisor, phone="555-0142", language="Spanish"))
    shown = as_front_line_worker.post(address, mine).context["form"]

    saved = as_front_line_worker.post(address, as_shown(shown))

    full_file.participant.refresh_from_db()
    assert saved.status_code == 302
    assert (full_file.participant.phone, full_file.participant.language) == ("555-0100", "Spanish")


def test_say_so_again_when_a_third_one_came_between(
    full_file: FullFile, as_front_line_worker: Client, as_supervisor: Client
) -> None:
    address = full_file.address("/clients/{person}/change/")
    mine = facts(full_file, as_front_line_worker, phone="555-0100")
    as_supervisor.post(address, facts(full_file, as_supervisor, phone="555-0142"))
    shown = as_front_line_worker.post(address, mine).context["form"]
    as_supervisor.post(address, facts(full_file, as_supervisor, phone="555-0199"))

    again = as_front_line_worker.post(address, as_shown(shown))

    assert again.status_code == 409
    assert "It says “555-0199” now." in again.content.decode()


def test_take_the_same_save_twice_as_one(full_file: FullFile, as_front_line_worker: Client) -> None:
    address = full_file.address("/clients/{person}/change/")
    mine = facts(full_file, as_front_line_worker, phone="555-0100", genders=["woman"], is_veteran="no")

    first, again = as_front_line_worker.post(address, mine), as_front_line_worker.post(address, mine)

    assert (first.status_code, again.status_code) == (302, 302)


def test_overwrite_nothing_without_having_seen(full_file: FullFile, as_front_line_worker: Client) -> None:
    mine = facts(full_file, as_front_line_worker, phone="555-0100")
    del mine["seen"]

    refused = as_front_line_worker.post(full_file.address("/clients/{person}/change/"), mine)

    full_file.participant.refresh_from_db()
    assert (refused.status_code, full_file.participant.phone) == (409, "")


def test_do_not_name_those_of_a_protected_program(
    full_file: FullFile,
    programs: Programs,
    protected_worker: StaffMember,
    as_front_line_worker: Client,
    signed_in: Any,
) -> None:
    address = full_file.address("/clients/{person}/change/")
    full_file.participant.enrollments.create(
        program=programs.safe_harbor, site=programs.safe_harbor.sites.get(), stage="active", entry_date=today()
    )
    mine = facts(full_file, as_front_line_worker, phone="555-0100")
    theirs = signed_in(protected_worker)
    theirs.post(address, facts(full_file, theirs, phone="555-0142"))

    page = as_front_line_worker.post(address, mine).content.decode()

    assert "Someone on the staff changed this: phone." in page
    assert "Priya" not in page


def test_keep_both_notes_of_a_service(full_file: FullFile, as_front_line_worker: Client, as_supervisor: Client) -> None:
    address = full_file.address("/services/{service}/")
    mine = delivered(full_file, as_front_line_worker, note="She called.\r\nIt went well.")
    as_supervisor.post(address, delivered(full_file, as_supervisor, note="She called twice.", quantity="2"))

    refused = as_front_line_worker.post(address, mine)

    page = refused.content.decode()
    full_file.service.refresh_from_db()
    assert refused.status_code == 409
    assert (full_file.service.note, full_file.service.quantity) == ("She called twice.", 2)
    assert "Sofia Reyes changed this: how much and note." in page
    assert "She called.\r\nIt went well." in page
    assert "It says “She called twice.” now." in page
    assert "It says “2” now; you had seen “1”." in page
    assert 'name="quantity" value="2.00"' in page


def test_say_which_answer_of_an_assessment_is_another_now(
    full_file: FullFile, as_front_line_worker: Client, as_supervisor: Client
) -> None:
    address = full_file.address("/assessments/{assessment}/")
    answered = {"point": "start", "on": today().isoformat(), "answers.income": "1480.00", "answers.needs": ["food"]}
    mine = {**answered, "answers.needs": ["work"], "seen": token_on(as_front_line_worker, address)}
    as_supervisor.post(
        address,
        {**answered, "answers.needs": ["home"], "answers.safe": "yes", "seen": token_on(as_supervisor, address)},
    )

    refused = as_front_line_worker.post(address, mine)

    page = refused.content.decode()
    full_file.assessment.refresh_from_db()
    assert refused.status_code == 409
    assert full_file.assessment.answers == {"income": "1480.00", "needs": ["home"], "safe": True}
    assert "Sofia Reyes changed this: “What she needs” and “Feels safe”." in page
    assert "It says “A home” now. Yours stands here" in page
    assert "It says “Yes” now; you had seen it blank." in page


def test_keep_answers_to_what_is_no_longer_asked(full_file: FullFile, as_front_line_worker: Client) -> None:
    adopt([], [ElementSpec("school", "School", "text")], [InstrumentSpec("check", "Check", ("school",))], pack="test")
    address = full_file.address("/assessments/{assessment}/")

    as_front_line_worker.post(
        address,
        {
            "point": "start",
            "on": today().isoformat(),
            "answers.school": "Lincoln",
            "seen": token_on(as_front_line_worker, address),
        },
    )

    full_file.assessment.refresh_from_db()
    assert full_file.assessment.answers == {"income": "1480.00", "needs": ["food"], "school": "Lincoln"}


def test_say_that_a_question_was_taken_out_while_it_was_answered(
    full_file: FullFile, as_front_line_worker: Client
) -> None:
    address = full_file.address("/assessments/{assessment}/")
    mine = {
        "point": "start",
        "on": today().isoformat(),
        "answers.income": "900",
        "seen": token_on(as_front_line_worker, address),
    }
    adopt([], [ElementSpec("school", "School", "text")], [InstrumentSpec("check", "Check", ("school",))], pack="test")

    refused = as_front_line_worker.post(address, mine)

    assert refused.status_code == 422
    assert "“900” was your answer to a question that was taken out" in refused.content.decode()


def test_do_not_end_what_was_ended_on_another_day(
    full_file: FullFile, as_front_line_worker: Client, as_supervisor: Client
) -> None:
    address = full_file.address("/enrollments/{enrollment}/stage/?end")
    mine = {"stage": "withdrawn", "on": today().isoformat(), "seen": token_on(as_front_line_worker, address)}
    full_file.service.delete()
    earlier = today() - timedelta(days=3)
    as_supervisor.post(
        address, {"stage": "completed", "on": earlier.isoformat(), "seen": token_on(as_supervisor, address)}
    )

    refused = as_front_line_worker.post(address, mine)

    full_file.enrollment.refresh_from_db()
    assert refused.status_code == 409
    assert (full_file.enrollment.stage, full_file.enrollment.exit_date) == ("completed", earlier)
    assert "Sofia Reyes changed this: stage and day of the stage." in refused.content.decode()
    assert "Now: Completed" in refused.content.decode()
    assert re.search(r'value="withdrawn"[^>]* checked', refused.content.decode())


def test_do_not_drop_a_day_that_is_no_longer_asked_for(
    full_file: FullFile, as_front_line_worker: Client, as_supervisor: Client
) -> None:
    stage, correct = "/enrollments/{enrollment}/stage/", full_file.address("/enrollments/{enrollment}/correct/")
    move = full_file.address(stage)
    as_supervisor.post(move, {"stage": "completed", "on": today().isoformat(), "seen": token_on(as_supervisor, move)})
    mine = {
        "entry_date": (today() - timedelta(days=90)).isoformat(),
        "applied_on": (today() - timedelta(days=90)).isoformat(),
        "exit_date": (today() - timedelta(days=1)).isoformat(),
        "site": full_file.enrollment.site_id,
        "seen": token_on(as_front_line_worker, correct),
    }
    as_supervisor.post(move, {"stage": "active", "on": today().isoformat(), "seen": token_on(as_supervisor, move)})

    refused = as_front_line_worker.post(correct, mine)

    assert refused.status_code == 409
    assert "Sofia Reyes changed this: exit." in refused.content.decode()
    assert f'name="exit_date" value="{mine["exit_date"]}"' in refused.content.decode()


def test_say_that_somebody_else_was_given_the_client(
    full_file: FullFile, programs: Programs, as_supervisor: Client, as_program_manager: Client
) -> None:
    colleague = employ("Cora Colleague", (Role.FRONT_LINE, programs.mentoring))
    other = employ("Omar Other", (Role.FRONT_LINE, programs.mentoring))
    address = full_file.address("/enrollments/{enrollment}/staff/")
    mine = {"staff": other.pk, "seen": token_on(as_program_manager, address)}
    as_supervisor.post(address, {"staff": colleague.pk, "seen": token_on(as_supervisor, address)})

    refused = as_program_manager.post(address, mine)

    page = refused.content.decode()
    assert refused.status_code == 409
    assert "Sofia Reyes changed this: who looks after them." in page
    assert "Cora Colleague" in page
    assert f'<option value="{other.pk}" selected>' in page
    assert not StaffAssignment.objects.filter(staff=other).exists()


def test_give_the_same_worker_twice_as_once(full_file: FullFile, programs: Programs, as_supervisor: Client) -> None:
    colleague = employ("Cora Colleague", (Role.FRONT_LINE, programs.mentoring))
    address = full_file.address("/enrollments/{enrollment}/staff/")
    mine = {"staff": colleague.pk, "seen": token_on(as_supervisor, address)}

    first, again = as_supervisor.post(address, mine), as_supervisor.post(address, mine)

    assert (first.status_code, again.status_code) == (302, 302)
    assert StaffAssignment.objects.filter(staff=colleague).count() == 1


def test_keep_both_names_of_a_kind_of_service(
    full_file: FullFile, administrator: StaffMember, as_administrator: Client, as_performance_lead: Client
) -> None:
    address = f"/setup/services/{full_file.visit.pk}/"
    mine = {"name": "Visit at home", "unit": "visits", "is_contact": "on", "seen": token_on(as_administrator, address)}
    as_performance_lead.post(
        address, {"name": "House call", "unit": "calls", "seen": token_on(as_performance_lead, address)}
    )

    refused = as_administrator.post(address, mine)

    page = refused.content.decode()
    kept = ServiceType.objects.get(pk=full_file.visit.pk)
    assert refused.status_code == 409
    assert (kept.name, kept.unit, kept.is_contact) == ("House call", "calls", False)
    assert 'name="name" value="Visit at home"' in page
    assert "It says “House call” now. Yours stands here" in page
    assert "It says “calls” now; you had seen “visits”." in page
    assert "It says “No” now; you had seen “Yes”." in page


@pytest.mark.parametrize("address", ["/clients/{person}/change/", "/services/{service}/", "/assessments/{assessment}/"])
def test_carry_what_was_seen(address: str, full_file: FullFile, as_front_line_worker: Client) -> None:
    page = as_front_line_worker.get(full_file.address(address)).content.decode()

    assert '<input type="hidden" name="seen" value="' in page
