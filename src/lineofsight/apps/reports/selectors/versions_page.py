"""What a new version of a definition does to the past: its figures beside those of the version before, and who came in
and who went out.

The rule: what was published stays as it was meant. The other column is worked out for this page and kept nowhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.figures.in_force import version_of, versions_in_force
from lineofsight.apps.figures.selectors.door import inside_now
from lineofsight.apps.figures.selectors.members import why_counted
from lineofsight.apps.figures.selectors.two_versions import BySide, Moved, State, people_moved, side_by_side
from lineofsight.apps.figures.values import Figure
from lineofsight.apps.framework.models import MeasureSource, MeasureVersion
from lineofsight.apps.framework.permissions import can_edit_framework
from lineofsight.apps.framework.version_changes import Changed, changes_between

from ..wording.amounts import UnitKind, points_in_words, unit_of, write_amount, write_count
from ..wording.periods import span_in_words
from .people_address import PEOPLE_PER_PAGE
from .rows import counts_of, place_of
from .uses import Use

RANK = {
    State.NOT_INCLUDED: 0,
    State.TOO_EARLY: 0,
    State.INCOMPLETE: 0,
    State.INCLUDED: 1,
    State.COUNTED: 2,
}
"""Whoever rises came in; whoever falls went out. The others have another value, or are left out for another reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BothRow:
    """One period. published: the number of the version that counts for it. href: to those taken otherwise."""

    period: str
    before: str
    before_counts: str
    after: str
    after_counts: str
    difference: str
    published: int
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OneVersion:
    """One version in the history, newest first. changes: since the version before it."""

    version: MeasureVersion
    changes: tuple[Changed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionsPage:
    """rows: newest first."""

    use: Use
    place: str
    before: MeasureVersion
    after: MeasureVersion
    changes: tuple[Changed, ...]
    rows: tuple[BothRow, ...]
    refusal: str
    others: tuple[MeasureVersion, ...]

    @property
    def answer(self) -> tuple[str, str]:
        if self.refusal:
            return _("The two cannot be compared: %(why)s") % {"why": self.refusal}, ""
        if not self.rows:
            return _("There is no figure yet by either of them."), ""
        other = sum(row.before != row.after or row.before_counts != row.after_counts for row in self.rows)
        first = ngettext(
            "Version %(after)s gives another figure in %(other)s of %(number)s period.",
            "Version %(after)s gives another figure in %(other)s of %(number)s periods.",
            len(self.rows),
        ) % {"after": self.after.number, "other": other, "number": len(self.rows)}
        return first, _("What was published stays as it was meant.")


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedRow:
    """before, after: how each version takes this person, and why."""

    name: str
    about: str
    before: str
    after: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedPage:
    """Who is taken otherwise in the figure of some days."""

    use: Use
    place: str
    period: str
    before: MeasureVersion
    after: MeasureVersion
    people: tuple[MovedRow, ...]
    page: Page[Moved]
    came: int
    went: int
    not_shown: int
    same: int

    @property
    def number(self) -> int:
        return self.page.paginator.count

    @property
    def answer(self) -> tuple[str, str]:
        told = {"came": write_count(self.came), "went": write_count(self.went), "same": write_count(self.same)}
        first = _("%(came)s came in, %(went)s went out, %(same)s are taken alike.") % told
        if not self.not_shown:
            return first, ""
        more = ngettext(
            "One more is taken otherwise whose file you may not open, or that has changed since.",
            "%(number)s more are taken otherwise whose files you may not open, or that have changed since.",
            self.not_shown,
        )
        return first, more % {"number": write_count(self.not_shown)}


def history_of(versions: Sequence[MeasureVersion]) -> tuple[OneVersion, ...]:
    """versions: newest first. Pure."""
    earlier = [*versions[1:], None]
    return tuple(
        OneVersion(version=each, changes=changes_between(before.document, each.document) if before else ())
        for each, before in zip(versions, earlier, strict=True)
    )


def two_versions(use: Use, viewer: StaffMember, asked: tuple[str, str]) -> tuple[MeasureVersion, MeasureVersion] | None:
    """The two that are asked for by their numbers; else the newest and the one before it. None where there is but one.
    A draft is there for those who may change it. Two queries."""
    versions = list(use.assignment.measure.versions.filter(source=MeasureSource.COMPUTED).order_by("number"))
    if not can_edit_framework(viewer):
        versions = [each for each in versions if each.published_at is not None]
    if len(versions) < 2:
        return None
    by_number = {str(each.number): each for each in versions}
    after = by_number.get(asked[1], versions[-1])
    before = by_number.get(asked[0]) or next(
        (each for each in reversed(versions) if each.number < after.number), versions[0]
    )
    return before, after


def versions_page(use: Use, viewer: StaffMember, before: MeasureVersion, after: MeasureVersion) -> VersionsPage:
    """The page. About ten queries."""
    inside = inside_now(viewer)
    both = side_by_side(use, before, after, inside) if inside else None
    in_force = versions_in_force([use.assignment])[use.assignment.pk]
    others = [each for each in use.assignment.measure.versions.order_by("number") if each.published_at is not None]
    return VersionsPage(
        use=use,
        place=place_of(use),
        before=before,
        after=after,
        changes=changes_between(before.document, after.document),
        rows=tuple(
            _row(each, use, before, after, version_of(in_force, each.end).number)
            for each in reversed(both.periods if both else ())
            if each.before.value is not None or each.after.value is not None
        ),
        refusal=both.refusal if both else "",
        others=tuple(others),
    )


def moved_page(
    use: Use,
    viewer: StaffMember,
    versions: tuple[MeasureVersion, MeasureVersion],
    days: tuple[date, date],
    *,
    number: str,
) -> MovedPage | None:
    """The list of this page. None where the two cannot be held beside each other person by person."""
    inside = inside_now(viewer)
    before, after = versions
    found = people_moved(use, before, after, inside, days) if inside else None
    if inside is None or found is None:
        return None
    page = Paginator(found.rows, PEOPLE_PER_PAGE).get_page(number)
    units = [each.row.unit for each in page]
    why = [why_counted(_by(use, version), inside, days, units) for version in versions]
    return MovedPage(
        use=use,
        place=place_of(use),
        period=span_in_words(*days),
        before=before,
        after=after,
        people=tuple(
            _person(each, [its[each.row.unit].sentence if each.row.unit in its else "" for its in why]) for each in page
        ),
        page=page,
        came=sum(RANK[each.after] > RANK[each.before] for each in found.rows),
        went=sum(RANK[each.after] < RANK[each.before] for each in found.rows),
        not_shown=found.not_shown,
        same=found.same,
    )


def _by(use: Use, version: MeasureVersion) -> Use:
    return Use(assignment=use.assignment, version=version, period=use.period, note=use.note)


def _row(each: BySide, use: Use, before: MeasureVersion, after: MeasureVersion, published: int) -> BothRow:
    asked = f"from={each.start.isoformat()}&to={each.end.isoformat()}&before={before.number}&after={after.number}"
    return BothRow(
        period=span_in_words(each.start, each.end) + ("" if each.is_settled else f" ({_('so far')})"),
        before=_value(each.before, before),
        before_counts=counts_of(each.before, unit_of(before)),
        after=_value(each.after, after),
        after_counts=counts_of(each.after, unit_of(after)),
        difference=_difference(each, before, after),
        published=published,
        href=f"{reverse('result_versions_people', args=[use.pk])}?{asked}",
    )


def _value(figure: Figure, version: MeasureVersion) -> str:
    return write_amount(figure.value, unit_of(version)) if figure.value is not None else _("nobody")


def _difference(each: BySide, before: MeasureVersion, after: MeasureVersion) -> str:
    """Empty where the two are of different kinds, so that nothing can be subtracted."""
    units = unit_of(before), unit_of(after)
    if units[0] != units[1] or each.before.value is None or each.after.value is None:
        return ""
    gap = each.after.value - each.before.value
    if units[1].kind is UnitKind.SHARE:
        return points_in_words(gap)
    return write_amount(gap, units[1])


def _person(moved: Moved, why: Sequence[str]) -> MovedRow:
    stay = moved.row.enrollment
    return MovedRow(
        name=stay.participant.display_name,
        about=f"{stay.program.name}, {stay.site.name}" if stay.site else stay.program.name,
        before=why[0] or _("Not counted."),
        after=why[1] or _("Not counted."),
        href=reverse("client", args=[stay.participant.pk]),
    )
