"""Definitions as YAML: what is written and read again is the same, and what is wrong is told with its line."""

from __future__ import annotations

import pytest

from lineofsight.packs.documents import read_documents, text_of_file, write_documents
from lineofsight.packs.offered import OfferedMeasure, offered_measures
from lineofsight.problems import Problem


@pytest.mark.parametrize("offered", offered_measures(), ids=lambda each: each.key)
def test_writes_every_shipped_measure_so_that_it_is_read_as_it_was(offered: OfferedMeasure) -> None:
    text = write_documents([offered.document])

    assert [each.content for each in read_documents(text)] == [offered.document]
    assert write_documents(each.content or {} for each in read_documents(text)) == text


def test_writes_many_into_one_file() -> None:
    text = write_documents(each.document for each in offered_measures())

    assert [each.content for each in read_documents(text)] == [each.document for each in offered_measures()]


def test_leaves_days_and_numbers_what_they_are() -> None:
    document = {"measure": "m", "day": "2026-03-31", "text": "5", "number": 5, "none": None, "yes": "yes", "money": 2.5}

    assert read_documents(write_documents([document]))[0].content == document


def test_knows_the_line_of_every_key() -> None:
    text = "# mine\n---\nmeasure: one\nderive:\n  wage:\n    from: assessment\nby:\n  - site\n  - race\n"
    text += "---\nmeasure: two\n"
    first, second = read_documents(text)

    assert (first.line_of("derive.wage.from"), first.line_of("by[2]"), second.line) == (6, 9, 11)
    assert first.line_of("derive.wage.where") == 5


def test_sees_a_key_that_stands_there_twice() -> None:
    assert read_documents("measure: one\ntitle: a\ntitle: b\n")[0].twice == "title"


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("measure: x\n  title: y", "K112", "Line 2 is not YAML"),
        ("measure: [x", "K112", "is not YAML"),
        ("---\nmeasure: x\n" * 501, "K111", "501 documents"),
        ("x" * 2_000_001, "K111", "larger than 2 MB"),
        ("!!python/object:os.system {}", "K112", "is not YAML"),
    ],
)
def test_refuses_what_is_no_yaml(text: str, code: str, said: str) -> None:
    with pytest.raises(Problem, match=said) as refused:
        read_documents(text)

    assert refused.value.code == code


def test_refuses_a_file_that_is_no_text() -> None:
    with pytest.raises(Problem, match="no text"):
        text_of_file(b"PK\x03\x04\xff\xfe")
