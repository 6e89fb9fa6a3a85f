"""Definitions as files: YAML documents, one after the other, as packs have them; read with the line of every key.

The rule: what is written and read again is the same document. A file that is no YAML is refused whole; a document that
is no measure is refused alone, and the others are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from lineofsight.problems import Problem

from .offered import DocumentLoader, Value

MOST_BYTES = 2_000_000
MOST_DOCUMENTS = 500
WIDTH = 110


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """One document of a file. line: where it begins, from 1; lines: path of a key (`derive.wage.value`, `by[2]`) → its
    line. content: None where it is no mapping. twice: the path of a key that stands there twice, else empty."""

    line: int
    content: dict[str, Value] | None
    lines: Mapping[str, int] = field(default_factory=dict)
    twice: str = ""

    def line_of(self, path: str) -> int:
        """The line of a key, or of the nearest that stands in the document."""
        while path and path not in self.lines:
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return self.lines.get(path, self.line)


class _Writer(yaml.SafeDumper):
    """What is short stands in one line. A day is a text, as in every document, and needs no quotes."""

    yaml_implicit_resolvers = DocumentLoader.yaml_implicit_resolvers

    def ignore_aliases(self, data: object) -> bool:
        return True

    def represent_mapping(self, tag: str, mapping: Any, flow_style: bool | None = None) -> yaml.MappingNode:
        node: yaml.MappingNode = super().represent_mapping(tag, mapping, flow_style)
        node.flow_style = node.flow_style and len(str(mapping)) < WIDTH
        return node


def write_documents(documents: Iterable[Mapping[str, object]]) -> str:
    """The documents as one file.

    >>> print(write_documents([{"measure": "left", "title": "Who left", "by": ["site", "race"]}]), end="")
    ---
    measure: left
    title: Who left
    by: [site, race]
    """
    return "".join("---\n" + _written(each) for each in documents)


def _written(document: Mapping[str, object]) -> str:
    text: str = yaml.dump(
        dict(document), Dumper=_Writer, sort_keys=False, allow_unicode=True, width=WIDTH, default_flow_style=None
    )
    return text


def text_of_file(content: bytes) -> str:
    """The characters of a file. Raises K111 (too large), K114 (no text)."""
    if len(content) > MOST_BYTES:
        raise Problem("K111", "The file is larger than 2 MB.", "Bring fewer measures at a time.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Problem("K114", "The file is no text in UTF-8.", "Save it as YAML, which is plain text.") from None


def read_documents(text: str) -> tuple[ReadDocument, ...]:
    """The documents of a file, empty ones left out. Raises K111 (too long), K112 (no YAML, with the line)."""
    if len(text.encode()) > MOST_BYTES:
        raise Problem("K111", "The file is larger than 2 MB.", "Bring fewer measures at a time.")
    try:
        nodes = list(_nodes(text))
    except yaml.YAMLError as wrong:
        mark = getattr(wrong, "problem_mark", None) or getattr(wrong, "context_mark", None)
        where = f"Line {mark.line + 1}" if mark else "The file"
        why = getattr(wrong, "problem", None) or "it cannot be read"
        remedy = "Mend that line; keys and values stand as key: value."
        raise Problem("K112", f"{where} is not YAML: {why}.", remedy) from None
    if len(nodes) > MOST_DOCUMENTS:
        raise Problem("K111", f"The file has {len(nodes)} documents.", f"Bring at most {MOST_DOCUMENTS} at a time.")
    return tuple(nodes)


def _nodes(text: str) -> Iterator[ReadDocument]:
    loader = DocumentLoader(text)
    try:
        while loader.check_node():
            node = loader.get_node()
            content = loader.construct_document(node)
            if content is None or node is None:
                continue
            found = list(_lines(node, ""))
            paths = [path for path, _line in found]
            twice = next((path for number, path in enumerate(paths) if path in paths[:number]), "")
            is_mapping = isinstance(content, dict) and all(isinstance(key, str) for key in content)
            line = node.start_mark.line + 1
            yield ReadDocument(line, content if is_mapping else None, dict(found), twice)
    finally:
        loader.dispose()


def _lines(node: yaml.Node, path: str) -> Iterator[tuple[str, int]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = f"{path}.{key.value}" if path else str(key.value)
            yield inner, key.start_mark.line + 1
            yield from _lines(value, inner)
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value, start=1):
            yield f"{path}[{number}]", value.start_mark.line + 1
            yield from _lines(value, f"{path}[{number}]")
