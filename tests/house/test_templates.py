"""Rules that every template keeps."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "lineofsight"
TEMPLATES = sorted(SOURCE.glob("**/templates/**/*.html"))
COMPONENTS = SOURCE / "web" / "templates" / "cotton"
COMMENT = re.compile(r"{%\s*comment.*?endcomment\s*%}|{#.*?#}|<!--.*?-->", re.DOTALL)
INLINE_STYLE = re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE)
INLINE_EVENT = re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE)
INLINE_SCRIPT = re.compile(r"<(?:script|style)(?![^>]*(?:src=|nonce=|application/json))[^>]*>", re.IGNORECASE)
COMPONENT = re.compile(r"<c-(?!vars|slot)([\w.-]+)")
QUERY = re.compile(r"\.(?:objects|all|filter|exclude)\b")
WORDS = re.compile(r">[^<>{}]*[A-Za-z]{3,}[^<>{}]*<")


def identify(path: Path) -> str:
    return str(path.relative_to(SOURCE))


def text_of(path: Path) -> str:
    return COMMENT.sub("", path.read_text(encoding="utf-8"))


def components_used(text: str) -> Iterator[str]:
    for name in COMPONENT.findall(text):
        yield name.replace("-", "_").replace(".", "/")


@pytest.mark.parametrize("path", TEMPLATES, ids=identify)
def test_has_nothing_inline_that_the_security_policy_forbids(path: Path) -> None:
    text = text_of(path)

    assert INLINE_STYLE.findall(text) == []
    assert INLINE_EVENT.findall(text) == []
    assert INLINE_SCRIPT.findall(text) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=identify)
def test_uses_components_that_exist(path: Path) -> None:
    missing = {name for name in components_used(text_of(path)) if not (COMPONENTS / f"{name}.html").exists()}

    assert missing == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=identify)
def test_asks_the_database_nothing(path: Path) -> None:
    assert QUERY.findall(text_of(path)) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=identify)
def test_says_nothing_that_cannot_be_translated(path: Path) -> None:
    without_tags = re.sub(r"{%\s*blocktranslate.*?endblocktranslate\s*%}", "", text_of(path), flags=re.DOTALL)
    without_scripts = re.sub(r"<(script|style)\b.*?</\1>", "", without_tags, flags=re.DOTALL)

    assert set(WORDS.findall(without_scripts)) <= {">Line of Sight<"}
