"""The two small ones: the Holiday Gift Drive, which nobody has asked about since 2019, and Lantern House, protected."""

from __future__ import annotations

from datetime import date, timedelta

from lineofsight.apps.records.models import CollectionPoint, Participant, Relationship, Stage

from .ledger import Ledger
from .moments import on_weekday
from .people import Family, Population

GIFTS = "holiday_gifts"
LANTERN_HOUSE = "lantern_house"
GIFT_HOUSEHOLDS = {2023: 262, 2024: 371, 2025: 410}
SIGNED_UP_FOR_2026 = 58
LANTERN_HOUSE_CLIENTS = 7


def tell_gift_drive(ledger: Ledger, population: Population) -> None:
    """Each December families met before fetch a box; one adult stands for each household."""
    staff = ledger.staff("dana")
    for year, count in GIFT_HOUSEHOLDS.items():
        december = date(year, 12, 1)
        for family, head in _heads(population, december, count):
            day = on_weekday(december + timedelta(days=ledger.rng.randint(10, 20)))
            enrollment = ledger.enroll(
                head,
                GIFTS,
                "Millrace",
                stage=Stage.COMPLETED,
                applied_on=date(year, 11, ledger.rng.randint(3, 28)),
                entry_date=day,
                exit_date=day,
                household=family.household,
                relationship=Relationship.HEAD,
                answers={"exit_reason": "finished"},
            )
            ledger.serve(enrollment, "gift_box", day, staff)
    for family, head in _heads(population, ledger.today - timedelta(days=20), SIGNED_UP_FOR_2026):
        ledger.enroll(
            head,
            GIFTS,
            "Millrace",
            stage=Stage.APPLIED,
            applied_on=ledger.today - timedelta(days=ledger.rng.randint(2, 9)),
            household=family.household,
            relationship=Relationship.HEAD,
        )


def _heads(population: Population, on: date, count: int) -> list[tuple[Family, Participant]]:
    known = [family for family in population.families if family.adults and family.known_since < on]
    # Families met in the last two years come; those met long ago have moved on.
    recent = sorted(known, key=lambda family: family.known_since, reverse=True)[: count * 5 // 4]
    chosen = population.rng.sample(recent, min(count, len(recent)))
    return [(family, family.adults[0]) for family in chosen]


def tell_lantern_house(ledger: Ledger, population: Population) -> None:
    """Seven women. No address and no phone are written down; their answers stay few."""
    rng = ledger.rng
    staff = ledger.staff("grace")
    for number in range(LANTERN_HOUSE_CLIENTS):
        start = on_weekday(date(2025, 9, 8) + timedelta(days=number * 52))
        end = on_weekday(start + timedelta(days=150)) if number < 4 else None
        family = population.new_family(start, "single_adult")
        person = population.add_adult(family, start, youngest=22, oldest=45)
        person.address = person.zip_code = person.phone = person.email = ""
        person.answers = {}
        population.families.remove(family)
        enrollment = ledger.enroll(
            person,
            LANTERN_HOUSE,
            "Westbrook",
            stage=Stage.COMPLETED if end else Stage.ACTIVE,
            applied_on=start,
            entry_date=start,
            exit_date=end,
            household=family.household,
            relationship=Relationship.HEAD,
        )
        ledger.assign(enrollment, staff, start, end)
        day = start
        while day <= (end or ledger.today - timedelta(days=1)):
            ledger.serve(enrollment, "safety_talk", day, staff)
            day = on_weekday(day + timedelta(days=rng.randint(6, 12)))
        if end:
            ledger.ask(
                enrollment,
                "feedback",
                CollectionPoint.EXIT,
                end,
                staff,
                {"treated_with_respect": "always", "help_made_a_difference": "a_lot"},
            )
