"""The made-up agency itself: its sites, programs, funders, grants and what can be delivered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from lineofsight.apps.agency.models import Funder, Grant, ImportRun, Program, Protection, Site, Source
from lineofsight.apps.records.models import ServiceType

from .places import SITE_ADDRESSES

AGENCY_NAME = "Juniper Bridge Services"
_EXPORTED_AT = "2026-11-09T05:40:00"


@dataclass(frozen=True)
class Structure:
    """Everything people's records refer to, by key. A grant's key is its program's; earliest grant first."""

    sites: dict[str, Site]
    programs: dict[str, Program]
    funders: dict[str, Funder]
    grants: dict[str, list[Grant]]
    service_types: dict[str, ServiceType]
    program_sites: dict[str, tuple[str, ...]]
    housing_system: Source
    housing_import: ImportRun

    def grant_for(self, program: str, day: date) -> Grant | None:
        """Who pays for this program on this day; the first of several."""
        for grant in self.grants.get(program, []):
            if grant.starts_on and grant.ends_on and grant.starts_on <= day <= grant.ends_on:
                return grant
        return None


_ALL_SITES = ("Eastside", "Westbrook", "Northgate", "Millrace")
_PROGRAMS: tuple[tuple[str, str, str, date, tuple[str, ...], Protection], ...] = (
    ("bright_path", "Bright Path Mentoring", "youth_mentoring", date(2012, 9, 1), _ALL_SITES, Protection.NONE),
    ("steady_families", "Steady Families", "family_support", date(2009, 1, 1), _ALL_SITES, Protection.NONE),
    ("works_forward", "Works Forward", "workforce", date(2016, 7, 1), ("Eastside", "Northgate"), Protection.NONE),
    ("home_again", "Home Again", "rapid_rehousing", date(2014, 10, 1), ("Eastside", "Westbrook"), Protection.NONE),
    ("holiday_gifts", "Holiday Gift Drive", "food_basic_needs", date(2011, 11, 1), ("Millrace",), Protection.NONE),
    ("lantern_house", "Lantern House", "", date(2024, 2, 1), ("Westbrook",), Protection.VICTIM_SERVICES),
)
_GRANTS: tuple[tuple[str, str, str, str, date, date], ...] = (
    # program, funder, name, number, first day, last day
    ("bright_path", "State youth fund", "State youth 2023–25", "YF-23-118", date(2023, 7, 1), date(2025, 6, 30)),
    ("bright_path", "State youth fund", "State youth 2025–27", "YF-25-097", date(2025, 7, 1), date(2027, 6, 30)),
    ("bright_path", "United Way", "Young people connected", "UW-4402", date(2024, 7, 1), date(2027, 6, 30)),
    (
        "steady_families",
        "County children’s fund",
        "County contract 2023",
        "CC-230",
        date(2023, 1, 1),
        date(2023, 12, 31),
    ),
    (
        "steady_families",
        "County children’s fund",
        "County contract 2024–26",
        "CC-244",
        date(2024, 1, 1),
        date(2026, 12, 31),
    ),
    (
        "works_forward",
        "State workforce board",
        "State workforce 2023–25",
        "WB-1290",
        date(2023, 7, 1),
        date(2025, 6, 30),
    ),
    (
        "works_forward",
        "State workforce board",
        "State workforce 2025–27",
        "WB-1477",
        date(2025, 7, 1),
        date(2027, 6, 30),
    ),
    ("home_again", "HUD", "HUD CoC 2022–23", "CoC-0231-22", date(2022, 10, 1), date(2023, 9, 30)),
    ("home_again", "HUD", "HUD CoC 2023–24", "CoC-0231-23", date(2023, 10, 1), date(2024, 9, 30)),
    ("home_again", "HUD", "HUD CoC 2024–25", "CoC-0231-24", date(2024, 10, 1), date(2025, 9, 30)),
    ("home_again", "HUD", "HUD CoC 2025–26", "CoC-0231-25", date(2025, 10, 1), date(2026, 9, 30)),
    ("home_again", "HUD", "HUD CoC 2026–27", "CoC-0231-26", date(2026, 10, 1), date(2027, 9, 30)),
    ("holiday_gifts", "Merchants’ Holiday Fund", "Holiday gifts 2023", "", date(2023, 2, 1), date(2024, 1, 31)),
    ("holiday_gifts", "Merchants’ Holiday Fund", "Holiday gifts 2024", "", date(2024, 2, 1), date(2025, 1, 31)),
    ("holiday_gifts", "Merchants’ Holiday Fund", "Holiday gifts 2025", "", date(2025, 2, 1), date(2026, 1, 31)),
    ("holiday_gifts", "Merchants’ Holiday Fund", "Holiday gifts 2026", "", date(2026, 2, 1), date(2027, 1, 31)),
)
_SERVICE_TYPES: tuple[tuple[str, str, str, str, bool], ...] = (
    ("mentor_meeting", "Mentor meeting", "meetings", "bright_path", True),
    ("mentor_talk", "Coordinator’s talk", "talks", "bright_path", True),
    ("school_talk", "Talk with the school", "talks", "bright_path", False),
    ("homework_club", "Homework club", "afternoons", "bright_path", True),
    ("home_visit", "Home visit", "visits", "steady_families", True),
    ("referral", "Referral with an introduction", "referrals", "steady_families", False),
    ("parent_group", "Parents’ group", "evenings", "steady_families", True),
    ("training", "Training", "hours", "works_forward", True),
    ("employer_visit", "Visit to an employer", "visits", "works_forward", True),
    ("coach_contact", "Coach contact", "contacts", "works_forward", True),
    ("home_search", "Home search", "hours", "home_again", True),
    ("case_visit", "Case manager’s visit", "visits", "home_again", True),
    ("rent_help", "Rent help", "months", "home_again", False),
    ("deposit", "Deposit", "deposits", "home_again", False),
    ("landlord_contact", "Landlord contact", "contacts", "home_again", False),
    ("gift_box", "Gift box", "boxes", "holiday_gifts", True),
    ("safety_talk", "Safety talk", "talks", "lantern_house", True),
    ("phone_call", "Phone call", "calls", "", True),
)


