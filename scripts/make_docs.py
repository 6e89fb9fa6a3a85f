"""Write the reference pages that are made from the program; with --check, say which are not what it says today."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
MADE = "<!-- Made by `make docs`. Change the program, not this page. -->\n\n"


def commands() -> str:
    from lineofsight.cli import parser

    whole = parser()
    pages = [
        f"# Commands\n\n{whole.description}\n\nEvery command answers `--help`. Exit code 0: done. 2: it cannot be "
        "done, and one line on standard error says why and what to do next. 130: stopped with Ctrl-C.\n"
    ]
    pages += _commands(whole, "lineofsight")
    return "\n".join(pages)


def _commands(parser: argparse.ArgumentParser, name: str) -> Iterator[str]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            summaries = {choice.dest: choice.help for choice in action._choices_actions}
            for verb, found in action.choices.items():
                full = f"{name} {verb}"
                if not any(isinstance(each, argparse._SubParsersAction) for each in found._actions):
                    summary = summaries[verb] or ""
                    yield f"## {full}\n\n{found.description or f'{summary[:1].upper()}{summary[1:]}.'}\n"
                    yield from _options(found)
                yield from _commands(found, full)


def _options(parser: argparse.ArgumentParser) -> Iterator[str]:
    rows = []
    for action in parser._actions:
        if isinstance(action, (argparse._HelpAction, argparse._SubParsersAction)):
            continue
        value = "" if action.nargs == 0 else f" {action.metavar or action.dest.upper()}"
        name = f"{action.option_strings[-1]}{value}" if action.option_strings else value.strip()
        choices = f" One of: {', '.join(action.choices)}." if action.choices else ""
        rows.append(f"| `{name}` | {(action.help or '').replace('|', '/')}{choices} |")
    if rows:
        yield "| option | meaning |\n| --- | --- |\n" + "\n".join(rows) + "\n"


def roles() -> str:
    from tests.house.access import MATRIX, NOBODY, OF_PROTECTED, ROLES, SIGNED_IN, Page

    def said(page: Page, role: str) -> str:
        reach = [
            word
            for word, who, may in (
                ("own", role, page.may),
                ("others", role, page.may_other or NOBODY),
                ("protected", role, page.may_protected),
                ("named", f"{role}{OF_PROTECTED}", page.may_protected),
            )
            if who in may
        ]
        return "–" if not reach else "yes" if page.may_other is None else ", ".join(reach)

    lines = [
        "# Roles and permissions",
        "",
        "Who may open which page. A house test walks every address × every role × whose objects and fails when this "
        "table is wrong or an address is missing from it.",
        "",
        "*own*: what belongs to the programs and sites the role names, and what is on one's own list. *others*: what "
        "belongs to other programs. *protected*: programs that the law protects (victim services, substance-use "
        "treatment). *named*: a protected program, for those whose role names it; a role for all programs does not "
        "reach it. Imports, the set-up and the trail stop at no program: a performance lead opens them with a role for "
        "the whole agency only.",
        "",
        "| page | " + " | ".join(role.replace("_", " ") for role in ROLES) + " |",
        "| --- |" + " --- |" * len(ROLES),
    ]
    for page in MATRIX:
        if page.may == SIGNED_IN and page.may_other is None:
            continue
        cells = " | ".join(said(page, role) for role in ROLES)
        lines.append(f"| `/{page.route}` | {cells} |")
    open_to_all = ", ".join(f"`/{page.route}`" for page in MATRIX if page.may == SIGNED_IN and page.may_other is None)
    lines += ["", f"Open to everybody who is signed in: {open_to_all}.", ""]
    return "\n".join(lines)


def import_problems() -> str:
    from lineofsight.packs.hmis.problems import CATALOGUE as HMIS
    from lineofsight.packs.workbook.catalogue import CATALOGUE as WORKBOOK

    costs = {
        "file": "the import",
        "row": "the row",
        "follows": "the row",
        "value": "the value",
        "note": "nothing",
        None: "row or value",
    }
    parts = [
        "# Import problems",
        "",
        "Everything an import may say about a file, by code. *Costs*: **the import** cannot go on; **the row** is not "
        "read; **the value** is kept aside as text and the row is read; **nothing** is only worth knowing. Words in "
        "braces are filled in with the file, the column or the value.",
    ]
    for title, catalogue in (("HMIS export", HMIS), ("Template workbook", WORKBOOK)):
        parts += ["", f"## {title}", "", "| code | costs | what is said |", "| --- | --- | --- |"]
        for code, entry in catalogue.items():
            said = f"{entry.sentence} {entry.remedy}".strip().replace("|", "/")
            parts.append(f"| {code} | {costs[entry.weight.value if entry.weight else None]} | {said} |")
    return "\n".join([*parts, ""])


def data_model() -> str:
    from django.apps import apps
    from django.db import models

    parts = [
        "# Data model",
        "",
        "The tables of each app, as the program declares them. Every record with provenance also has the columns of "
        "`SourcedRecord`: source, source_key, source_hash, last_import, standing, kept_aside. Every table whose "
        "earlier versions are kept has those of `KeptRecord`: created_at, updated_at, changed_by.",
    ]
    sourced = {"source", "source_key", "source_hash", "last_import", "standing", "kept_aside"}
    kept = {"created_at", "updated_at", "changed_by"}
    for app in apps.get_app_configs():
        if not app.name.startswith("lineofsight.apps."):
            continue
        found = [model for model in app.get_models() if not model._meta.auto_created]
        if found:
            parts += ["", f"## {app.label}"]
        for model in found:
            bases = {base.__name__ for base in model.__mro__}
            told = (sourced if "SourcedRecord" in bases else set()) | (kept if "KeptRecord" in bases else set())
            first = " ".join((model.__doc__ or "").strip().split("\n\n")[0].split())
            story = "" if first.startswith(f"{model.__name__}(") else first
            parts += [
                "",
                f"### {model.__name__}",
                "",
                *([story, ""] if story else []),
                "| column | type |",
                "| --- | --- |",
            ]
            for field in model._meta.concrete_fields:
                if field.name not in told:
                    to = f" → {field.related_model.__name__}" if field.related_model else ""
                    may = ", may be empty" if field.null or field.blank else ""
                    parts.append(f"| {field.name} | {_type_in_words(field)}{to}{may} |")
            if frozen := getattr(model, "frozen_once", ""):
                parts += ["", f"A row never changes once `{frozen}` is filled."]
            checks = [each.name for each in model._meta.constraints if isinstance(each, models.BaseConstraint)]
            if checks:
                parts += ["", "The database refuses: " + ", ".join(f"`{name}`" for name in checks) + "."]
    return "\n".join([*parts, ""])


def _type_in_words(field: object) -> str:
    words = {
        "BigAutoField": "number of the row",
        "CharField": "text",
        "TextField": "long text",
        "EmailField": "email address",
        "DateField": "date",
        "DateTimeField": "moment",
        "BooleanField": "yes or no",
        "JSONField": "JSON",
        "ForeignKey": "one",
        "DecimalField": "decimal",
        "PositiveIntegerField": "count",
        "UUIDField": "UUID",
        "PositiveSmallIntegerField": "small count",
        "BigIntegerField": "whole number",
        "FloatField": "number",
    }
    return words.get(type(field).__name__, type(field).__name__)


EXPRESSIONS = """# Expressions

