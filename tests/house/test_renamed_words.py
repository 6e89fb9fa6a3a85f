"""Pages, forms and refusals speak in the words the agency chose: no sentence writes "client", "program" or "enrollment"
itself. How a sentence says them instead: `apps/agency/words.py`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from pathlib import Path

import lineofsight

SOURCE = Path(lineofsight.__file__).parent
MODULES = [path for room in ("apps", "web") for path in sorted((SOURCE / room).rglob("*.py"))]
TEMPLATES = sorted(SOURCE.rglob("templates/**/*.html"))
RENAMED = re.compile(r"\b(?:client|program|enrollment)s?\b", re.IGNORECASE)
PLACEHOLDER = re.compile(r"%\(\w+\)s|{{.*?}}|{%.*?%}")
SAID_ON_PAGE = re.compile(
    r"{%\s*translate\s+(?:\"([^\"]*)\"|'([^']*)')|{%\s*blocktranslate[^%]*%}(.*?){%\s*endblocktranslate", re.DOTALL
)
TRANSLATES = {"_": 1, "gettext": 1, "gettext_lazy": 1, "gettext_noop": 1, "ngettext": 2, "ngettext_lazy": 2}

# Where the shipped word is meant: the form in which they are renamed, the title of a role, the header of a file, the
# name of a model; and the program that is running.
SHIPPED = {
    "apps/agency/forms/setup.py": {f"{many} {word}" for many, word in [
        ("One", "client"), ("Many", "clients"), ("One", "program"), ("Many", "programs"),
        ("One", "enrollment"), ("Many", "enrollments"),
    ]},
    "apps/agency/services/setup.py": {f"{many} {word}" for many, word in [
        ("one", "client"), ("many", "clients"), ("one", "program"), ("many", "programs"),
        ("one", "enrollment"), ("many", "enrollments"),
    ]},
    "apps/agency/models/staff.py": {"Program manager"},
    "apps/agency/staff_file.py": {"Program"},
    "apps/framework/models/programs.py": {"program model"},
}  # fmt: skip
THE_SOFTWARE = re.compile(r"behind the program’s back")


def _bare_words(source: str) -> list[str]:
    """The sentences to translate that hold one of the words outside of a placeholder."""
    said = [
        part.value
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in TRANSLATES
        for part in call.args[: TRANSLATES[call.func.id]]
        if isinstance(part, ast.Constant)
    ]
    return [str(sentence) for sentence in said if _is_bare(str(sentence))]


def _bare_words_on_page(text: str) -> list[str]:
    said = ["".join(parts) for parts in SAID_ON_PAGE.findall(text)]
    return [sentence for sentence in said if _is_bare(THE_SOFTWARE.sub("", sentence))]


def _is_bare(sentence: str) -> bool:
    return bool(RENAMED.search(PLACEHOLDER.sub("", sentence)))


def _found(paths: list[Path], bare_words: Callable[[str], list[str]]) -> dict[str, list[str]]:
    found = {}
    for path in paths:
        name = str(path.relative_to(SOURCE))
        bare = [each for each in bare_words(path.read_text(encoding="utf-8")) if each not in SHIPPED.get(name, ())]
        if bare:
            found[name] = bare
    return found


def test_sentences_use_the_words_of_the_agency() -> None:
    assert _found(MODULES, _bare_words) == {}


def test_pages_use_the_words_of_the_agency() -> None:
    assert _found(TEMPLATES, _bare_words_on_page) == {}


def test_finds_a_bare_word_and_no_placeholder() -> None:
    assert _bare_words('_("Ask in the program."); _("Ask in the %(program)s.")') == ["Ask in the program."]
    assert _bare_words('ngettext("one client", "%(n)s %(clients)s", n)') == ["one client"]
    page = '{% translate "Your clients" %}{% blocktranslate %}a {{ client }}{% endblocktranslate %}'
    assert _bare_words_on_page(page) == ["Your clients"]
