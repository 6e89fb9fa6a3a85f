"""Finding a person by name, nickname, birth date or number, with the reason for each hit in words.

Names are compared without accents and capitals, then by sound (`names.py`), then letter by letter with at most two
letters apart (Levenshtein, 1966), which is tried only among people whose other names sound right. Only people the
viewer may see are looked at; whether others exist is never said. Nothing is written to the trail.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_, or_

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lineofsight.apps.agency.models import Source, StaffMember
from lineofsight.apps.forms.typed_values import Unreadable, read_date

from ..models import Participant
from ..names import searchable, sound
from .visibility import participants_searched

AT_MOST = 25
CANDIDATES = 500
LETTERS_APART = 2


@dataclass(frozen=True)
class Hit:
    """reason: why this person was found, in words. marked: parts of the name as (text, is this the likeness?)."""

    participant: Participant
    reason: str
    marked: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Found:
    """written: people with exactly this; close: people whose name is like it. is_cut: there are more than were read."""

    wanted: str
    written: tuple[Hit, ...]
    close: tuple[Hit, ...]
    is_cut: bool

    @property
    def hits(self) -> tuple[Hit, ...]:
        return (*self.written, *self.close)


def find_people(staff: StaffMember, wanted: str) -> Found:
    """Everyone this person may see who answers to `wanted`. At most nine queries, at most 25 of each kind."""
    wanted = " ".join(wanted.replace("\0", " ").split())[:100]
    people = participants_searched(staff)
    if not wanted:
        return Found("", (), (), is_cut=False)
    day = _as_date(wanted)
    if day is not None:
        written = _hits(people.filter(birth_date=day), _("Born on that day"))
        return Found(wanted, written[:AT_MOST], (), is_cut=len(written) > AT_MOST)
    numbered = _by_number(people, wanted)
    words = searchable(wanted).split()
    if not words or (len(words) == 1 and len(words[0]) < 2):
        return Found(wanted, numbered, (), is_cut=False)
    written = _by_letters(people, words)
    close: tuple[Hit, ...] = ()
    if len(written) <= AT_MOST:
        close = _by_sound(people, words, known={hit.participant.pk for hit in (*numbered, *written)})
    return Found(
        wanted,
        (*numbered, *written[:AT_MOST]),
        close[:AT_MOST],
        is_cut=len(written) > AT_MOST or len(close) > AT_MOST,
    )


def _as_date(wanted: str) -> date | None:
    try:
        return read_date(wanted)
    except Unreadable:
        return None


def _by_number(people: QuerySet[Participant], wanted: str) -> tuple[Hit, ...]:
    """By the number here, or by the one in a source; each asked for alone, so that each uses its index."""
    if " " in wanted or not any(sign.isdigit() for sign in wanted):
        return ()
    reason = _("Has this number")
    sources = list(Source.objects.values_list("pk", flat=True))
    found = _hits(people.filter(source__in=sources, source_key=wanted), reason) if sources else ()
    if wanted.isascii() and wanted.isdecimal() and len(wanted) < 19:
        found += _hits(people.filter(pk=int(wanted)), reason)
    return found


def _by_letters(people: QuerySet[Participant], words: list[str]) -> tuple[Hit, ...]:
    matching = reduce(lambda found, word: found.filter(search_name__contains=f" {word}"), words, people)
    return tuple(
        Hit(person, _reason_by_letters(person, words), _marked(person, words, sounding=False))
        for person in _read(matching, AT_MOST + 1)
    )


def _by_sound(people: QuerySet[Participant], words: list[str], *, known: set[int]) -> tuple[Hit, ...]:
    """Names of which every word sounds the same; then those of which all words but one do and that one begins alike."""
    codes = [sound(word) for word in words]
    # A word that is still being typed sounds like nothing yet; it may begin a name instead.
    alike = [
        Q(search_sounds__contains=f" {code} ") | Q(search_name__contains=f" {word}")
        for word, code in zip(words, codes, strict=True)
    ]
    same = _read(people.filter(*alike), AT_MOST + 1 + len(known))
    hits = [Hit(person, _("Sounds the same"), _marked(person, words, sounding=True)) for person in same]
    if len(words) > 1 and len(hits) <= AT_MOST:
        one_other = reduce(
            or_,
            (
                reduce(and_, alike[:position] + alike[position + 1 :]) & Q(search_sounds__contains=f" {code[0]}")
                for position, code in enumerate(codes)
            ),
        )
        apart = [(letters_apart_in(person, words), person) for person in _read(people.filter(one_other), CANDIDATES)]
        hits += [
            Hit(person, _apart(letters), _marked(person, words, sounding=True))
            for letters, person in sorted(apart, key=lambda each: each[0])
            if letters <= LETTERS_APART and person not in same
        ]
    return tuple(hit for hit in hits if hit.participant.pk not in known)


def _read(people: QuerySet[Participant], at_most: int) -> list[Participant]:
    """The people by name. Their numbers are read first, from the index of searchable names alone."""
    numbers = list(people.order_by().values_list("pk", flat=True)[:at_most])
    return list(Participant.objects.filter(pk__in=numbers).order_by("last_name", "first_name", "pk"))


def _reason_by_letters(person: Participant, words: list[str]) -> str:
    plain = searchable(person.first_name, person.middle_name, person.last_name, person.name_suffix).split()
    if all(any(name.startswith(word) for name in plain) for word in words):
        return ""
    return _("Known as %(name)s") % {"name": person.preferred_name}


def letters_apart_in(person: Participant, words: list[str]) -> int:
    """How many letters each word is apart from the name that is nearest to it, together."""
    names = person.search_name.split()
    return sum(min((letters_apart(word, name) for name in names), default=len(word)) for word in words)


def _apart(letters: int) -> str:
    return ngettext("%(number)d letter apart", "%(number)d letters apart", letters) % {"number": letters}


def letters_apart(one: str, other: str) -> int:
    """How many letters must be added, left out or changed to make one word of the other.

    >>> letters_apart("maria", "maja"), letters_apart("maya", "maya")
    (2, 0)
    """
    before = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        now = [row]
        for column, against in enumerate(other, start=1):
            now.append(min(before[column] + 1, now[-1] + 1, before[column - 1] + (letter != against)))
        before = now
    return before[-1]


def _hits(people: QuerySet[Participant], reason: str) -> tuple[Hit, ...]:
    rows = people.order_by("last_name", "first_name", "pk")[: AT_MOST + 1]
    return tuple(Hit(person, reason, ((person.display_name, False),)) for person in rows)


def _marked(person: Participant, words: list[str], *, sounding: bool) -> tuple[tuple[str, bool], ...]:
    """The display name, word by word, with the likeness marked. Spaces stand between the parts, unmarked."""
    codes = {sound(word) for word in words}
    parts: list[tuple[str, bool]] = []
    for name in person.display_name.split(" "):
        plain = searchable(name).strip()
        alike = bool(plain) and (any(map(plain.startswith, words)) or (sounding and sound(plain) in codes))
        if parts:
            parts.append((" ", False))
        parts.append((name, alike))
    return tuple(parts)
