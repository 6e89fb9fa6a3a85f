"""The people of the story: families with names, ages, languages and an address, and who of them is known already."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from lineofsight.apps.records.models import BirthDateQuality, Household, Participant
from lineofsight.apps.records.names import searchable, sounds

from .backgrounds import Background, draw_background, draw_language
from .ledger import Ledger
from .places import Town, draw_address, draw_phone, draw_town


@dataclass
class Family:
    """People who live together. known_since: the day from which another program may meet them."""

    household: Household
    background: Background
    town: Town
    address: str
    language: str
    family_name: str
    known_since: date
    kind: str
    adults: list[Participant] = field(default_factory=list)
    children: list[Participant] = field(default_factory=list)


class Population:
    """Everyone who ever came. No two people share a day of birth and the sound of their name, unless planted."""

    def __init__(self, ledger: Ledger, rng: Random) -> None:
        self.ledger = ledger
        self.rng = rng
        self.families: list[Family] = []
        self.enrolled: set[tuple[int, str]] = set()  # (id of the object, program key)
        self._taken: set[tuple[str, str, str]] = set()
        self._alike: set[tuple[date, str]] = set()

    def new_family(self, on: date, kind: str) -> Family:
        background = draw_background(self.rng)
        town = draw_town(self.rng)
        household = Household()
        self.ledger.write_on(household, on)
        self.ledger.households.append(household)
        family = Family(
            household=household,
            background=background,
            town=town,
            address=draw_address(town, self.rng),
            language=draw_language(background, self.rng),
            family_name=self.rng.choice(background.family_names),
            known_since=on,
            kind=kind,
        )
        self.families.append(family)
        return family

    def add_adult(self, family: Family, on: date, *, youngest: int = 20, oldest: int = 52) -> Participant:
        is_woman = self.rng.random() < (0.72 if not family.adults else 0.25)
        person = self._person(family, on, self._born(on, youngest, oldest), is_woman=is_woman)
        person.phone = draw_phone(self.rng) if self.rng.random() < 0.9 else ""
        if person.phone and self.rng.random() < 0.45:
            person.email = (
                f"{_mail(person.first_name)}.{_mail(person.last_name)}{self.rng.randint(10, 999)}@mail.example"
            )
        person.is_veteran = self.rng.random() < 0.03
        family.adults.append(person)
        return person

    def add_child(self, family: Family, on: date, *, youngest: int, oldest: int) -> Participant:
        person = self._person(family, on, self._born(on, youngest, oldest), is_woman=self.rng.random() < 0.5)
        family.children.append(person)
        return person

    def known_child(self, on: date, program: str, *, youngest: int, oldest: int) -> tuple[Family, Participant] | None:
        """A child of that age from a family met before, not yet in the program; None when chance finds none."""
        for _ in range(12):
            family = self.rng.choice(self.families) if self.families else None
            if family is None or family.known_since > on:
                continue
            for child in family.children:
                age = age_on(child, on)
                if youngest <= age <= oldest and (id(child), program) not in self.enrolled:
                    return family, child
        return None

    def known_adult(self, on: date, program: str) -> tuple[Family, Participant] | None:
        """An adult met before, not yet in the program."""
        for _ in range(12):
            family = self.rng.choice(self.families) if self.families else None
            if family is None or family.known_since > on or not family.adults:
                continue
            adult = family.adults[0]
            if (id(adult), program) not in self.enrolled:
                return family, adult
        return None

    def mark(self, person: Participant, program: str) -> None:
        self.enrolled.add((id(person), program))

    def _born(self, on: date, youngest: int, oldest: int) -> date:
        return on - timedelta(days=self.rng.randint(int(youngest * 365.25) + 1, int((oldest + 1) * 365.25) - 2))

    def _person(self, family: Family, on: date, born: date, *, is_woman: bool) -> Participant:
        first = last = ""
        for _ in range(200):
            first = self.rng.choice(family.background.women if is_woman else family.background.men)
            last = family.family_name
            if self.rng.random() < 0.12:
                last = self.rng.choice(family.background.family_names)
            name_taken = (first, last, "") in self._taken
            alike = (born, sounds(first, last)) in self._alike
            if not alike and not (name_taken and self.rng.random() < 0.9):
                break
        self._taken.add((first, last, ""))
        self._alike.add((born, sounds(first, last)))
        person = named_person(first, last, born)
        person.genders = [self._gender(is_woman)]
        person.race_ethnicities = list(family.background.races)
        if self.rng.random() < 0.06:
            person.race_ethnicities.append("white" if "white" not in person.race_ethnicities else "hispanic")
        if self.rng.random() < 0.03:
            person.birth_date_quality = BirthDateQuality.APPROXIMATE
        person.language = family.language
        person.address = family.address
        person.zip_code = family.town.zip_code
        person.answers = {"township": family.town.key, "household_type": family.kind}
        self.ledger.write_on(person, on)
        self.ledger.participants.append(person)
        return person

    def _gender(self, is_woman: bool) -> str:
        if self.rng.random() < 0.015:
            return "non_binary"
        return "woman" if is_woman else "man"


def named_person(first: str, last: str, born: date) -> Participant:
    """A participant with what finding needs."""
    return Participant(
        first_name=first,
        last_name=last,
        birth_date=born,
        birth_date_quality=BirthDateQuality.FULL,
        is_veteran=None,
        search_name=searchable(first, last),
        search_sounds=sounds(first, last),
    )


def age_on(person: Participant, day: date) -> int:
    """Whole years. Everyone in the story has a date of birth."""
    born = person.birth_date or day
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _mail(name: str) -> str:
    return searchable(name).strip().replace(" ", "")
