"""Proposals and releases as the tables of `lineofsight.disclosure`, so that all of them can be audited together. Pure.

Hidden figures of a proposal are known here, and go no farther than the audit; of a release nothing is known but what it
says. How the rows of a release make up its total was written down with it (`Release.sums`), since nobody could say so
later.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from textwrap import shorten

from lineofsight.apps.framework.models import MeasureAssignment, MeasureVersion
from lineofsight.disclosure import Rule
from lineofsight.disclosure.tables import Days, Place, PublishedTable, Row, Sums, how_parts_add, how_rows_add
from lineofsight.disclosure.tables import Figure as PublishedFigure
from lineofsight.measures import Query

from .models import Release
from .proposals import Proposal
from .same_people import counted_by, group_of, is_on_last_day, is_once, numerator_of, own_name, rest_of
from .suppression import Exact, Told, ToldTable, hidden

TITLE = 60  # letters of a title, so that several tables fit a sentence
NEWEST = 10**9  # what is proposed is younger than every build


@dataclass(frozen=True, slots=True, kw_only=True)
class Whom:
    """Whom a definition counts, in words that are equal where the same are counted. groups: name → word."""

    counts: str
    numerator: str = ""
    rest: str = ""
    groups: Mapping[str, str] = field(default_factory=dict)
    is_once: bool = False
    is_on_last_day: bool = False


def whom_computed(query: Query) -> Whom:
    is_share = query.numerator is not None and query.value is None
    return Whom(
        counts=counted_by(query),
        numerator=numerator_of(query) if is_share else "",
        rest=rest_of(query) if is_share else "",
        groups={group.name: group_of(query, group.name) for group in query.groups},
        is_once=is_once(query),
        is_on_last_day=is_on_last_day(query),
    )


def whom_reported(assignment: MeasureAssignment, version: MeasureVersion) -> Whom:
    """Figures that others counted are compared with nothing but themselves: nobody says here whom they counted."""
    is_share = version.is_share
    return Whom(
        counts=f"reported {assignment.place_key}",
        numerator="numerator" if is_share else "",
        rest="rest" if is_share else "",
    )


def proposed(together: Iterable[Proposal], whom: Whom, places: Mapping[tuple[str, str], int]) -> list[PublishedTable]:
    """Proposals that stand or fall together. places: (group, code) → the id of the program or site."""
    those = list(together)
    return [_of_proposal(each, those, whom, places) for each in those]


def released(release: Release, table: ToldTable, whom: Whom, places: Mapping[tuple[str, str], int]) -> PublishedTable:
    """A release as it is known to everybody."""
    assignment = release.assignment
    sums = release.sums
    return PublishedTable(
        key=f"release {release.pk}",
        name=called(assignment, release.version, release.starts_on, release.ends_on),
        counts=whom.counts,
        numerator=whom.numerator,
        rest=whom.rest,
        place=place_of(assignment),
        without=frozenset(release.protected),
        days=_days(release.starts_on, release.ends_on, whom),
        is_once=whom.is_once,
        total=_known(table.total, whom),
        groups={
            (whom.groups.get(name, name),): {(code,): _known(told, whom) for code, told in rows.items()}
            for name, rows in table.groups.items()
        },
        places=_places_of(assignment, whom, places),
        sums={(whom.groups.get(name, name),): Sums(each) for name, each in sums.get("rows", {}).items()},
        parts=Sums(sums["parts"]) if "parts" in sums else None,
        inside=frozenset(tuple(each) for each in sums.get("inside", [])),
        policy=table.policy,
        counts_people=table.counts_people,
        made=release.build or 0,
        is_fixed=True,
    )


def sums_of(table: PublishedTable) -> dict[str, object]:
    """How the rows of a table make up its total, to be written down with its release."""
    rows = {own_name(names[0]): sums.value for names, sums in table.sums.items() if names in table.groups}
    found: dict[str, object] = {"rows": rows} if rows else {}
    if table.parts is not None:
        found |= {"parts": table.parts.value, "inside": sorted(list(each) for each in table.inside)}
    return found


def withheld_too(proposal: Proposal, figures: Iterable[PublishedFigure]) -> Proposal:
    """The proposal without these figures as well."""
    its = {(figure.names, figure.codes) for figure in figures}
    told = proposal.table
    if ((), ()) in its:
        alone = ToldTable(total=hidden(Rule.FEW_OR_PROTECTS), policy=told.policy, counts_people=told.counts_people)
        return replace(proposal, table=alone)
    codes = {(own_name(names[0]), codes[0]) for names, codes in its if codes}
    left_out = {own_name(names[0]) for names, codes in its if not codes}
    groups = {
        name: {
            code: hidden(Rule.FEW_OR_PROTECTS) if (name, code) in codes or each.figure.withheld else each
            for code, each in rows.items()
        }
        if any((name, code) in codes for code in rows)
        else rows
        for name, rows in told.groups.items()
        if name not in left_out
    }
    return replace(proposal, table=replace(told, groups=groups))


def key_of(proposal: Proposal) -> str:
    return f"proposal {proposal.assignment.pk} {proposal.starts_on} {proposal.ends_on}"


def called(assignment: MeasureAssignment, version: MeasureVersion, starts_on: date, ends_on: date) -> str:
    """A table as a sentence calls it."""
    places = [str(each) for each in (assignment.program, assignment.site) if each is not None]
    where = f" ({', '.join(places)})" if places else ""
    return f"{shorten(version.title, TITLE)}{where}, {starts_on} to {ends_on}"


def place_of(assignment: MeasureAssignment) -> Place:
    return tuple(each for each in (assignment.program_id, assignment.site_id) if each is not None)


def _of_proposal(
    proposal: Proposal, together: list[Proposal], whom: Whom, places: Mapping[tuple[str, str], int]
) -> PublishedTable:
    exact = proposal.exact
    inside = [each for each in together if _is_next_inside(each, proposal, together)]
    table = PublishedTable(
        key=key_of(proposal),
        name=called(proposal.assignment, proposal.version, proposal.starts_on, proposal.ends_on),
        counts=whom.counts,
        numerator=whom.numerator,
        rest=whom.rest,
        place=place_of(proposal.assignment),
        without=frozenset(proposal.protected),
        days=_days(proposal.starts_on, proposal.ends_on, whom),
        is_once=whom.is_once,
        total=_truth(exact.total, proposal.table.total, whom),
        groups={
            (whom.groups.get(name, name),): {
                (code,): _truth(exact.groups[name][code], told, whom) for code, told in rows.items()
            }
            for name, rows in proposal.table.groups.items()
        },
        places=_places_of(proposal.assignment, whom, places),
        policy=proposal.table.policy,
        counts_people=proposal.table.counts_people,
        made=NEWEST,
    )
    sums = {names: how_rows_add(table.total, rows) for names, rows in table.groups.items()}
    if not inside:
        return replace(table, sums=sums)
    parts = {place_of(each.assignment): _truth(each.exact.total, each.table.total, whom) for each in inside}
    return replace(table, sums=sums, parts=how_parts_add(table.total, parts), inside=frozenset(parts))


def _is_next_inside(part: Proposal, whole: Proposal, together: list[Proposal]) -> bool:
    one, other = place_of(part.assignment), place_of(whole.assignment)
    if len(one) <= len(other) or one[: len(other)] != other:
        return False
    between = (place_of(each.assignment) for each in together)
    return not any(
        len(other) < len(each) < len(one) and one[: len(each)] == each and each[: len(other)] == other
        for each in between
    )


def _truth(exact: Exact, told: Told, whom: Whom) -> Row:
    return Row(
        counted=exact.figure.denominator or 0,
        numerator=exact.figure.numerator if whom.numerator else None,
        people=exact.sides,
        withheld=told.figure.withheld,
    )


def _known(told: Told, whom: Whom) -> Row:
    figure = told.figure
    if figure.withheld is not None:
        return Row(counted=None, withheld=figure.withheld)
    return Row(counted=figure.denominator or 0, numerator=figure.numerator if whom.numerator else None)


def _places_of(
    assignment: MeasureAssignment, whom: Whom, places: Mapping[tuple[str, str], int]
) -> dict[tuple[str, str], Place]:
    """Rows that are places: programs of the agency, sites of a program."""
    around = place_of(assignment)
    name = {0: "program", 1: "site"}.get(len(around))
    if name not in whom.groups:
        return {}
    return {(whom.groups[name], code): (*around, pk) for (group, code), pk in places.items() if group == name}


def _days(starts_on: date, ends_on: date, whom: Whom) -> Days:
    return (ends_on, ends_on) if whom.is_on_last_day else (starts_on, ends_on)
