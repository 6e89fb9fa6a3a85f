"""From a document (of YAML, of JSON, of the editor) to a `MeasureDefinition`, and back to a document.

Only the shape is read here: the keys, the words, what needs what. Everything that is wrong is told at once, each with
its place in the document. What the names in the expressions mean is for `checking`.
"""

from __future__ import annotations

from collections.abc import Mapping

from lineofsight.measures.definition import (
    ONE_RECORD,
    About,
    Among,
    Asks,
    AsOfEnd,
    Direction,
    InWords,
    MeasureDefinition,
    OnDate,
    PeriodRule,
    Pick,
    Reported,
    RepresentedBy,
    Source,
    Statistic,
    WhileActive,
)
from lineofsight.measures.documents.cases import read_cases
from lineofsight.measures.documents.comparisons import read_change, read_received
from lineofsight.measures.documents.derives import read_derives
from lineofsight.measures.documents.fitting import check_computed, check_reported
from lineofsight.measures.documents.sheet import NAME, Sheet, kind_of
from lineofsight.measures.problems import MeasureProblem, MeasureProblems
from lineofsight.measures.tables import Grain
from lineofsight.problems import counted


def read_definition(document: object) -> MeasureDefinition:
    """The definition that a document writes. Raises `MeasureProblems` with everything that is wrong with it.

    >>> read_definition({"measure": "leavers", "title": "People who left", "asks": "how_much",
    ...                  "count": "participant", "period": "${exit_date}"}).statistic
    <Statistic.COUNT: 'count'>
    """
    if not isinstance(document, Mapping):
        wrong = MeasureProblem(
            "M101", "", f"A measure is keys with values, not {kind_of(document)}.", "Begin with measure: and its id."
        )
        raise MeasureProblems("", [wrong])
    sheet = Sheet(document)
    definition = _definition(sheet)
    if sheet.problems:
        raise MeasureProblems(str(document.get("measure") or ""), sheet.problems)
    return definition


def _definition(sheet: Sheet) -> MeasureDefinition:
    measure = read_identifier(sheet, "measure", example="exits_to_permanent_housing")
    source = sheet.word("source", Source, otherwise=Source.COMPUTED) or Source.COMPUTED
    count = _unit(sheet)
    sheet.asked += ["over", "matures_after"]
    over = sheet.word("over", Grain) if sheet.has("over") else None
    definition = MeasureDefinition(
        measure=measure,
        version=sheet.whole_number("version", otherwise=1, least=1),
        title=sheet.text("title", needed="Say in a few words what is measured."),
        question=sheet.text("question"),
        asks=sheet.word("asks", Asks) or Asks.HOW_MUCH,
        field=sheet.text("field"),
        count=count or Grain.ENROLLMENT,
        over=over,
        instrument=sheet.text("instrument"),
        source=source,
        about=sheet.word("about", About, otherwise=About.CLIENTS) or About.CLIENTS,
        period=_period(sheet, source),
        population=sheet.text("population"),
        numerator=sheet.text("numerator"),
        value=sheet.text("value"),
        for_each=sheet.text("for_each"),
        percentile=read_percentile(sheet),
        change=read_change(sheet),
        received=read_received(sheet),
        statistic=_statistic(sheet),
        per=sheet.whole_number("per", otherwise=100, least=1),
        matures_after=sheet.days("matures_after") if sheet.has("matures_after") else 0,
        by=sheet.texts("by"),
        cross=sheet.lists_of_texts("cross"),
        direction=sheet.word("direction", Direction, otherwise=Direction.NONE) or Direction.NONE,
        unit=sheet.text("unit"),
        derive=read_derives(sheet),
        represented_by=_represented_by(sheet),
        reported=_reported(sheet),
        in_words=_in_words(sheet),
        cases=read_cases(sheet),
        rationale=sheet.text("rationale"),
        information_use=sheet.text("information_use"),
        limits=sheet.text("limits"),
    )
    sheet.close()
    if source is Source.REPORTED:
        check_reported(sheet, definition)
    else:
        check_computed(sheet, definition)
    return definition


def whom_from(sheet: Sheet, key: str) -> MeasureDefinition:
    """Who is told of: what a table has in common with a measure. key: that of its id."""
    sheet.asked += ["over", "matures_after"]
    return MeasureDefinition(
        measure=read_identifier(sheet, key, example="people_by_age"),
        version=sheet.whole_number("version", otherwise=1, least=1),
        title=sheet.text("title", needed="Say in a few words what it tells."),
        question=sheet.text("question"),
        asks=Asks.HOW_MUCH,
        count=_unit(sheet) or Grain.ENROLLMENT,
        over=sheet.word("over", Grain) if sheet.has("over") else None,
        instrument=sheet.text("instrument"),
        period=_period(sheet, Source.COMPUTED),
        population=sheet.text("population"),
        statistic=Statistic.COUNT,
        matures_after=sheet.days("matures_after") if sheet.has("matures_after") else 0,
        derive=read_derives(sheet),
        represented_by=_represented_by(sheet),
        limits=sheet.text("limits"),
    )


