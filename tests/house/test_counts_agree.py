"""A count agrees with its word: nobody reads "1 rows". Translated sentences and templates say both forms."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import lineofsight

SOURCE = Path(lineofsight.__file__).parent
MODULES = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
TEMPLATES = sorted(SOURCE.rglob("templates/**/*.html"))
COUNTED = (
    "rows|lines|cells|entries|values|people|persons|days|weeks|months|years|minutes|seconds|hours|points|figures|tables"
    "|outcomes|measures|goals|phrases|services|assessments|questions|answers|codes|columns|files|problems|changes|seals"
    "|records|sources|imports|administrators|releases|periods|groups|characters|notes|places|things|clients|programs"
)
NUMBER = r"%\((?!name\)|[Pp]rogram|[Cc]lient|[Ee]nrollment)\w+\)[sd]|%d|{{ ?\w+ ?}}|{\w+(?::,)?}"
ONE_FORM = re.compile(rf"(?:{NUMBER}) (?:\w+ )?(?:{COUNTED})\b")
BLOCK = re.compile(r"{% blocktranslate(?P<options>(?:(?!%}).)*)%}(?P<said>.*?){% endblocktranslate %}", re.DOTALL)

ALWAYS_SEVERAL = (  # a number of ours, or one that is over a limit
    "%(count)s CSV files",
    "%(who)s brought records: %(run)s",
    "%(run)s was thrown away: nobody had decided about it for %(days)s days",
    "Answers are missing or wrong for %(number)s people.",
    "Longer than {longest} characters.",
    "Nobody decided about it for %(days)s days.",
    "Not for %(days)d days",
    "Limits are provisional: {have} points, {needed} make them firm.",
    "Limits are coarse: the values are rounded to {have} different numbers.",
    "Reading, {{ read }} of {{ total }} rows",
    "Mostly yes: %(met)s of %(all)s outcomes meet their target.",
    "The list has %(count)d lines; at most %(most)d are read at once.",
    "The number is longer than {longest} characters.",
    "The sheet {sheet} goes down to row {rows:,}; at most {most:,} rows",
    "The sheet {sheet} spans {rows:,} rows and {columns:,} columns",
    "Fewer than %(number)s people are never shown outside",
    "These are %(count)d lines; at most %(most)d are read at once.",
    "This answer has %(length)d characters.",
    "This is longer than %(longest)d characters. Shorten it.",
    "Trend: too early to tell, {have} of {needed} points.",
    "fewer than %(number)s people",
    "{column} has {length:,} characters",
)


def _in_one_form(source: str) -> Iterator[str]:
    """Sentences of a module that count something and are not given in two forms."""
    tree = ast.parse(source)
    in_two = {
        id(part)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id.startswith("ngettext")
        for part in ast.walk(call)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in in_two:
            continue
        if ONE_FORM.search(node.value) and not _is_docstring(node.value):
            yield node.value


def _is_docstring(text: str) -> bool:
    return "\n" in text


def _in_one_form_on_page(text: str) -> Iterator[str]:
    for block in BLOCK.finditer(text):
        if " count " not in block["options"] and ONE_FORM.search(block["said"]):
            yield block["said"]


def _without_those_of_ours(paths: list[Path], found_in: Callable[[str], Iterator[str]]) -> dict[str, list[str]]:
    found = {
        str(path.relative_to(SOURCE)): [
            said for said in found_in(path.read_text(encoding="utf-8")) if not said.startswith(ALWAYS_SEVERAL)
        ]
        for path in paths
    }
    return {path: said for path, said in found.items() if said}


def test_says_both_forms_in_sentences() -> None:
    assert _without_those_of_ours(MODULES, _in_one_form) == {}


def test_says_both_forms_on_pages() -> None:
    assert _without_those_of_ours(TEMPLATES, _in_one_form_on_page) == {}


def test_finds_one_form_and_no_two() -> None:
    said = '_("%(count)s rows are new"); ngettext("%(n)s row", "%(n)s rows", n)'
    assert list(_in_one_form(said)) == ["%(count)s rows are new"]
    one, two = "{% blocktranslate %}{{ n }} rows{% endblocktranslate %}", "{% blocktranslate count n=n %}{{ n }} rows"
    assert list(_in_one_form_on_page(one + two + "{% endblocktranslate %}")) == ["{{ n }} rows"]
