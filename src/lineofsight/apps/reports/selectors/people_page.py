"""The page of the people behind a figure: who is counted, who is not, of whom it is too early to tell."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.figures.in_force import version_then
from lineofsight.apps.figures.selectors.door import inside_now
from lineofsight.apps.figures.selectors.members import Behind, PeopleBehind, people_behind, why_counted
from lineofsight.measures import Explanation, Which

from ..wording.amounts import Unit, write_count, write_with_unit
from ..wording.periods import span_in_words
from .compared import compared_rows, remarks_of_days
from .people_address import PEOPLE_PER_PAGE, Asked, people_address
from .rows import place_of
from .uses import Use


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """why: why this person is counted, or not, in a sentence."""

    name: str
    about: str
    why: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    title: str
    href: str
    is_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplePage:
    """number: on the whole list, of which `page` is a part and `people` are the rows. not_shown: behind the figure, and
    changed since it was made. handed_in: what was handed in for exactly these days."""

    use: Use
    place: str
    period: str
    group: str
    which: Which
    people: tuple[PersonRow, ...]
    page: Page[Behind]
    not_shown: int
    choices: tuple[Choice, ...]
    handed_in: str = ""

    @property
    def number(self) -> int:
        return self.page.paginator.count

    @property
    def answer(self) -> tuple[str, str]:
        number = self.number
        told = {"number": write_count(number)}
        first = {
            Which.NUMERATOR: ngettext("One is counted.", "%(number)s are counted.", number),
            Which.NOT_NUMERATOR: ngettext("One is not counted.", "%(number)s are not counted.", number),
            Which.DENOMINATOR: ngettext("One is included.", "%(number)s are included.", number),
            Which.TOO_EARLY: ngettext(
                "Of one it is too early to tell.", "Of %(number)s it is too early to tell.", number
            ),
            Which.INCOMPLETE: ngettext(
                "One cannot be compared, since something is missing.",
                "%(number)s cannot be compared, since something is missing.",
                number,
            ),
        }[self.which] % told
        if not self.not_shown:
            return first, ""
        more = ngettext(
            "One more was there when the figures were made, and the file has changed since.",
            "%(number)s more were there when the figures were made, and their files have changed since.",
            self.not_shown,
        )
        return first, more % {"number": write_count(self.not_shown)}


def people_page(use: Use, asked: Asked, viewer: StaffMember, *, number: str) -> PeoplePage | None:
    """The page of this number; None where there is nothing to count. About ten queries, one more for every 5,000
    people. Why somebody is counted is worked out for those on the page alone."""
    inside = inside_now(viewer)
    use = replace(use, version=version_then(use, asked.last))
    found = people_behind(use, inside, asked.days, group=asked.group, which=asked.which) if inside else None
    if inside is None or found is None:
        return None
    page = Paginator(found.rows, PEOPLE_PER_PAGE).get_page(number)
    why = why_counted(use, inside, asked.days, [each.unit for each in page])
    return PeoplePage(
        use=use,
        place=place_of(use),
        period=span_in_words(*asked.days),
        group=found.group,
        which=asked.which,
        people=tuple(_person(each, use.unit, why.get(each.unit)) for each in page),
        page=page,
        not_shown=found.not_shown,
        choices=tuple(_choices(use, asked, found)),
        handed_in="" if asked.group else remarks_of_days(compared_rows(use, viewer)).get(asked.days, ""),
    )


def _choices(use: Use, asked: Asked, found: PeopleBehind) -> list[Choice]:
    titles = {
        Which.NOT_NUMERATOR: _("Not counted"),
        Which.NUMERATOR: _("Counted"),
        Which.DENOMINATOR: _("Everybody included"),
        Which.INCOMPLETE: _("Cannot be compared"),
        Which.TOO_EARLY: _("Too early to count"),
    }
    left_out = {Which.NOT_NUMERATOR, Which.NUMERATOR} if not found.has_numerator else set()
    left_out |= {Which.INCOMPLETE} if not found.has_incomplete else set()
    offered = [which for which in titles if which not in left_out]
    return [
        Choice(
            title=titles[which],
            href=people_address(use, Asked(first=asked.first, last=asked.last, which=which, group=asked.group)),
            is_here=which is asked.which,
        )
        for which in offered
    ]


def _person(row: Behind, unit: Unit, why: Explanation | None) -> PersonRow:
    stay = row.enrollment
    where = f"{stay.program.name}, {stay.site.name}" if stay.site else stay.program.name
    value = write_with_unit(row.value, unit) if row.value is not None else ""
    return PersonRow(
        name=stay.participant.display_name,
        about=" · ".join(part for part in (where, value) if part),
        why=why.sentence if why else "",
        href=reverse("client", args=[stay.participant.pk]),
    )