The language of forms and of measures. It is XLSForm's own, so a condition that works in ODK Collect or KoBo works
here:

    ${age} >= 18 and selected(${needs}, 'housing')

The same expression can be asked of one form while somebody fills it in, and of a million records; the answers are
equal.

## What it is made of

| written | means |
| --- | --- |
| `${name}` | the answer to a question, or a column; a name may be dotted: `${enrollment.entry_date}`, `${period.end}` |
| `.` | the answer that is being checked |
| `'text'`, `"text"` | a text; curly quotes are read as straight ones |
| `18`, `2.50` | a number |
| `''` | blank |
| `( )` | what belongs together |

| operators, the strongest first | mean |
| --- | --- |
| `-` before an operand | the opposite number |
| `*` `div` `mod` | times, divided by, the remainder of a division (with the sign of the dividend) |
| `+` `-` | plus, minus; in measures a date moves by days, and two dates give the days between them |
| `<` `<=` `>` `>=` | the order of numbers, of dates and of times |
| `=` `!=` | equal, different; `= ''` asks for blank |
| `and` | both |
| `or` | at least one |

## Kinds of values

Text, whole number, number, date, time, date and time, yes or no, choice, choices, place. In forms they turn into each
other as XForms has it: a text beside a number is read as a number, a date as the days since 1970-01-01. In measures a
comparison of two kinds is a mistake, and a sentence says so.

Whole numbers, money and numbers that are written out are exact, and so are their sums and products as long as they
fit 38 digits. What is divided, or comes from `pow`, `sqrt` and the like, or from a question for any number, is a
double; doubles that differ by less than 0.000000000001 are equal, as in JavaRosa. A number that would be infinite is
blank. `round` looks at the digits: `round(1.005, 2)` is 1.01. `int` and `round` of a double from
1,000,000,000,000,000 on are blank.

Dates lie between 1000-01-01 and 8999-12-31, and one step moves a date by at most 99,999 days. A month or a year later
is the same day of the month, or its last where there is none; `months-between`, `years-between` and `age-at` count
with the same rule: whoever was born on 29 February completes a year on 28 February where there is no 29th. Times are
what the agency's clock shows; an offset behind a written time is left out.