def imagine_structure() -> Structure:
    """The rows, unsaved. Which sites a program has stands in `program_sites`; the grants pay for their own program."""
    sites = {name: Site(name=name, address=SITE_ADDRESSES[name]) for name in _ALL_SITES}
    housing_system = Source(
        kind=Source.Kind.HMIS, key="juniper-county", title="HMIS of Juniper County", last_made_at=_EXPORTED_AT
    )
    programs = {
        key: Program(name=name, field=field, started_on=started, protection=protection)
        for key, name, field, started, _, protection in _PROGRAMS
    }
    funders: dict[str, Funder] = {}
    grants: dict[str, list[Grant]] = {}
    for key, funder, name, number, starts, ends in _GRANTS:
        payer = funders.setdefault(funder, Funder(name=funder))
        grants.setdefault(key, []).append(Grant(funder=payer, name=name, number=number, starts_on=starts, ends_on=ends))
    service_types = {
        key: ServiceType(name=name, unit=unit, program=programs.get(program), is_contact=is_contact)
        for key, name, unit, program, is_contact in _SERVICE_TYPES
    }
    return Structure(
        sites=sites,
        programs=programs,
        funders=funders,
        grants=grants,
        service_types=service_types,
        program_sites={key: at for key, _, _, _, at, _ in _PROGRAMS},
        housing_system=housing_system,
        housing_import=_imagine_import(housing_system),
    )


def _imagine_import(source: Source) -> ImportRun:
    """The import of this Monday, which found everything as it was."""
    began = datetime.fromisoformat(_EXPORTED_AT).replace(tzinfo=timezone.get_default_timezone()) + timedelta(minutes=20)
    return ImportRun(
        kind=source.kind,
        source=source,
        file_name="hmis-2026-11-09.zip",
        state=ImportRun.State.WRITTEN,
        vanished=ImportRun.Vanished.KEEP,
        started_at=began,
        finished_at=began + timedelta(seconds=40),
        summary={
            "problems": {},
            "identity": {
                "kind": source.kind,
                "key": source.key,
                "title": source.title,
                "made_at": _EXPORTED_AT,
                "layout": "FY2022",
                "covers_from": "2023-11-01",
                "covers_to": "2026-11-08",
                "complete": True,
                "staged_after": 0,
            },
        },
    )
