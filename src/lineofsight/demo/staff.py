"""The people who work at the made-up agency: 25 who are here, one who left, in every role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from lineofsight.apps.agency.models import Role, RoleAssignment, StaffMember

from .programs import Structure

MAIL_HOST = "juniperbridge.example"


@dataclass(frozen=True)
class Sketch:
    """One member of staff. places: (role, program key or "", site or ""); days_since_sign_in None: never signed in."""

    key: str
    name: str
    job_title: str
    joined_on: date
    supervisor: str
    places: tuple[tuple[Role, str, str], ...]
    days_since_sign_in: int | None = 0
    has_mail: bool = True


def _worker(program: str, *sites: str) -> tuple[tuple[Role, str, str], ...]:
    return tuple((Role.FRONT_LINE, program, site) for site in sites)


SKETCHES = (
    Sketch("eleanor", "Eleanor Whitfield", "Chair of the board", date(2017, 1, 1), "",
           ((Role.BOARD_MEMBER, "", ""),), 35),
    Sketch("margaret", "Margaret Oyelaran", "Executive director", date(2015, 4, 1), "", ((Role.DIRECTOR, "", ""),), 1),
    Sketch("imani", "Imani Brooks", "Director of performance", date(2019, 2, 11), "margaret",
           ((Role.PERFORMANCE_LEAD, "", ""), (Role.ADMINISTRATOR, "", ""))),
    Sketch("theo", "Theo Marchetti", "Leadership coach", date(2024, 1, 8), "margaret", ((Role.COACH, "", ""),), 6),
    Sketch("dana", "Dana Whitfield", "Program manager", date(2018, 8, 20), "margaret",
           ((Role.PROGRAM_MANAGER, "bright_path", ""), (Role.PROGRAM_MANAGER, "holiday_gifts", ""))),
    Sketch("marcus", "Marcus Lindqvist", "Program manager", date(2016, 3, 14), "margaret",
           ((Role.PROGRAM_MANAGER, "home_again", ""),), 1),
    Sketch("renata", "Renata Solberg", "Program manager", date(2020, 9, 1), "margaret",
           ((Role.PROGRAM_MANAGER, "works_forward", ""),), 2),
    Sketch("ruth", "Ruth Adeyemi", "Supervisor", date(2014, 5, 5), "margaret",
           ((Role.SUPERVISOR, "steady_families", ""), (Role.SUPERVISOR, "bright_path", ""),
            (Role.SUPERVISOR, "lantern_house", ""))),
    Sketch("daniela", "Daniela Flores", "Mentor coordinator", date(2019, 6, 3), "ruth",
           _worker("bright_path", "Westbrook")),
    Sketch("ben", "Ben Osei", "Mentor coordinator", date(2020, 1, 13), "ruth", _worker("bright_path", "Eastside")),
    Sketch("rosa", "Rosa Delgado", "Mentor coordinator", date(2018, 9, 4), "ruth",
           _worker("bright_path", "Eastside", "Westbrook"), 1),
    Sketch("teresa", "Teresa Nowak", "Mentor coordinator", date(2016, 2, 1), "dana",
           _worker("bright_path", "Westbrook"), 3),
    Sketch("jalen", "Jalen Pruitt", "Mentor coordinator", date(2021, 5, 17), "dana",
           _worker("bright_path", "Eastside"), 1),
    Sketch("noor", "Noor Haddad", "Mentor coordinator", date(2018, 1, 22), "dana",
           _worker("bright_path", "Northgate", "Millrace")),
    Sketch("calvin", "Calvin Redmond", "Mentor coordinator", date(2019, 11, 4), "dana",
           _worker("bright_path", "Northgate"), 2, has_mail=False),
    Sketch("grace", "Grace Nakamura", "Family visitor", date(2015, 8, 10), "ruth",
           (*_worker("steady_families", "Eastside", "Northgate"), (Role.FRONT_LINE, "lantern_house", ""))),
    Sketch("hector", "Héctor Salas", "Family visitor", date(2019, 3, 18), "ruth",
           _worker("steady_families", "Westbrook", "Millrace"), 1),
    Sketch("priya", "Priya Nair", "Case manager", date(2019, 9, 9), "marcus", _worker("home_again", "Eastside")),
    Sketch("oscar", "Oscar Lund", "Case manager", date(2017, 6, 19), "marcus", _worker("home_again", "Eastside"), 1),
    Sketch("bernice", "Bernice Tolliver", "Case manager", date(2018, 4, 2), "marcus",
           _worker("home_again", "Westbrook"), 4),
    Sketch("quang", "Quang Truong", "Case manager", date(2019, 1, 15), "marcus",
           _worker("home_again", "Eastside", "Westbrook"), 1),
    Sketch("hollis", "Hollis Grant", "Case manager", date(2021, 2, 8), "marcus", _worker("home_again", "Westbrook"), 2),
    Sketch("lorraine", "Lorraine Beck", "Employment coach", date(2017, 11, 6), "renata",
           _worker("works_forward", "Eastside"), 1),
    Sketch("emeka", "Emeka Nwosu", "Employment coach", date(2018, 7, 9), "renata",
           _worker("works_forward", "Northgate"), 8, has_mail=False),
    Sketch("sam", "Sam Okafor", "Employment coach", date(2026, 11, 9), "renata",
           _worker("works_forward", "Eastside", "Northgate"), None, has_mail=False),
    Sketch("keisha", "Keisha Abebe", "Mentor coordinator", date(2018, 6, 1), "ruth",
           _worker("bright_path", "Eastside"), 13),
)  # fmt: skip
LEAVING = "rosa"
LEFT = "keisha"
INVITED = "sam"


@dataclass(frozen=True)
class Team:
    """The rows, unsaved, by key."""

    members: dict[str, StaffMember]
    roles: list[RoleAssignment]


def imagine_team(structure: Structure, today: date, password: str) -> Team:
    """Everybody, with roles. password: already hashed, the same for all; nobody can use it where no one may sign in."""
    members: dict[str, StaffMember] = {}
    for number, sketch in enumerate(SKETCHES, start=101):
        sign_in_name = ".".join(_plain(part) for part in sketch.name.split())
        members[sketch.key] = StaffMember(
            sign_in_name=sign_in_name,
            name=sketch.name,
            email=f"{sign_in_name}@{MAIL_HOST}" if sketch.has_mail else "",
            job_title=sketch.job_title,
            number=str(number),
            joined_on=sketch.joined_on,
            password=password,
        )
    for sketch in SKETCHES:
        members[sketch.key].supervisor = members.get(sketch.supervisor)
    members[LEAVING].left_on = today + timedelta(days=1)
    members[LEFT].left_on = today - timedelta(days=13)
    members[LEFT].is_active = False
    return Team(
        members=members,
        roles=[
            RoleAssignment(
                staff=members[sketch.key],
                role=role,
                program=structure.programs.get(program),
                site=structure.sites.get(site),
            )
            for sketch in SKETCHES
            for role, program, site in sketch.places
            if sketch.key != LEFT
        ],
    )


def _plain(part: str) -> str:
    return part.lower().replace("é", "e")
