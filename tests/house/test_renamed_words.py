"""A refusal speaks in the words the agency chose: it never writes "client", "program" or "enrollment" itself."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import lineofsight

APPS = Path(lineofsight.__file__).parent / "apps"
FILES = [
    APPS / "agency" / "permissions.py",
    APPS / "records" / "permissions.py",
    *sorted((APPS / "records" / "services").glob("*.py")),
]
RENAMED = re.compile(r"\b(?:client|program|enrollment)s?\b", re.IGNORECASE)
PLACEHOLDER = re.compile(r"%\(\w+\)s")


def _bare_words(source: str) -> list[str]:
    """The sentences to translate that hold one of the words outside of a placeholder."""
    said = [
        call.args[0].value
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in ("_", "gettext_lazy")
        and isinstance(call.args[0], ast.Constant)
    ]
    return [sentence for sentence in said if RENAMED.search(PLACEHOLDER.sub("", str(sentence)))]


def test_refusals_use_the_words_of_the_agency() -> None:
    assert {str(path.relative_to(APPS)): bare for path in FILES if (bare := _bare_words(path.read_text()))} == {}


def test_finds_a_bare_word_and_no_placeholder() -> None:
    assert _bare_words('_("Ask in the program."); _("Ask in the %(program)s.")') == ["Ask in the program."]
