"""Which enrollments each role sees and works on: every role × place × program, against the rule written out again."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from lineofsight.apps.agency.models import Program, Role, RoleAssignment, Site, Source, StaffMember
from lineofsight.apps.records.models import Enrollment, Participant, StaffAssignment
from lineofsight.apps.records.selectors.visibility import (
    enrollments_led_by,
    enrollments_visible_to,
    enrollments_workable_by,
    participants_listed,
    participants_searched,
    participants_visible_to,
    programs_visible_to,
    sites_visible_to,
    staff_who_may_work_on,
)
from tests.cast import Programs, Sites, employ

pytestmark = pytest.mark.django_db

SEES = {Role.FRONT_LINE, Role.SUPERVISOR, Role.PROGRAM_MANAGER, Role.PERFORMANCE_LEAD, Role.DIRECTOR}
WORKS = {Role.FRONT_LINE, Role.SUPERVISOR, Role.PROGRAM_MANAGER}
LEADS = {Role.SUPERVISOR, Role.PROGRAM_MANAGER}
PROGRAM_NAMES = ("mentoring", "workforce", "safe_harbor")
SITE_NAMES = ("north", "south", "")
ON_OWN_LIST = ("workforce", "south")  # outside of every place that names mentoring or north
PROTECTED_ON_OWN_LIST = ("safe_harbor", "south")


@pytest.fixture
def everywhere(programs: Programs, sites: Sites) -> dict[tuple[str, str], Enrollment]:
    """One enrollment of one person in each program at each site, and at none."""
    return {
        (program, site): Enrollment.objects.create(
            participant=Participant.objects.create(last_name=f"{program} {site}"),
            program=getattr(programs, program),
            site=getattr(sites, site) if site else None,
            stage="active",
            entry_date=date(2026, 1, 5),
        )
        for program, site in product(PROGRAM_NAMES, SITE_NAMES)
    }


def reaches(place: tuple[str, str], enrollment: tuple[str, str], *, has_list: bool) -> bool:
    """The rule again, in the plainest words."""
    place_program, place_site = place
    program, site = enrollment
    named = place_program == program
    if program == "safe_harbor" and not named:
        return False
    if has_list and enrollment in (ON_OWN_LIST, PROTECTED_ON_OWN_LIST):
        return True
    return (named or place_program == "") and place_site in ("", site)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(
    "place", list(product(("", *PROGRAM_NAMES), ("", "north"))), ids=lambda place: "-".join(place) or "all"
)
def test_follows_the_rule_for_every_place(
    role: Role,
    place: tuple[str, str],
    everywhere: dict[tuple[str, str], Enrollment],
    programs: Programs,
    sites: Sites,
) -> None:
    staff = employ("Pat Place")
    RoleAssignment.objects.create(
        staff=staff,
        role=role,
        program=getattr(programs, place[0]) if place[0] else None,
        site=getattr(sites, place[1]) if place[1] else None,
    )
    StaffAssignment.objects.create(enrollment=everywhere[ON_OWN_LIST], staff=staff, started_on=date(2026, 2, 1))
    StaffAssignment.objects.create(
        enrollment=everywhere[PROTECTED_ON_OWN_LIST], staff=staff, started_on=date(2026, 2, 1)
    )

    seen = set(enrollments_visible_to(staff))
    workable = set(enrollments_workable_by(staff))
    led = set(enrollments_led_by(staff))

    with_list = {row for key, row in everywhere.items() if reaches(place, key, has_list=True)}
    by_role = {row for key, row in everywhere.items() if reaches(place, key, has_list=False)}
    assert seen == (with_list if role in SEES else set())
    assert workable == (with_list if role in WORKS else set())
    assert led == (by_role if role in LEADS else set())
    people = {row.participant for row in seen}
    assert set(participants_visible_to(staff)) == people
    assert set(participants_searched(staff)) == people
    assert set(participants_listed(staff, enrollments_visible_to(staff), is_narrowed=False)) == people
    assert set(participants_listed(staff, enrollments_visible_to(staff), is_narrowed=True)) == people


def test_ends_with_the_assignment(
    everywhere: dict[tuple[str, str], Enrollment], front_line_worker: StaffMember
) -> None:
    StaffAssignment.objects.create(
        enrollment=everywhere[ON_OWN_LIST],
        staff=front_line_worker,
        started_on=date(2026, 2, 1),
        ended_on=date(2026, 3, 1),
    )

    assert everywhere[ON_OWN_LIST] not in enrollments_visible_to(front_line_worker)


def test_shows_nothing_to_somebody_who_may_no_longer_sign_in(
    everywhere: dict[tuple[str, str], Enrollment], director: StaffMember
) -> None:
    director.is_active = False
    director.save()

    assert not enrollments_visible_to(director).exists()
    assert not participants_visible_to(director).exists()
    assert not programs_visible_to(director).exists()


def test_shows_people_without_any_enrollment_to_those_who_see_the_whole_agency(
    programs: Programs, director: StaffMember, program_manager: StaffMember
) -> None:
    nowhere = Participant.objects.create(last_name="Nowhere")

    assert nowhere in participants_visible_to(director)
    assert nowhere not in participants_visible_to(program_manager)


def test_names_no_protected_program_to_a_role_for_all(programs: Programs, director: StaffMember) -> None:
    assert set(programs_visible_to(director)) == {programs.mentoring, programs.workforce}


def test_finds_those_whose_roles_reach_an_enrollment(
    everywhere: dict[tuple[str, str], Enrollment], programs: Programs, sites: Sites
) -> None:
    def worker(name: str, program: Program | None, site: str = "") -> StaffMember:
        staff = employ(name)
        RoleAssignment.objects.create(
            staff=staff, role=Role.FRONT_LINE, program=program, site=getattr(sites, site) if site else None
        )
        return staff

    anywhere, here = worker("Ann Anywhere", None), worker("Hal Here", programs.mentoring, "north")
    worker("Tim There", programs.mentoring, "south")
    harbor = worker("Una Harbor", programs.safe_harbor)

    assert list(staff_who_may_work_on(everywhere["mentoring", "north"])) == [anywhere, here]
    assert list(staff_who_may_work_on(everywhere["safe_harbor", "north"])) == [harbor]


def test_asks_for_the_roles_once(everywhere: dict, director: StaffMember, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    with django_assert_num_queries(3):
        list(enrollments_visible_to(director))
        list(participants_visible_to(director))


@pytest.fixture
def shelter(programs: Programs) -> Site:
    """A site at which the protected program works alone."""
    shelter = Site.objects.create(name="A house nobody should find")
    programs.safe_harbor.sites.add(shelter)
    return shelter


def test_names_no_site_of_a_protected_program_alone(shelter: Site, front_line_worker: StaffMember) -> None:
    assert {site.name for site in sites_visible_to(front_line_worker)} == {"North house", "South house"}


def test_names_it_to_those_whose_role_names_the_program(shelter: Site, protected_worker: StaffMember) -> None:
    assert shelter in sites_visible_to(protected_worker)


def test_names_a_site_at_which_nobody_works_yet(sites: Sites, front_line_worker: StaffMember) -> None:
    new = Site.objects.create(name="New house")

    assert new in sites_visible_to(front_line_worker)


@pytest.fixture
def hmis(programs: Programs) -> Source:
    return Source.objects.create(kind="hmis", key="1:COUNTY", title="County HMIS")


def enrolled_nowhere(source: Source | None) -> Participant:
    return Participant.objects.create(first_name="Nadia", source=source, source_key="C9" if source else "")


def brought(source: Source, program: Program) -> Enrollment:
    person = Participant.objects.create(first_name="Ina", source=source, source_key=f"P{program.pk}")
    key = f"E{program.pk}"
    return Enrollment.objects.create(
        participant=person, program=program, stage="active", entry_date=date(2026, 1, 5), source=source, source_key=key
    )


def sees(staff: StaffMember, person: Participant) -> tuple[bool, bool]:
    """Whether the file opens, and whether a search finds it."""
    opens = participants_visible_to(staff).filter(pk=person.pk).exists()
    return opens, participants_searched(staff).filter(pk=person.pk).exists()


def test_shows_people_without_enrollment_to_those_who_see_the_whole_agency(
    hmis: Source, programs: Programs, performance_lead: StaffMember, director: StaffMember, program_manager: StaffMember
) -> None:
    brought(hmis, programs.workforce)
    person = enrolled_nowhere(hmis)

    assert sees(performance_lead, person) == sees(director, person) == (True, True)
    assert sees(program_manager, person) == (False, False)


def test_hides_people_without_enrollment_whose_source_brings_people_of_a_protected_program(
    hmis: Source, programs: Programs, performance_lead: StaffMember, director: StaffMember
) -> None:
    brought(hmis, programs.workforce)
    brought(hmis, programs.safe_harbor)
    person = enrolled_nowhere(hmis)

    assert sees(performance_lead, person) == sees(director, person) == (False, False)


@pytest.mark.parametrize("how", ["mastered_in", "source"])
def test_hides_people_without_enrollment_whose_source_keeps_a_protected_program(
    how: str, hmis: Source, programs: Programs, director: StaffMember
) -> None:
    told = {"mastered_in": hmis} if how == "mastered_in" else {"source": hmis, "source_key": "P7"}
    Program.objects.filter(pk=programs.safe_harbor.pk).update(**told)

    assert sees(director, enrolled_nowhere(hmis)) == (False, False)


def test_shows_them_to_somebody_whose_role_names_the_protected_program(
    hmis: Source, programs: Programs, performance_lead: StaffMember
) -> None:
    RoleAssignment.objects.create(staff=performance_lead, role=Role.PERFORMANCE_LEAD, program=programs.safe_harbor)
    brought(hmis, programs.safe_harbor)

    assert sees(performance_lead, enrolled_nowhere(hmis)) == (True, True)


def test_shows_people_typed_here_whatever_sources_bring(
    hmis: Source, programs: Programs, director: StaffMember
) -> None:
    brought(hmis, programs.safe_harbor)

    assert sees(director, enrolled_nowhere(None)) == (True, True)
