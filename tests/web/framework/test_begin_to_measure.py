"""From an import to measures in use: three clicks."""

from datetime import date

from django.test import Client

from lineofsight.apps.agency.models import Program
from lineofsight.apps.forms.models import DataElement
from lineofsight.apps.framework.models import MeasureAssignment
from lineofsight.packs.hmis.elements import data_elements

PAGE = "/line-of-sight/measures/begin/"


def import_of_a_shelter() -> Program:
    DataElement.objects.bulk_create(
        DataElement(key=spec.key, label=spec.label, type="text", pack="hmis") for spec in data_elements()
    )
    return Program.objects.create(name="Night Shelter", field="emergency_shelter")


def test_leads_there_from_an_empty_library(as_performance_lead: Client) -> None:
    assert PAGE in as_performance_lead.get("/line-of-sight/measures/").content.decode()


def test_ticks_what_is_usual_and_uses_it_in_one_go(as_performance_lead: Client) -> None:
    shelter = import_of_a_shelter()
    page = as_performance_lead.get(PAGE)
    ticked = page.context["ticked"]

    said = {"keys": list(ticked), "programs": [shelter.pk], "goal": ""}
    answer = as_performance_lead.post(PAGE, said)

    assert answer.headers["Location"] == "/results/"
    used = set(MeasureAssignment.objects.filter(program=shelter).values_list("measure__key", flat=True))
    assert used == {key for key in ticked if key.startswith("hmis_")}
    assert len(used) >= 12
    assert "People leave to a permanent home" in as_performance_lead.get("/line-of-sight/goals/").content.decode()


def test_offers_the_whole_agency_and_leaves_many_programs_unticked(as_performance_lead: Client) -> None:
    import_of_a_shelter()
    Program.objects.bulk_create(Program(name=f"Shelter {number}", field="emergency_shelter") for number in range(8))
    page = as_performance_lead.get(PAGE)
    form = page.context["form"]

    said = {
        "keys": list(page.context["ticked"]),
        "programs": form["programs"].initial,
        "for_the_whole": "on",
        "goal": "",
    }
    as_performance_lead.post(PAGE, said)

    assert (form["programs"].initial, form["for_the_whole"].initial) == ([], True)
    assert not MeasureAssignment.objects.exclude(program=None).exists()
    card = as_performance_lead.get("/results/").context["card"]
    assert len({row.title for row in card.rows}) == len(card.rows) > 0


def test_asks_to_tick_something(as_performance_lead: Client) -> None:
    import_of_a_shelter()

    answer = as_performance_lead.post(PAGE, {"goal": ""})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Tick at least one measure." in page
    assert "Tick the whole agency, or at least one place in it." in page


def test_says_what_to_do_without_a_program(as_performance_lead: Client) -> None:
    Program.objects.update(started_on=None, ended_on=date(2020, 1, 1))

    assert "No program yet" in as_performance_lead.get(PAGE).content.decode()


def test_is_for_those_who_write_the_line(as_program_manager: Client) -> None:
    assert as_program_manager.get(PAGE).status_code == 403
