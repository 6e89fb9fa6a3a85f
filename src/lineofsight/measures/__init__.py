"""What a measure says, checked before anything is counted. Knows no Django, no database and no network.

    definition = read_definition(document)               # the shape: MeasureDefinition, or MeasureProblems
    query = check_definition(definition, build.catalogue)  # the meaning: Query, or MeasureProblems
    ask = Ask(query=query, periods=months(first, last), by=("program",), scope=Scope.within(programs=(3,)))
    with open_engine(build) as engine:                   # lineofsight.warehouse.engines
        cells = engine.figures(ask)                      # Cell: numerator, denominator, value, n, too_early, is_settled
        people = engine.members(ask, ask.periods[0], cells[0].group, Which.NOT_NUMERATOR)
        engine.explain(ask, ask.periods[0], [people[0].unit])[0].sentence  # "Included, but not counted because ..."
    in_sentences(query, build.catalogue)                 # "Of the enrollments that ended in the period, the share ..."

A table is many cells over the same units, counted in one go:

    table = check_table_document(document, build.catalogue)
    cells = engine.table(TableAsk(query=table, periods=quarters(first, last)))

Troubles are `MeasureProblems`, all of a document at once, each with its place in it and what to write instead. The
language is described, example by example, in docs/reference/measures; every example there is a test of every engine.
"""

from __future__ import annotations

from lineofsight.measures.asking import (
    Amount,
    Ask,
    Cell,
    Engine,
    GroupKey,
    Member,
    Place,
    Scope,
    TableAsk,
    Which,
    is_settled,
)
from lineofsight.measures.catalogue import Catalogue
from lineofsight.measures.checks.checking import check_definition, check_document
from lineofsight.measures.checks.people import people_behind
from lineofsight.measures.checks.quality import ask_of, check_quality
from lineofsight.measures.checks.tables import check_table, check_table_document
from lineofsight.measures.definition import (
    Asks,
    AsOfEnd,
    Case,
    Derive,
    Direction,
    MeasureDefinition,
    OnDate,
    Reported,
    RepresentedBy,
    Source,
    Statistic,
    WhileActive,
)
from lineofsight.measures.documents.quality import read_quality_check
from lineofsight.measures.documents.reading import read_definition, usual_statistic
from lineofsight.measures.documents.tables import read_table
from lineofsight.measures.explaining import Explanation, RowExplained, Told, Verdict
from lineofsight.measures.periods import Period, month, months, own_dates, quarter, quarters, year, years
from lineofsight.measures.problems import MeasureProblem, MeasureProblems
from lineofsight.measures.quality import CountedTitle, Flagged, MendAt, QualityCheck, ToldTo, in_one_scan
from lineofsight.measures.query import NOT_KNOWN, SEVERAL, Query, TableQuery
from lineofsight.measures.table_definition import TableDefinition
from lineofsight.measures.tables import Grain
from lineofsight.measures.words.sentences import in_sentences, reported_in_sentences, table_in_sentences

__all__ = [
    "NOT_KNOWN",
    "SEVERAL",
    "Amount",
    "AsOfEnd",
    "Ask",
    "Asks",
    "Case",
    "Catalogue",
    "Cell",
    "CountedTitle",
    "Derive",
    "Direction",
    "Engine",
    "Explanation",
    "Flagged",
    "Grain",
    "GroupKey",
    "MeasureDefinition",
    "MeasureProblem",
    "MeasureProblems",
    "Member",
    "MendAt",
    "OnDate",
    "Period",
    "Place",
    "QualityCheck",
    "Query",
    "Reported",
    "RepresentedBy",
    "RowExplained",
    "Scope",
    "Source",
    "Statistic",
    "TableAsk",
    "TableDefinition",
    "TableQuery",
    "Told",
    "ToldTo",
    "Verdict",
    "Which",
    "WhileActive",
    "ask_of",
    "check_definition",
    "check_document",
    "check_quality",
    "check_table",
    "check_table_document",
    "in_one_scan",
    "in_sentences",
    "is_settled",
    "month",
    "months",
    "own_dates",
    "people_behind",
    "quarter",
    "quarters",
    "read_definition",
    "read_quality_check",
    "read_table",
    "reported_in_sentences",
    "table_in_sentences",
    "usual_statistic",
    "year",
    "years",
]
