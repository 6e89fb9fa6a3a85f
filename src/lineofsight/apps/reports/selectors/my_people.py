""" "Who is on my list?": for somebody who looks after people, on a phone: what is due or missing, and what it shows.

The rule: one's own open list and nothing else; in the order of names. The program's answer is the one everybody sees.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.agency.words import Words
from lineofsight.apps.figures.quality import faults_among
from lineofsight.apps.figures.selectors.door import series_of
from lineofsight.apps.records.models import Participant, StaffAssignment
from lineofsight.apps.records.selectors.people_list import Row, rows
from lineofsight.apps.records.selectors.standing import under_way
from lineofsight.apps.records.selectors.visibility import enrollments_visible_to

from ..wording.faults import beside_one
from .rows import MeasureRow, measure_row
from .uses import uses_now


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """kind: the shape; what: what is due or missing, in words; when: by when. Empty: nothing."""

    participant: Participant
    kind: str
    what: str
    when: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MyPeople:
    due: tuple[Person, ...]
    others: tuple[Person, ...]
    outcomes: tuple[MeasureRow, ...]
    client: str
    clients: str

    @property
    def answer(self) -> tuple[str, str]:
        number = len(self.due) + len(self.others)
        words = {"number": number, "client": self.client, "clients": self.clients}
        if not number:
            return _("Nobody is on your list."), ""
        first = ngettext("One %(client)s is on your list.", "%(number)s %(clients)s are on your list.", number) % words
        if not self.due:
            return first, _("Nothing is due or missing.")
        second = ngettext(
            "Something is due or missing for one of them.",
            "Something is due or missing for %(number)s of them.",
            len(self.due),
        )
        return first, second % {"number": len(self.due)}


def my_people(staff: StaffMember, today: date, words: Words) -> MyPeople:
    """The list of this person. About 25 queries, however long the list."""
    own = StaffAssignment.objects.filter(staff=staff, ended_on__isnull=True)
    mine = under_way(enrollments_visible_to(staff)).filter(pk__in=own.values("enrollment"))
    missing: dict[int, list[str]] = defaultdict(list)
    of_person = dict(mine.values_list("pk", "participant"))
    for check, enrollment in sorted(set(faults_among(mine).values_list("found_by", "enrollment"))):
        words_of_it = beside_one(check)
        if words_of_it and words_of_it not in missing[of_person[enrollment]]:
            missing[of_person[enrollment]].append(words_of_it)
    people = Participant.objects.filter(pk__in=of_person.values()).order_by("last_name", "first_name", "pk")
    found = [_person(row, missing[row.participant.pk]) for row in rows(staff, list(people), today=today)]
    programs = set(mine.values_list("program", flat=True))
    uses = uses_now(today, Q(program__in=programs, asks="better_off"))
    series = series_of(uses, staff)
    return MyPeople(
        due=tuple(each for each in found if each.what),
        others=tuple(each for each in found if not each.what),
        outcomes=tuple(measure_row(use, series[use.pk]) for use in uses),
        client=words.client,
        clients=words.clients,
    )


def _person(row: Row, missing: list[str]) -> Person:
    what = "; ".join([*([row.next] if row.next else []), *missing])
    return Person(
        participant=row.participant,
        kind=row.kind or ("attention" if missing else "plain"),
        what=what,
        when=row.when,
        place=row.places,
    )
