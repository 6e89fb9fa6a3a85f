"""Writing releases: what is new, what is corrected, what may not be corrected; each with its line in the ledger.

The rule: what was seen is never taken back and never changed. A correction is a release of its own with the next
number, and only where the two side by side say nothing about a few people. Tables that stand together fall together: if
one of a whole and its parts may not be corrected, none of them is. What was released before a program came under
protection stays as it is: made anew, it would be less by exactly that program.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from math import isclose
from textwrap import shorten

from django.db import transaction
from django.utils.translation import gettext as _

from lineofsight.apps.agency.clock import now
from lineofsight.apps.agency.models import Agency
from lineofsight.apps.agency.words import the_words
from lineofsight.apps.framework.models import MeasureAssignment, PlaceKey
from lineofsight.disclosure import Rule
from lineofsight.disclosure.complementary import Suppressed, suppress
from lineofsight.disclosure.tables import Figure as PublishedFigure
from lineofsight.disclosure.tables import PublishedTable

from ..beside import Beside, Earlier, overlapping
from ..incomplete import beside_earlier
from ..ledger import content_of, digest_of
from ..models import LedgerLine, Release, ReleasedFigure
from ..proposals import Proposal
from ..published import key_of, proposed, sums_of, withheld_too
from ..selectors.ledger import last_digest
from ..selectors.released import Days, tables_released
from ..suppression import Told, ToldTable, is_taken_back, shows_a_few


@dataclass(frozen=True, slots=True)
class Refused:
    """A correction, or a table of a new place, that may not be released. why: a sentence."""

    assignment: MeasureAssignment
    starts_on: date
    ends_on: date
    why: str


@dataclass(slots=True)
class Done:
    """What a pass has written. closed_by_audit: figures withheld because the audit could recover others by them.
    refused: everything that is not released, also when it was refused before."""

    released: int = 0
    restated: int = 0
    shown: int = 0
    withheld: int = 0
    closed_by_audit: int = 0
    refused: list[Refused] = field(default_factory=list)


NAMED_AT_MOST = 2  # tables, in a sentence
WHY = 300  # letters in a line of the ledger


def release_tables(tables: Sequence[Sequence[Proposal]], done: Done, beside: Beside) -> None:
    """Release what is due and not released yet, in one transaction. tables: those that stand or fall together.
    beside: what is published, to audit them with.

    Two passes at once come one after the other, and the second finds everything done.
    """
    with transaction.atomic():
        list(Agency.objects.select_for_update().filter(pk=1))
        earlier = tables_released({each.assignment.place_key for together in tables for each in together})
        decided = _Decided(earlier, done, now())
        published: list[PublishedTable] | None = None
        for proposed_together in tables:
            if not any(_is_due(_as_before(each, earlier), earlier) for each in proposed_together):
                continue
            if published is None:
                whom = {beside.whom(each.assignment, each.version).counts for each in proposed_together}
                published = beside.tables(whom, earlier)
            together, found = _audited(proposed_together, earlier, beside, published)
            due = [each for each in together if _is_due(each, earlier)]
            standing = [each for each in together if each not in due]
            reasons = (
                _why_not_safe(found),
                *(_why_not(each, earlier) for each in due),
                *(_why_not_beside(each, earlier) for each in standing),
            )
            why = next((reason for reason in reasons if reason), "")
            for each in due:
                if why:
                    decided.refuse(each, why)
                else:
                    decided.release(each, found)
        _write(decided)


@dataclass(slots=True)
class _Decided:
    """What one transaction will write, in the order in which it was decided."""

    earlier: Earlier
    done: Done
    moment: datetime
    releases: list[tuple[Release, Proposal]] = field(default_factory=list)
    refused: list[LedgerLine] = field(default_factory=list)

    def release(self, proposal: Proposal, found: Suppressed) -> None:
        before = self.earlier.get(_key(proposal), [])
        proposal = replace(proposal, table=beside_earlier(proposal.table, [table for _release, table in before]))
        release = Release(
            assignment=proposal.assignment,
            version=proposal.version,
            every=proposal.every.value,
            starts_on=proposal.starts_on,
            ends_on=proposal.ends_on,
            number=len(before) + 1,
            is_reported=proposal.build is None,
            is_backfill=proposal.assignment.place_key not in {place for place, _days in self.earlier},
            counts_people=proposal.table.counts_people,
            leaves_programs_out=proposal.leaves_programs_out,
            protected=list(proposal.protected),
            minimum=proposal.table.policy.minimum,
            of_values=proposal.table.policy.of_values,
            sums=next((sums_of(table) for table in found.tables if table.key == key_of(proposal)), {}),
            audited_tables=None if proposal.is_open else len(found.tables),
            build=proposal.build,
            released_at=self.moment,
        )
        self.releases.append((release, proposal))
        self.done.released += not before
        self.done.restated += bool(before)
        self.done.withheld += proposal.table.withheld
        self.done.shown += len(proposal.table.cells) - proposal.table.withheld
        self.done.closed_by_audit += sum(figure.table == key_of(proposal) for figure in found.hidden)

    def refuse(self, proposal: Proposal, why: str) -> None:
        """Say so in the ledger, once: until something of it is released the same is not written every night."""
        said = Refused(proposal.assignment, proposal.starts_on, proposal.ends_on, why)
        self.done.refused.append(said)
        place = {"assignment": said.assignment, "starts_on": said.starts_on, "ends_on": said.ends_on}
        last = LedgerLine.objects.filter(**place).order_by("-id").first()
        if last is None or last.act != LedgerLine.Act.REFUSED:
            self.refused.append(
                LedgerLine(at=self.moment, act=LedgerLine.Act.REFUSED, why=shorten(why, WHY, placeholder="…"), **place)
            )

    def mark_the_past(self) -> None:
        """With the first release of a measure come all its closed periods; the newest of them is on time."""
        newest: dict[int, date] = {}
        for release, _proposal in self.releases:
            newest[release.assignment_id] = max(release.starts_on, newest.get(release.assignment_id, date.min))
        for release, _proposal in self.releases:
            release.is_backfill = release.is_backfill and release.starts_on < newest[release.assignment_id]


def _write(decided: _Decided) -> None:
    decided.mark_the_past()
    Release.objects.bulk_create([release for release, _proposal in decided.releases], batch_size=500)
    figures, lines = [], []
    for release, proposal in decided.releases:
        its = _figures(release, proposal)
        figures += its
        lines.append(_line(release, its, proposal.table, decided.moment))
    ReleasedFigure.objects.bulk_create(figures, batch_size=500)
    digest = last_digest()
    for line in (*lines, *decided.refused):
        line.digest = digest = digest_of(digest, line)
    LedgerLine.objects.bulk_create([*lines, *decided.refused], batch_size=500)


def _audited(
    together: Sequence[Proposal], earlier: Earlier, beside: Beside, published: Sequence[PublishedTable]
) -> tuple[list[Proposal], Suppressed]:
    """The proposals with all that must be withheld beside what is published, and what the audit saw. What is due is
    proposed anew; what stands is taken as it stands."""
    chosen = [each if _is_due(each, earlier) else _as_before(each, earlier) for each in together]
    closed = [each for each in chosen if not each.is_open]
    live = proposed(closed, beside.whom(closed[0].assignment, closed[0].version), beside.places) if closed else []
    found = suppress([*live, *overlapping(live, published)])
    return [withheld_too(each, [f for f in found.hidden if f.table == key_of(each)]) for each in chosen], found


def _as_before(proposal: Proposal, earlier: Earlier) -> Proposal:
    """The proposal without what the last release of it withholds to protect others: what the audit hid then, it would
    hide again."""
    before = earlier.get(_key(proposal))
    if not before:
        return proposal
    names = [
        ((name,) if name else (), (code,) if name else ())
        for (name, code), told in _flat(before[-1][1]).items()
        if told.figure.withheld is Rule.FEW_OR_PROTECTS
    ]
    key = key_of(proposal)
    return withheld_too(proposal, [PublishedFigure(key, names, codes) for names, codes in names])


def _why_not_safe(found: Suppressed) -> str:
    """Why nothing may be released although everything that can be is withheld; empty when it may."""
    if found.audit.is_safe:
        return ""
    fixed = list(dict.fromkeys(table.name for table in found.tables if table.is_fixed))
    others = len(fixed) - NAMED_AT_MOST
    if not fixed:
        return _("A few people could be worked out whatever is withheld. Use the measure in fewer places, or by year.")
    if others > 0:
        return _("Beside %(tables)s and %(number)s more, a few people could be worked out. Those stand.") % {
            "tables": "; ".join(fixed[:NAMED_AT_MOST]),
            "number": others,
        }
    return _("Beside %(tables)s a few people could be worked out. That stands.") % {"tables": "; ".join(fixed)}


def _is_due(proposal: Proposal, earlier: Earlier) -> bool:
    """Not released yet, or released by the same definition with other figures. Another definition counts from the first
    period that is closed after it; what was released before stays as it was meant then. So it is where other programs
    were under protection, or the fewest people behind a figure were others. Of a place in which the measure
    is not used any more nothing is released."""
    if proposal.assignment.ended_on is not None:
        return False
    before = earlier.get(_key(proposal))
    if not before:
        return True
    release, table = before[-1]
    is_made_so = release.version_id == proposal.version.pk and release.minimum == proposal.table.policy.minimum
    return is_made_so and _protects_the_same(release, proposal) and not _is_same(table, proposal.table)


def _why_not(proposal: Proposal, earlier: Earlier) -> str:
    """Why it may not be released beside what was; empty when it may."""
    if proposal.is_open:
        return ""
    for _release, table in earlier.get(_key(proposal), []):
        if shows_a_few(table, proposal.table):
            return _("Beside what was released before, it would show what changed for a few people. That one stands.")
    return ""


def _why_not_beside(proposal: Proposal, earlier: Earlier) -> str:
    """Why nothing may be released beside what stands of a place: it would have to be withheld now, or corrected."""
    before = earlier.get(_key(proposal))
    if not before or proposal.is_open:
        return ""
    release, table = before[-1]
    if not _protects_the_same(release, proposal):
        return _(
            "What is released of another part for these days was made before a %(program)s was protected, or not."
        ) % vars(the_words())
    is_same_definition = release.version_id == proposal.version.pk
    if is_taken_back(table, proposal.table) or (is_same_definition and shows_a_few(table, proposal.table)):
        return _("Beside what was released of another part before, it would show a few people.")
    return ""


def _protects_the_same(release: Release, proposal: Proposal) -> bool:
    return tuple(release.protected) == proposal.protected


def _is_same(one: ToldTable, other: ToldTable) -> bool:
    tables = [_flat(table) for table in (one, other)]
    return tables[0].keys() == tables[1].keys() and all(
        _is_same_figure(told, tables[1][name]) for name, told in tables[0].items()
    )


def _is_same_figure(one: Told, other: Told) -> bool:
    before, after = one.figure, other.figure
    whole = (before.numerator, before.denominator, before.withheld) == (
        after.numerator,
        after.denominator,
        after.withheld,
    )
    numbers = [(figure.value, *(figure.sums or (None, None))) for figure in (before, after)]
    return whole and all(_is_near(one, other) for one, other in zip(*numbers, strict=True))


def _is_near(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)


def _flat(table: ToldTable) -> dict[tuple[str, str], Told]:
    groups = {(name, code): told for name, rows in table.groups.items() for code, told in rows.items()}
    return {("", ""): table.total, **groups}


def _key(proposal: Proposal) -> tuple[PlaceKey, Days]:
    return proposal.assignment.place_key, (proposal.starts_on, proposal.ends_on)


def _figures(release: Release, proposal: Proposal) -> list[ReleasedFigure]:
    return [
        ReleasedFigure(
            release=release,
            group_by=name,
            group=code,
            label=proposal.labels.get((name, code), code),
            value=told.figure.value,
            numerator=told.figure.numerator,
            denominator=told.figure.denominator,
            upper=told.figure.sums[0] if told.figure.sums else None,
            lower=told.figure.sums[1] if told.figure.sums else None,
            incomplete=told.incomplete,
            people=told.people,
            withheld_by=told.figure.withheld.value if told.figure.withheld else "",
        )
        for (name, code), told in _flat(proposal.table).items()
    ]


def _line(release: Release, figures: Sequence[ReleasedFigure], table: ToldTable, at: datetime) -> LedgerLine:
    return LedgerLine(
        at=at,
        act=LedgerLine.Act.RESTATED if release.number > 1 else LedgerLine.Act.RELEASED,
        assignment=release.assignment,
        starts_on=release.starts_on,
        ends_on=release.ends_on,
        release=release,
        shown=len(table.cells) - table.withheld,
        withheld=table.withheld,
        content=content_of(release, figures),
    )
