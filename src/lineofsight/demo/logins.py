"""Who shows which role when the demo is opened."""

from __future__ import annotations

from dataclasses import dataclass

from lineofsight.apps.agency.models import Role, StaffMember

_WHO = {
    Role.FRONT_LINE: "daniela.flores",
    Role.SUPERVISOR: "ruth.adeyemi",
    Role.PROGRAM_MANAGER: "dana.whitfield",
    Role.PERFORMANCE_LEAD: "imani.brooks",
    Role.DIRECTOR: "margaret.oyelaran",
    Role.BOARD_MEMBER: "eleanor.whitfield",
    Role.COACH: "theo.marchetti",
    Role.ADMINISTRATOR: "imani.brooks",
}


@dataclass(frozen=True)
class Login:
    role: str
    sign_in_name: str
    name: str


def logins() -> list[Login]:
    """One login per role, in the order of the roles. Two queries."""
    people = StaffMember.objects.in_bulk(set(_WHO.values()), field_name="sign_in_name")
    return [
        Login(str(role.label), sign_in_name, people[sign_in_name].name)
        for role, sign_in_name in _WHO.items()
        if sign_in_name in people
    ]
