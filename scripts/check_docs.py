"""Are the documents whole? Every link inside them leads somewhere, the settings page names every key the program
reads, the glossary knows every model, and builders' words stay off the screens."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "lineofsight"
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
SETTING = re.compile(r"(?:CHOSEN|MAIL)\.get\(\s*\"(\w+)\"")
MODEL = re.compile(
    r"^class (\w+)\((?:\w+, )*(?:models\.Model|KeptRecord|SourcedRecord|TypedEntry|AbstractBaseUser)\)", re.MULTILINE
)
BUILDERS_WORDS = re.compile(
    r"\b(wave|build|fact|token|ledger|routing|maturity|derive|crosswalk|queryset|participant|canonical)s?\b",
    re.IGNORECASE,
)
SAID_ON_SCREEN = re.compile(
    r"{%\s*translate\s+\"([^\"]*)\"|{%\s*blocktranslate[^%]*%}(.*?){%\s*endblocktranslate", re.DOTALL
)


def documents() -> list[Path]:
    return [*sorted(ROOT.glob("*.md")), *sorted(ROOT.glob("docs/**/*.md"))]


def anchors(text: str) -> set[str]:
    """The names under which headings can be linked to."""
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in HEADING.findall(text)}


def broken_links() -> Iterator[str]:
    for document in documents():
        for link in LINK.findall(FENCE.sub("", document.read_text(encoding="utf-8"))):
            if re.match(r"[a-z]+:", link):
                continue
            path, _, anchor = link.partition("#")
            target = (document.parent / path).resolve() if path else document
            if not target.exists():
                yield f"{document.relative_to(ROOT)}: the link {link} leads nowhere"
            elif anchor and target.suffix == ".md" and anchor not in anchors(target.read_text(encoding="utf-8")):
                yield f"{document.relative_to(ROOT)}: {link} names a heading that is not there"


def undocumented_settings() -> Iterator[str]:
    page = (ROOT / "docs/reference/settings.md").read_text(encoding="utf-8")
    read = set(SETTING.findall((SOURCE / "web/settings.py").read_text(encoding="utf-8")))
    told = set(re.findall(r"^\| `(?:mail\.)?([a-z_]+)` \|", page, re.MULTILINE))
    yield from (f"docs/reference/settings.md: the key {key} is read and not told" for key in sorted(read - told))
    yield from (f"docs/reference/settings.md: the key {key} is told and not read" for key in sorted(told - read))


def words_without_meaning() -> Iterator[str]:
    glossary = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8").lower()
    for path in sorted([*SOURCE.glob("apps/*/models.py"), *SOURCE.glob("apps/*/models/*.py")]):
        for model in MODEL.findall(path.read_text(encoding="utf-8")):
            word = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", model).lower()
            if f"**{word}**" not in glossary:
                yield f"GLOSSARY.md: “{word}” ({path.relative_to(ROOT)}) is not in it"


def builders_words_on_screen() -> Iterator[str]:
    for path in sorted(SOURCE.glob("**/templates/**/*.html")):
        for match in SAID_ON_SCREEN.finditer(path.read_text(encoding="utf-8")):
            said = re.sub(r"{[{%].*?[%}]}", "", match.group(1) or match.group(2) or "")
            found = BUILDERS_WORDS.search(said)
            if found:
                yield f"{path.relative_to(ROOT)}: “{found.group()}” is a builder's word; the glossary has the reader's"


def main() -> int:
    found = [*broken_links(), *undocumented_settings(), *words_without_meaning(), *builders_words_on_screen()]
    print("\n".join(found) or "Every link leads somewhere, every setting and every word is told.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
