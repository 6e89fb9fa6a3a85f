"""What could be released of figures that others count: the same door, the same rules, marked as reported.

Counts about the whole community are public already, so that nothing of them is withheld. That they are, the definition
says (`about: community`); used in a program, they go through the door all the same.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from lineofsight.apps.framework.documents import days_until_known
from lineofsight.apps.framework.models import MeasureVersion, ReportedValue
from lineofsight.disclosure import MINIMUM_COUNT, MINIMUM_IF_PROTECTED, Policy, ShareCell

from .proposals import Proposal
from .scopes import is_protected
from .selectors.reported import figure_reported, length_of, values_reported
from .suppression import Exact, ExactTable, Told, ToldTable, told_table
from .values import Used


def reported_tables(use: Used, *, until: date) -> list[list[Proposal]]:
    """One table for each period that was over and known on a day and has a figure of everybody. One query."""
    known_by = until - timedelta(days=days_until_known(use.version.document))
    of_period: dict[tuple[date, date], list[ReportedValue]] = defaultdict(list)
    for value in values_reported([use])[use.assignment.pk]:
        of_period[value.starts_on, value.ends_on].append(value)
    every = length_of(sorted(of_period))
    return [
        [
            Proposal(
                assignment=use.assignment,
                version=use.version,
                every=every,
                starts_on=starts_on,
                ends_on=ends_on,
                table=_told(_exact_table(values, use.version), use),
                exact=_exact_table(values, use.version),
                is_open=_is_open(use),
            )
        ]
        for (starts_on, ends_on), values in sorted(of_period.items())
        if ends_on < known_by and any(not value.group_by for value in values)
    ]


def _exact_table(values: list[ReportedValue], version: MeasureVersion) -> ExactTable:
    groups: dict[str, dict[str, Exact]] = defaultdict(dict)
    for value in values:
        groups[value.group_by][value.group] = _exact(value, version)
    total = groups.pop("")[""]
    return ExactTable(total=total, groups=groups)


def _told(exact: ExactTable, use: Used) -> ToldTable:
    counts_people = use.version.statistic != "ratio"
    policy = Policy(
        minimum=MINIMUM_IF_PROTECTED if is_protected(use.assignment) else MINIMUM_COUNT,
    )
    if not _is_open(use):
        return told_table(exact, policy, counts_people=counts_people)
    return ToldTable(
        total=Told(figure=exact.total.figure, people=exact.total.people),
        groups={
            name: {code: Told(figure=each.figure, people=each.people) for code, each in rows.items()}
            for name, rows in exact.groups.items()
        },
        policy=policy,
        counts_people=counts_people,
    )


def _is_open(use: Used) -> bool:
    return use.version.is_about_community and use.assignment.program_id is None


def _exact(value: ReportedValue, version: MeasureVersion) -> Exact:
    """A ratio is about as many people as the smaller of its counts."""
    figure = figure_reported(value, version)
    if value.count is not None:
        return Exact(figure=figure, protected=value.count, people=value.count)
    numerator, denominator = value.numerator or 0, value.denominator or 0
    if version.is_share:
        return Exact(figure=figure, protected=ShareCell(numerator, denominator), people=denominator)
    return Exact(figure=figure, protected=min(numerator, denominator), people=min(numerator, denominator))