Texts are compared letter by letter: capitals count, and nothing is trimmed.

## Looking rows up

In forms only: the lists of choices and the tables that came with a form. Where one value is asked for it is the first,
and blank where there is none.

| written | gives |
| --- | --- |
| `instance('cities')/root/item[state = ${state}]/label` | a column of the rows for which the condition is true |
| `count(instance('cities')/root/item[state = ${state}])` | how many there are |
| `pulldata('cities', 'label', 'name', ${city})` | a column of the row with this key |
| `jr:choice-name(${city}, '${city}')` | the label of a choice |
| `position(..)` | the round of the repeat one is in |
"""


def expressions() -> str:
    from lineofsight.expressions.checks.check import DECLARED_IN
    from lineofsight.expressions.functions.catalogue import CATALOGUE, NOT_OFFERED

    parts = [
        EXPRESSIONS,
        "## Functions\n",
        "In the examples, `${amounts}` are the rounds 1, blank and 3 of a repeat.\n",
    ]
    for module in DECLARED_IN:
        title = (module.__doc__ or "").strip().removesuffix(".")
        parts += [f"### {title}\n", "| function | meaning | example |", "| --- | --- | --- |"]
        for function in CATALOGUE.values():
            if function.build.__module__ == module.__name__:
                example = f"`{function.example}` gives {function.gives}"
                parts.append(f"| `{function.takes}` | {function.says} | {example} |")
        parts.append("")
    parts += [
        "### Known and not offered\n",
        "These belong to XForms or XPath. An expression that uses one is read, and refused with what to do instead.\n",
        "| function | instead |",
        "| --- | --- |",
        *(f"| `{name}()` | {instead} |" for name, instead in NOT_OFFERED.items()),
        "",
    ]
    blank = (ROOT / "src/lineofsight/expressions/blank.md").read_text(encoding="utf-8")
    return "\n".join(parts) + "\n#" + blank.replace("\n## ", "\n### ")


def facts() -> str:
    from lineofsight.measures.tables import FACTS, PLACES, Column, Table

    def said(column: Column) -> str:
        written = ", ".join(f"`${{{name}}}`" for name in (column.spelling, *column.aliases))
        unit = f", in {column.unit}" if column.unit else ""
        codes = f" of {column.code_set}" if column.code_set else ""
        return f"| {written} | {column.type}{codes}{unit} | {column.description} |"

    def table(of: Table) -> list[str]:
        return ["", f"### {of.name}", "", "| written | type | meaning |", "| --- | --- | --- |", *map(said, of.columns)]

    return "\n".join(
        [
            "# Facts",
            "",
            "What a measure can be written on. A column has one spelling, and another only where the field has two "
            "words for it. Answers are written by the key of their data element, such as `${monthly_income}`. "
            "[From records to facts](../explanation/warehouse.md) says what is no fact, and why.",
            "",
            "## What happened",
            *[line for each in FACTS for line in table(each)],
            "",
            "## What facts refer to",
            "",
            "A definition names a row of these tables by its code: `${program} = 'bright_path_mentoring'`.",
            *[line for each in PLACES for line in table(each)],
            "",
        ]
    )


QUALITY = """# Checks of data quality

What the page of data quality looks for. A check says which records cannot be right, in the
[language of measures](measures/README.md); packs declare them in `packs/<pack>/checks/*.yaml`, beside their measures.
[Data quality](../explanation/data-quality.md) says when they are looked for, and who sees what is found.

## The document

```yaml
check: stay_ends_before_it_begins
title: {one: "{number} stay ends before it begins", several: "{number} stays end before they begin"}
sentence: "One of the two days is wrong."
looks_for: "stays that end before they begin"
grain: enrollment
finds: "${exit_date} < ${entry_date}"
mend: enrollment
tell: [supervisor, program_manager, performance_lead, director]
touches: [exit_date]
```

| key | what it says |
| --- | --- |
| `check` | its id; each is declared once |
| `title` | what was found, of `one` and of `several`, with `{number}` |
| `sentence` | why it cannot be right, or what it does to the figures; the place is said before it |
| `looks_for` | what is looked for, in half a sentence |
| `grain` | the records that are looked at: `enrollment`, `service` or `assessment` |
| `instrument` | of assessments: only those made with this form |
| `derive` | named values, as in a measure; a name is of its own check alone |
| `finds` | which records are findings: a condition; `${period.end}` is the day of the figures |
| `mend` | where it is mended: the `client`, the `enrollment`, or the `entry` itself (a service, an assessment) |
| `tell` | who is told: `supervisor`, `program_manager`, `performance_lead`, `director`, each of their own places |
| `beside_one` | what is said beside a person on their worker's own list; left out, nothing is |
| `touches` | the questions whose measures a finding bends: those are to be read with care |

