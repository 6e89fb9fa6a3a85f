"""From a document (of YAML, of JSON, of the editor) to a `MeasureDefinition`, and back to a document.

Only the shape is read here: the keys, the words, what needs what. Everything that is wrong is told at once, each with
its place in the document. What the names in the expressions mean is for `checking`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from lineofsight.measures.definition import (
    ONE_RECORD,
    About,
    Among,
    Asks,
    AsOfEnd,
    Derive,
    Direction,
    InWords,
    Kinship,
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
from lineofsight.measures.documents.sheet import Sheet, kind_of
from lineofsight.measures.problems import MeasureProblem, MeasureProblems
from lineofsight.measures.tables import Grain
from lineofsight.problems import counted

_ID = re.compile(r"[a-z][a-z0-9_]{0,79}")
_DAYS = re.compile(r"(\d{1,5}) days?")
ROWS = (Grain.ENROLLMENT, Grain.SERVICE, Grain.ASSESSMENT)
"""The grains whose records have a day and a program, so that they can be the rows of a measure."""


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
    count = sheet.word("count", Grain)
    sheet.asked.append("over")
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
        statistic=_statistic(sheet, source),
        per=sheet.whole_number("per", otherwise=100, least=1),
        matures_after=_days(sheet, "matures_after"),
        by=sheet.texts("by"),
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
        _check_reported(sheet, definition)
    else:
        _check_computed(sheet, definition)
    return definition


def read_identifier(sheet: Sheet, key: str, *, example: str) -> str:
    found = sheet.text(key, needed=f"Give it an id, as {example}.")
    if found and not _ID.fullmatch(found):
        sheet.trouble(
            "M105", key, f'"{found}" cannot be an id.', "Use small letters, digits and underscores, a letter first."
        )
    return found


def _statistic(sheet: Sheet, source: Source) -> Statistic:
    """count_distinct is another spelling of count: every unit is counted once, whatever its rows are."""
    if sheet.values.get("statistic") == "count_distinct":
        sheet.take("statistic")
        return Statistic.COUNT
    counted = source is Source.REPORTED and isinstance(sheet.values.get("reported"), Mapping)
    is_share = sheet.has("numerator") or (counted and bool(sheet.values["reported"].get("denominator")))  # type: ignore[attr-defined]
    otherwise = Statistic.PROPORTION if is_share else Statistic.COUNT
    return sheet.word("statistic", Statistic, otherwise=otherwise) or otherwise


def _days(sheet: Sheet, key: str) -> int:
    """`30 days`, or 30."""
    found = sheet.take(key)
    if found is None:
        return 0
    match = _DAYS.fullmatch(found.strip()) if isinstance(found, str) else None
    if match:
        return int(match[1])
    if isinstance(found, int) and not isinstance(found, bool) and 0 <= found <= 99_999:
        return found
    sheet.trouble("M104", key, "A number of days is meant here.", "Write it as 30 days.")
    return 0


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
        ends = inner.texts("active")
        inner.close()
        if len(ends) == 2:
            return WhileActive(*ends)
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


def read_derives(sheet: Sheet) -> tuple[Derive, ...]:
    several = sheet.sheet("derive")
    if several is None:
        return ()
    made = []
    for name in several.values:
        inner = several.sheet_of(str(name), several.take(str(name)))
        if inner is None:
            several.trouble("M103", str(name), "It is empty.", "Write from, where, pick and value.")
            continue
        if not _ID.fullmatch(str(name)):
            several.trouble(
                "M105", str(name), "It cannot be a name.", "Use small letters, digits and underscores, a letter first."
            )
        made.append(_derive(str(name), inner))
    return tuple(made)


def _derive(name: str, sheet: Sheet) -> Derive:
    if not sheet.has("from"):
        value = sheet.text(
            "value", needed="Write from: and the records to look at, or value: and a calculation on the row."
        )
        sheet.close(ignored=("from",))
        return Derive(name=name, value=value)
    pick = sheet.word("pick", Pick, otherwise=Pick.LATEST) or Pick.LATEST
    derive = Derive(
        name=name,
        source=sheet.word("from", Grain),
        where=sheet.text("where"),
        pick=pick,
        by=sheet.texts("by"),
        value=sheet.text("value"),
        link=sheet.word("link", Kinship, otherwise=Kinship.ENROLLMENT) or Kinship.ENROLLMENT,
        instrument=sheet.text("instrument"),
    )
    sheet.close()
    _check_derive(sheet, derive)
    return derive


def _check_derive(sheet: Sheet, derive: Derive) -> None:
    if derive.source is not None and derive.source not in ROWS:
        sheet.trouble(
            "M105",
            "from",
            f"A {derive.source} has no day.",
            "Look at enrollments, services or assessments; a person's own answers need no derive.",
        )
    if derive.pick not in (Pick.EXISTS, Pick.COUNT) and not derive.value:
        sheet.trouble(
            "M103", "value", f"pick: {derive.pick} needs one.", "Write which answer is taken, as ${monthly_income}."
        )
    if derive.pick in (Pick.EXISTS, Pick.COUNT) and derive.value:
        sheet.trouble(
            "M111",
            "value",
            f"pick: {derive.pick} looks at no value.",
            "Leave value out, or add it to where as not(${x} = '').",
        )
    if derive.by and derive.pick not in ONE_RECORD:
        sheet.trouble("M111", "by", f"pick: {derive.pick} needs no order.", "Leave by out.")
    if derive.instrument and derive.source is not Grain.ASSESSMENT:
        sheet.trouble("M111", "instrument", "Only assessments have an instrument.", "Leave it out.")
    if derive.source is Grain.ENROLLMENT and derive.link is Kinship.ENROLLMENT:
        sheet.trouble(
            "M111",
            "link",
            "A row has one enrollment only.",
            "Write link: participant for the person's other enrollments, or link: household.",
        )


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


def _check_reported(sheet: Sheet, definition: MeasureDefinition) -> None:
    """A bare percentage is never kept: it cannot be checked, added up or given a range."""
    two_counts = "A bare percentage is never kept. Name the two counts under reported: numerator and denominator."
    reported = definition.reported
    if reported is None:
        if not any(problem.path == "reported" for problem in sheet.problems):
            sheet.trouble("M110", "reported", "It is missing.", two_counts)
    elif definition.statistic in (Statistic.PROPORTION, Statistic.RATIO) and not reported.denominator:
        sheet.trouble("M110", "reported.denominator", f"A {definition.statistic} needs two counts.", two_counts)
    elif definition.statistic is Statistic.COUNT and reported.denominator:
        sheet.trouble(
            "M110", "reported.denominator", "A count has one number.", "Leave it out, or write statistic: proportion."
        )
    if definition.statistic.is_of_a_value:
        sheet.trouble("M110", "statistic", f"A reported measure has no {definition.statistic}.", two_counts)
    for key in ("population", "numerator", "value", "derive", "represented_by", "over", "instrument", "cases"):
        if sheet.has(key):
            remedy = "Leave it out: nothing is computed. Say it in words under reported or in_words."
            sheet.trouble("M110", key, "A reported measure has none.", remedy)


def _check_computed(sheet: Sheet, definition: MeasureDefinition) -> None:
    statistic = definition.statistic
    if sheet.has("reported"):
        sheet.trouble("M110", "reported", "This measure is computed.", "Write source: reported, or leave it out.")
    if definition.about is About.COMMUNITY:
        sheet.trouble("M110", "about", "What is computed is about clients.", "Leave it out, or write source: reported.")
    if statistic is Statistic.RATIO:
        sheet.trouble(
            "M111", "statistic", "A ratio is of two reported counts.", "Write proportion, or source: reported."
        )
    if statistic is Statistic.PROPORTION and not definition.numerator:
        sheet.trouble(
            "M103",
            "numerator",
            "A proportion needs one.",
            "Say which of the population count, as ${stage} = 'completed'.",
        )
    if statistic is not Statistic.PROPORTION and definition.numerator:
        remedy = "Leave statistic out for a share, or leave numerator out."
        sheet.trouble("M111", "numerator", f"A {statistic} has no numerator.", remedy)
    if statistic.is_of_a_value and not definition.value:
        sheet.trouble("M103", "value", f"A {statistic} needs one.", "Say what is taken of each unit, as ${wait_days}.")
    if definition.value and not statistic.is_of_a_value:
        sheet.trouble(
            "M111", "value", f"A {statistic} has no value.", "Write statistic: sum, mean or median, or leave value out."
        )
    if definition.over is not None and definition.over not in ROWS:
        remedy = "Write over: enrollment; the person's own columns are there too."
        sheet.trouble("M131", "over", f"A {definition.over} has no day and no program.", remedy)
    if definition.instrument and Grain.ASSESSMENT not in (definition.over, definition.count):
        sheet.trouble(
            "M111", "instrument", "Only assessments have an instrument.", "Write over: assessment, or leave it out."
        )
    repeated = sorted({name for name in definition.by if definition.by.count(name) > 1})
    if repeated:
        sheet.trouble("M111", "by", f"{repeated[0]} stands there twice.", "Name each group once.")