def _unit(sheet: Sheet) -> Grain | None:
    """What is counted. A session is no record of its own: what each person received in it is a service."""
    if sheet.values.get("count") != "session":
        return sheet.word("count", Grain)
    sheet.take("count")
    remedy = "Count services, or the days on which there were any: statistic: count_distinct with value: ${date}."
    sheet.trouble("M137", "count", "Sessions have no record of their own; a person's part in one is a service.", remedy)
    return None


def read_identifier(sheet: Sheet, key: str, *, example: str) -> str:
    found = sheet.text(key, needed=f"Give it an id, as {example}.")
    if found and not NAME.fullmatch(found):
        sheet.trouble(
            "M105", key, f'"{found}" cannot be an id.', "Use small letters, digits and underscores, a letter first."
        )
    return found


def _statistic(sheet: Sheet) -> Statistic:
    """count_distinct without a value is another spelling of count: every unit is counted once."""
    if sheet.values.get("statistic") == "count_distinct" and sheet.values.get("value") is None:
        sheet.take("statistic")
        return Statistic.COUNT
    otherwise = usual_statistic(sheet.values)
    return sheet.word("statistic", Statistic, otherwise=otherwise) or otherwise


def usual_statistic(document: Mapping[object, object]) -> Statistic:
    """What is meant where a document names no statistic.

    >>> usual_statistic({"change": {"value": "${score}", "from": "start", "to": "exit"}})
    <Statistic.PAIRED_CHANGE: 'paired_change'>
    """
    reported, change = document.get("reported"), document.get("change")
    if isinstance(change, Mapping):
        return Statistic.SHARE_IMPROVED if change.get("improved_by") is not None else Statistic.PAIRED_CHANGE
    if document.get("received") is not None:
        return Statistic.SHARE_RECEIVED
    counts = reported if isinstance(reported, Mapping) and document.get("source") == Source.REPORTED else {}
    is_share = bool(counts.get("denominator"))
    return Statistic.PROPORTION if is_share or document.get("numerator") is not None else Statistic.COUNT


def read_percentile(sheet: Sheet) -> float | None:
    """Which percentile, from 0 to 100."""
    found = sheet.number("percentile")
    if found is not None and not 0 <= found <= 100:
        sheet.trouble("M104", "percentile", f"{found} is not between 0 and 100.", "Write 90, say.")
        return None
    return None if found is None else float(found)


def _period(sheet: Sheet, source: Source) -> PeriodRule:
    found = sheet.take("period")
    if found is None:
        if source is Source.COMPUTED:
            remedy = "Write the date that decides, as ${exit_date}, or {active: [...]}, or {as_of: end}."
            sheet.trouble("M103", "period", "It is missing.", remedy)
        return AsOfEnd()
    if isinstance(found, str):
        return OnDate(found.strip())
    inner = sheet.sheet_of("period", found)
    if inner is None:
        return AsOfEnd()
    if inner.has("active"):
        before = len(inner.problems)
        ends = inner.texts("active")
        can_be_read = len(inner.problems) == before
        inner.close()
        if len(ends) == 2:
            return WhileActive(*ends)
        if not can_be_read:
            return AsOfEnd()
        inner.trouble(
            "M106",
            "active",
            f"It has {counted(len(ends), 'date', 'dates')}.",
            "Write the first and the last: [${entry_date}, ${exit_date}].",
        )
        return AsOfEnd()
    if inner.text("as_of") != "end":
        inner.trouble(
            "M106", "", "It is not understood.", "Write ${a_date}, {active: [${start}, ${end}]} or {as_of: end}."
        )
    inner.close(ignored=("active",))
    return AsOfEnd()


def _represented_by(sheet: Sheet) -> RepresentedBy | None:
    inner = sheet.sheet("represented_by")
    if inner is None:
        return None
    pick = inner.word("pick", Pick, otherwise=Pick.LATEST) or Pick.LATEST
    if pick not in ONE_RECORD:
        inner.trouble("M109", "pick", f"{pick} is not one row.", "Write latest or earliest.")
    by = inner.texts("by")
    if not by:
        inner.trouble("M103", "by", "It is missing.", "Write the order, as [${exit_date}, ${id}].")
    among = inner.word("among", Among, otherwise=Among.POPULATION) or Among.POPULATION
    inner.close()
    return RepresentedBy(pick, by, among)


def _reported(sheet: Sheet) -> Reported | None:
    inner = sheet.sheet("reported")
    if inner is None:
        return None
    reported = Reported(
        numerator=inner.text("numerator", needed="Say in words what is counted."),
        denominator=inner.text("denominator"),
        taken_from=inner.text("from", needed="Say who publishes the counts."),
    )
    inner.close()
    return reported


def _in_words(sheet: Sheet) -> InWords:
    inner = sheet.sheet("in_words")
    if inner is None:
        return InWords()
    words = InWords(inner.text("population"), inner.text("numerator"), inner.text("value"))
    inner.close()
    return words