Everything that is wrong with a document is said when it is loaded, with the file, the place and what to write
instead. A check about something that an agency does not ask looks at nothing there.
"""


HOUSE_CHECKS = """Some faults are no condition on a record: who looks after whom is no fact, and what most people were
asked is a habit, told from the records themselves. They need no document: people on nobody's list, and not seen for two
months; people who were asked nothing at the start, or left without an answer, where six of ten others were asked; sites
that stopped asking what other sites of the program ask; people who may be here twice."""


def quality_checks() -> str:
    from lineofsight.packs.quality import declared_checks

    rows = [
        f"| `{each.check}` | {each.looks_for} | {each.sentence} | `{each.finds}` |"
        for each in declared_checks().values()
    ]
    return "\n".join(
        [
            QUALITY,
            "## Those that come with it",
            "",
            "| check | looks for | says | finds |",
            "| --- | --- | --- | --- |",
            *rows,
            "",
            "## Those of the house",
            "",
            HOUSE_CHECKS,
            "",
        ]
    )


def library() -> str:
    """The measures that packs offer, by field of work."""
    from lineofsight.apps.framework.documents import elements_named, in_words
    from lineofsight.apps.framework.record_columns import RECORD_COLUMNS
    from lineofsight.packs.offered import CANDIDATES, OfferedMeasure, fields_of_work, offered_measures

    asked = {"how_much": "how much", "how_well": "how well", "better_off": "better off"}
    ways = {"increase": "more is better", "decrease": "less is better"}
    waiting = [each for each in offered_measures() if each.pack == CANDIDATES]

    def said(each: OfferedMeasure) -> str:
        words = {name: text.rstrip(".") for name, text in in_words(each.document).items()}
        who = words.get("population", "Everybody in the period" if "value" not in words else "")
        what = words.get("numerator") or words.get("value", "")
        return f"{who}: {what[:1].lower()}{what[1:]}." if who and what else f"{who or what}."

    def needs(each: OfferedMeasure) -> str:
        if each.document.get("source") == "reported":
            reported = each.document["reported"]
            return f"two counts of: {reported['from']}" if isinstance(reported, dict) else ""
        named = sorted({one.element for one in elements_named(each.document)} - set(RECORD_COLUMNS))
        return ", ".join(f"`{name}`" for name in named) or "what every record has"

    def row(each: OfferedMeasure) -> str:
        document = each.document
        facts = [
            asked[str(document["asks"])],
            str(document.get("unit") or ""),
            ways.get(str(document["direction"]), ""),
        ]
        told = "; ".join(filter(None, facts))
        return f"| **{each.title}**<br>`{each.key}` | {said(each)} | {told} | {needs(each)} |".replace("\n", " ")

    lines = [
        "# The measures that come with it",
        "",
        "Each is a document that can be adopted into the library, changed into a version of one's own, and used in a "
        "place. They are checked against the records of the made-up agency or of an HMIS export, and every one says of "
        "made-up people whether they count; the tests ask both engines. [The language of measures](README.md) says how "
        "such a document is read.",
    ]
    for field in fields_of_work().values():
        several = [each for each in offered_measures() if each.field == field.key and each not in waiting]
        if several:
            lines += [
                "",
                f"## {field.title}",
                "",
                "| measure | what it says | asks | needs |",
                "| --- | --- | --- | --- |",
            ]
            lines += map(row, several)
    lines += [
        "",
        "## In words alone",
        "",
        "These say in words who is counted, and wait for an agency to say it in its records.",
    ]
    lines += ["", *(f"- {each.title} (`{each.key}`): {each.document.get('question')}" for each in waiting)]
    return "\n".join(lines) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands,
    "roles.md": roles,
    "import-problems.md": import_problems,
    "data-model.md": data_model,
    "expressions.md": expressions,
    "facts.md": facts,
    "measures/library.md": library,
    "quality-checks.md": quality_checks,
}


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="lineofsight-docs-") as home:
        os.environ["LINEOFSIGHT_HOME"] = home
        os.environ["DJANGO_SETTINGS_MODULE"] = "lineofsight.web.settings"
        import django

        django.setup()
        only_check = "--check" in sys.argv[1:]
        stale = []
        for name, write in PAGES.items():
            path = ROOT / "docs" / "reference" / name
            text = MADE + write()
            if only_check and (not path.exists() or path.read_text(encoding="utf-8") != text):
                stale.append(name)
            elif not only_check:
                path.write_text(text, encoding="utf-8")
    if stale:
        print(f"Not what the program says today: {', '.join(stale)}. Run: make docs")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
