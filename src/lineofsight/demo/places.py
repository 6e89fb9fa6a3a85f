"""Juniper County: two towns, four townships in the north, streets, and the agency's four sites. All invented.

The rule the story keeps: nine of ten clients live in the two towns. ZIP codes begin with 536, which is given to no
post office; telephone numbers have an exchange that cannot be dialed.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Town:
    key: str
    name: str
    zip_code: str
    weight: int  # clients in a hundred
    is_northern: bool = False


TOWNS = (
    Town("juniper_falls", "Juniper Falls", "53601", 52),
    Town("westbrook", "Westbrook", "53602", 39),
    Town("north_fork", "North Fork Township", "53611", 3, is_northern=True),
    Town("cedar_ridge", "Cedar Ridge Township", "53612", 3, is_northern=True),
    Town("stony_lake", "Stony Lake Township", "53613", 2, is_northern=True),
    Town("high_meadow", "High Meadow Township", "53614", 1, is_northern=True),
)

SITE_ADDRESSES = {
    "Eastside": "12 Foundry Street, Juniper Falls 53601",
    "Westbrook": "340 Library Lane, Westbrook 53602",
    "Northgate": "77 Northgate Avenue, Juniper Falls 53601",
    "Millrace": "5 Millrace Court, Juniper Falls 53601",
}

_STREETS = (
    "Alder Street,Ash Lane,Bell Street,Bridge Street,Brook Road,Canal Street,Chapel Lane,Cherry Street,Clover Court,"
    "Depot Street,Elm Avenue,Fern Street,Ferry Road,Foundry Street,Garden Street,Grove Street,Harbor Road,Hazel Street,"
    "Hickory Lane,Hill Street,Juniper Avenue,Kiln Street,Linden Street,Locust Street,Maple Avenue,Market Street,"
    "Meadow Lane,Mill Street,Orchard Road,Park Street,Pine Street,Quarry Road,River Street,School Street,Spring Street,"
    "Spruce Court,Station Road,Sycamore Street,Tannery Lane,Union Street,Valley Road,Walnut Street,Willow Street"
).split(",")
_DRAW = [town for town in TOWNS for _ in range(town.weight)]


def draw_town(rng: Random) -> Town:
    return rng.choice(_DRAW)


def draw_address(town: Town, rng: Random) -> str:
    """House number, street and place; every fourth has an apartment.

    >>> draw_address(TOWNS[0], Random(1))
    '138 Maple Avenue, Juniper Falls'
    """
    apartment = f", Apt {rng.randint(1, 24)}" if rng.random() < 0.25 else ""
    return f"{rng.randint(2, 990)} {rng.choice(_STREETS)}{apartment}, {town.name}"


def draw_phone(rng: Random) -> str:
    return f"555-010-{rng.randint(0, 9999):04d}"
