"""Who may be here twice: the same birth date and a name that sounds the same.

Two questions, one answer. Before someone is added: who is here already that looks like them. Later: which two people
look like one. Both look only at people the viewer may see, and never say whether others exist.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Exists, Func, OuterRef, Q, QuerySet, Value, Window
from django.db.models.functions import Concat, Lead, Left, Length
from django.db.models.sql.compiler import SQLCompiler
from django.utils.translation import gettext as _

from lineofsight.apps.agency.models import StaffMember, Standing

from ..models import Participant
from ..names import sounds
from .visibility import participants_searched, participants_visible_to

AT_MOST = 20
AFTER_EVERY_SOUND = "~"  # sorts behind every code of `names.sound`


class ByteOrder(Func):
    """In the order of the letters' codes: there everything that begins with a text stands right behind it."""

    template = "%(expressions)s"

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, template='%(expressions)s COLLATE "C"')


@dataclass(frozen=True)
class LookAlike:
    participant: Participant
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Pair:
    """Two people who may be one; `first` is the one who came earlier."""

    first: Participant
    second: Participant
    reasons: tuple[str, ...]


def look_alikes(staff: StaffMember, *, first_name: str, last_name: str, birth_date: date | None) -> list[LookAlike]:
    """People born on that day, or whose first and last names sound the same. Most alike first; three queries."""
    people = participants_searched(staff)
    name_sounds = sounds(first_name, last_name).strip()
    found: dict[int, LookAlike] = {}
    if birth_date is not None:
        for person in people.filter(birth_date=birth_date)[: 10 * AT_MOST]:
            found[person.pk] = LookAlike(person, _reasons(person, name_sounds, birth_date))
    if name_sounds:
        sounding = people.filter(search_sounds__startswith=f" {name_sounds} ").values_list("pk", flat=True)
        for person in Participant.objects.filter(pk__in=list(sounding[:AT_MOST])):
            found[person.pk] = LookAlike(person, _reasons(person, name_sounds, birth_date))
    return sorted(found.values(), key=_most_alike)[:AT_MOST]


def anyone_with_a_double() -> QuerySet[Participant]:
    """Everybody with a later or longer-named double, whoever may see them: in one pass along the index of birth dates
    and sounds, where whoever has one has it right behind."""
    behind = Window(Lead("search_sounds"), partition_by="birth_date", order_by=[ByteOrder("search_sounds"), "pk"])
    return (
        Participant.objects.filter(birth_date__isnull=False, search_sounds__gt="")
        .annotate(behind=behind)
        .filter(search_sounds=Left("behind", Length("search_sounds")))
    )


def people_with_a_double(staff: StaffMember, *, among: QuerySet[Participant] | None = None) -> QuerySet[Participant]:
    """People who have a later or longer-named double among those this viewer may see. One row per possible pair of a
    person with others; `pairs_of` gives the others. among: everybody with a double, where that is known."""
    visible = _standing(participants_visible_to(staff))
    anyone = anyone_with_a_double() if among is None else among
    return visible.filter(Exists(visible.filter(_is_a_double_of(OuterRef))), pk__in=anyone.values("pk"))


def pairs_of(staff: StaffMember, people: list[Participant]) -> list[Pair]:
    """The pairs behind a page of `people_with_a_double`. One query."""
    if not people:
        return []
    same_days = {person.birth_date for person in people}
    others = _standing(participants_visible_to(staff)).filter(birth_date__in=same_days, search_sounds__gt="")
    by_day: dict[date | None, list[Participant]] = {}
    for other in others.order_by("pk"):
        by_day.setdefault(other.birth_date, []).append(other)
    return [
        Pair(min(person, other, key=_number), max(person, other, key=_number), _shared(person, other))
        for person in people
        for other in by_day.get(person.birth_date, [])
        if _is_double(person, other)
    ]


def _standing(people: QuerySet[Participant]) -> QuerySet[Participant]:
    return people.exclude(standing=Standing.WITHDRAWN)


def _is_a_double_of(outer: type[OuterRef]) -> Q:
    """The same birth date, and sounds that begin with all of the other's: with a middle name or without."""
    return Q(
        birth_date=outer("birth_date"),
        search_sounds__gte=outer("search_sounds"),
        search_sounds__lt=Concat(outer("search_sounds"), Value(AFTER_EVERY_SOUND)),
    ) & (Q(search_sounds__gt=outer("search_sounds")) | Q(pk__gt=outer("pk")))


def _is_double(person: Participant, other: Participant) -> bool:
    if not other.search_sounds.startswith(person.search_sounds):
        return False
    return other.search_sounds > person.search_sounds or other.pk > person.pk


def _most_alike(each: LookAlike) -> tuple[int, str, str, int]:
    person = each.participant
    return -len(each.reasons), person.last_name, person.first_name, person.pk


def _number(person: Participant) -> int:
    return person.pk


def _reasons(person: Participant, name_sounds: str, birth_date: date | None) -> tuple[str, ...]:
    reasons = []
    if name_sounds and person.search_sounds.startswith(f" {name_sounds} "):
        reasons.append(_("sounds the same"))
    if birth_date is not None and person.birth_date == birth_date:
        reasons.append(_("born on the same day"))
    return tuple(reasons)


def _shared(one: Participant, other: Participant) -> tuple[str, ...]:
    reasons = [_("born on the same day"), _("names sound the same")]
    if one.phone and one.phone == other.phone:
        reasons.append(_("same phone"))
    if one.email and one.email.casefold() == other.email.casefold():
        reasons.append(_("same email"))
    if one.address and one.address.casefold() == other.address.casefold():
        reasons.append(_("same address"))
    return tuple(reasons)
