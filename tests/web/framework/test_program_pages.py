"""Program models on screen: reading one, writing its sections, versions."""

from datetime import timedelta

from django.test import Client

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import Role, StaffMember
from lineofsight.apps.framework.models import ExpectedChange, Measure, ProgramModel
from tests.cast import Programs, employ
from tests.seen import token_on


def write(client: Client, programs: Programs, section: str, **said: str) -> int:
    address = f"/programs/{programs.mentoring.pk}/model/{section}/"
    return client.post(address, {**said, "seen": token_on(client, address)}).status_code


def test_writes_a_model_section_by_section(as_program_manager: Client, programs: Programs) -> None:
    write(as_program_manager, programs, "whom", for_whom="Youth who miss school", size="214 youth")
    write(as_program_manager, programs, "components", components="A good match\nA weekly meeting")
    write(as_program_manager, programs, "amount", contacts="48", contact_unit="meetings a year", each_minutes="60")
    write(as_program_manager, programs, "changes", short="They trust each other", long="They finish school")
    write(as_program_manager, programs, "assumptions", assumptions="There are enough adults.")

    page = as_program_manager.get(f"/programs/{programs.mentoring.pk}/").content.decode()
    assert "48 meetings a year, 60 minutes each" in page
    for said in ("Youth who miss school", "A weekly meeting", "They finish school", "There are enough adults."):
        assert said in page
    assert ProgramModel.objects.get().starts_on == today()


def test_reads_as_a_page_for_the_board(as_program_manager: Client, as_board_member: Client, programs: Programs) -> None:
    write(as_program_manager, programs, "whom", for_whom="Youth who miss school")

    page = as_board_member.get(f"/programs/{programs.mentoring.pk}/").content.decode()

    assert "Youth who miss school" in page
    assert "/model/" not in page
    assert "Not written yet." not in page.split("What should change for people")[0]


def test_refuses_a_section_nobody_knows(as_program_manager: Client, programs: Programs) -> None:
    assert as_program_manager.get(f"/programs/{programs.mentoring.pk}/model/budget/").status_code == 404


def test_answers_409_to_a_second_tab(as_program_manager: Client, programs: Programs) -> None:
    write(as_program_manager, programs, "whom", for_whom="Youth")
    address = f"/programs/{programs.mentoring.pk}/model/components/"
    seen = token_on(as_program_manager, address)
    as_program_manager.post(address, {"components": "A good match", "seen": seen})

    answer = as_program_manager.post(address, {"components": "A weekly meeting", "seen": seen})

    assert answer.status_code == 409
    assert "It says “A good match” now." in answer.content.decode()


def test_keeps_an_earlier_version_to_be_read(as_program_manager: Client, programs: Programs) -> None:
    write(as_program_manager, programs, "whom", for_whom="Youth")
    first = ProgramModel.objects.get()
    ProgramModel.objects.filter(pk=first.pk).update(starts_on=today() - timedelta(days=400))
    as_program_manager.post(f"/programs/{programs.mentoring.pk}/version/", {"starts_on": today().isoformat()})
    write(as_program_manager, programs, "whom", for_whom="Youth and their parents")

    page = as_program_manager.get(f"/programs/{programs.mentoring.pk}/?version={first.pk}").content.decode()

    assert "This is the version that began on" in page
    assert "Youth and their parents" not in page
    assert "/model/" not in page


def test_chooses_the_measures_that_would_show_a_change(
    as_program_manager: Client, programs: Programs, share: Measure
) -> None:
    write(as_program_manager, programs, "whom", for_whom="Youth")
    write(as_program_manager, programs, "changes", short="They trust each other")
    address = f"/programs/changes/{ExpectedChange.objects.get().pk}/"

    as_program_manager.post(address, {"measures": [share.pk], "seen": token_on(as_program_manager, address)})

    page = as_program_manager.get(f"/programs/{programs.mentoring.pk}/").content.decode()
    assert "Students who graduate" in page
    assert "not in use" in page


def test_names_the_site_of_a_shelter_to_nobody_else(as_board_member: Client, programs: Programs) -> None:
    page = as_board_member.get(f"/programs/{programs.safe_harbor.pk}/").content.decode()

    assert "Safe Harbor" in page
    assert "North house" not in page


def test_names_the_site_of_a_shelter_to_its_own(programs: Programs) -> None:
    worker = employ("Priya Shah", (Role.FRONT_LINE, programs.safe_harbor))
    client = Client()
    client.force_login(worker)

    assert "North house" in client.get(f"/programs/{programs.safe_harbor.pk}/").content.decode()


def test_lists_programs_with_what_they_serve(as_coach: Client, programs: Programs, small: object) -> None:
    page = as_coach.get("/programs/").content.decode()

    assert "Three programs." in page
    assert "“a home”" in page
    assert page.count("No phrase") == 2


def test_shows_no_menu_entry_to_those_who_run_none(
    as_coach: Client, as_program_manager: Client, stranger: StaffMember
) -> None:
    assert 'href="/programs/">Programs' not in as_coach.get("/account/").content.decode()
    assert 'href="/programs/">Programs' in as_program_manager.get("/account/").content.decode()


def test_shows_a_reader_without_that_entry_where_they_are(as_board_member: Client, programs: Programs) -> None:
    page = as_board_member.get(f"/programs/{programs.mentoring.pk}/").content.decode()

    assert '<a href="/line-of-sight/" aria-current="true">Line of sight</a>' in page
