"""A scorecard and a measure as plain data for a printed page. Nothing is worked out here."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import Agency
from lineofsight.apps.agency.words import Words

from ..selectors.breakdown import Breakdown, GroupRow
from ..selectors.measure_page import MeasurePage, TableRow
from ..selectors.rows import MeasureRow
from ..selectors.scorecard import GoalSection, Scorecard


def scorecard_data(card: Scorecard, agency: Agency) -> dict[str, Any]:
    title = _("Board scorecard")
    return {
        **_paper(agency, title, card),
        "place": " · ".join(part for part in (title, card.as_of, agency.name) if part),
        "question": _("Are the people we serve better off?"),
        "answer": card.answer,
        "words": {
            "withheld": _("withheld"),
            "tiles": _("How much did we do, and how well?"),
            "ask": _("What the board could ask"),
            "columns": [
                _("Outcome, and what the figures say"),
                _("Over time"),
                _("Latest"),
                _("Target"),
                _("Against target"),
            ],
        },
        "questions": [each.text for each in card.questions],
        "goals": [
            {
                "title": goal.title,
                "rows": [_row(row) for row in goal.rows],
                "remark": _gap_of(goal),
            }
            for goal in card.goals
        ],
        "tiles": [_row(row) | {"against": _against_target(row)} for row in card.tiles],
    }


def _gap_of(goal: GoalSection) -> str:
    if goal.open_outcomes:
        return _("No measure yet: %(outcomes)s.") % {"outcomes": ", ".join(goal.open_outcomes)}
    return "" if goal.rows else _("No outcome yet says when this goal comes nearer.")


def _against_target(row: MeasureRow) -> str:
    """What stands below the figure of a tile, as the page has it."""
    if row.withheld or not (row.target and row.latest):
        return ""
    words = {
        "late": _("Out of reach of %(target)s"),
        "met": _("Target %(target)s met"),
        "open": row.standing,
    }
    return words.get(row.kind, _("Target %(target)s not met")) % {"target": row.target}


def measure_data(page: MeasurePage, agency: Agency, words: Words) -> dict[str, Any]:
    row = page.row
    target = f"{row.target}. {page.use.period.reason}" if row.target and page.use.period else _("not set")
    owner = page.use.assignment.owner
    return {
        **_paper(agency, page.use.version.title, page),
        "place": f"{row.place} · {agency.name}",
        "question": page.question,
        "answer": (page.answer[0], " ".join(part for part in (page.answer[1], page.left_out, page.against) if part)),
        "before": row.before,
        "chart": str(page.chart.wide) if page.chart and page.chart.wide else "",
        "caption": " ".join(part for part in (page.breaks, page.chart.caption, *page.said_more) if part)
        if page.chart
        else "",
        "note": _note(row),
        "definition": [list(each) for each in page.definition],
        "facts": [
            [_("Definition"), _("Version %(number)s") % {"number": page.use.version.number}],
            [_("Owner"), owner.name if owner else _("nobody yet")],
            [_("Target"), target],
            *([[_("Against target"), row.standing]] if row.target and row.latest and row.standing else []),
            [_("Limits"), str(page.use.version.document.get("limits") or "–")],
            *([each.period, each.remark] for each in page.compared),
        ],
        "breakdowns": [_breakdown(each, row.period, page.counted) for each in page.breakdowns],
        "headings": headings(page.counted, is_share=page.is_share, of=_("Period"), with_remark=True),
        "rows": [table_cells(each, is_share=page.is_share) for each in page.table],
        "words": {
            "chart": page.use.version.title,
            "note": _("What is behind the figures"),
            "definition": _("What is counted, in plain words"),
            "periods": _("Period by period, latest first"),
            "remark": _("Remark"),
        },
    }


def headings(counted: str, *, is_share: bool, of: str, with_remark: bool = False) -> list[str]:
    """The headings of a table of figures."""
    share = [_("Counted"), _("Share"), _("By chance")] if is_share else [_("Value")]
    return [of, counted, *share, *([_("Remark")] if with_remark else [])]


def table_cells(row: TableRow, *, is_share: bool) -> list[str]:
    if row.withheld:
        hidden = _("withheld")
        return [row.period, hidden, *(["", hidden, ""] if is_share else [hidden]), row.withheld]
    value = f"{row.value} ({row.sums})" if row.sums else row.value
    share = [row.counted, row.value, row.interval] if is_share else [value]
    return [row.period, row.people, *share, row.remark]


def _breakdown(its: Breakdown, period: str, counted: str) -> dict[str, Any]:
    return {
        "title": its.title,
        "period": period,
        "sentences": list(its.sentences),
        "headings": headings(counted, is_share=its.is_share, of=its.title),
        "rows": [_group_cells(each, is_share=its.is_share) for each in (*its.rows, its.total)],
    }


def _group_cells(row: GroupRow, *, is_share: bool) -> list[str]:
    if row.withheld:
        hidden = _("withheld")
        return [f"{row.label} ({row.withheld})", hidden, *(["", hidden, ""] if is_share else [hidden])]
    share = [row.counted, row.value, row.interval] if is_share else [row.value]
    return [f"{row.label} ({row.beside})" if row.beside else row.label, row.people, *share]


def _note(row: MeasureRow) -> list[list[str]]:
    """The owner's note, part by part under its label."""
    if row.note is None:
        return []
    behind = _("%(name)s, %(day)s, on what is behind it:") % {"name": row.note.by, "day": date_format(row.note.on)}
    return [[behind, row.note.behind], *([[_("What we will try:"), row.note.trying]] if row.note.trying else [])]


def _row(row: MeasureRow) -> dict[str, Any]:
    spark = ""
    if row.spark:
        drawn = render_to_string("reports/_sparkline.html", {"spark": row.spark, "name": row.spark_name}).strip()
        spark = drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return {
        "title": row.name,
        "say": row.say,
        "before": row.before,
        "note": _note(row),
        "spark": spark,
        "span": row.span,
        "period": row.period,
        "latest": row.latest,
        "unit": row.latest_unit,
        "counts": row.counts,
        "withheld": row.withheld,
        "target": row.target or _("not set"),
        "kind": row.kind,
        "standing": row.standing,
    }


def not_for_handing_on() -> str:
    """The line under exact figures."""
    return _("Exact figures; not for handing on. Use the released version.")


def _paper(agency: Agency, title: str, page: Scorecard | MeasurePage) -> dict[str, str]:
    """What every sheet of paper says: whose it is, when it was printed, and whom it is for."""
    printed = _("%(agency)s, printed %(day)s.") % {"agency": agency.name, "day": date_format(today())}
    for_whom = not_for_handing_on() if page.is_inside else f"{_('For staff and board.')} {page.never_shown}"
    return {
        "title": title,
        "agency": agency.name,
        "language": (get_language() or "en")[:2],
        "source": f"{printed} {for_whom}",
    }
