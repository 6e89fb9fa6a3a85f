"""The mission as it is typed, with brackets."""

import pytest

from lineofsight.apps.framework.marked_sentence import MarkedPhrase, pieces_of, read_marked, write_marked
from lineofsight.problems import Problem


def test_finds_the_words_and_where_they_begin() -> None:
    marked = read_marked("[Every child] has [a home].")

    assert marked.sentence == "Every child has a home."
    assert [(each.starts_at, each.text) for each in marked.phrases] == [(0, "Every child"), (16, "a home")]


def test_leaves_spaces_inside_brackets_out_of_the_phrase() -> None:
    (phrase,) = read_marked("Every child has [ a home ].").phrases

    assert (phrase.text, "Every child has  a home .".index("a home")) == ("a home", phrase.starts_at)


def test_takes_line_breaks_for_spaces() -> None:
    assert read_marked("Every child\nhas [a\r\nhome].").sentence == "Every child has a home."


def test_marks_nothing_with_empty_brackets() -> None:
    assert read_marked("Every child [].").phrases == ()


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Every [child has a home.", "opened before “child has"),
        ("Every child] has a home.", "closed after “…Every child”"),
        ("Every [child [has] a home].", "opened inside “child"),
    ],
)
def test_says_where_brackets_do_not_pair(written: str, said: str) -> None:
    with pytest.raises(Problem, match=said) as refused:
        read_marked(written)
    assert refused.value.code == "F001"


def test_writes_back_what_was_typed() -> None:
    written = "[Every child] has [a home] and [a school]."
    marked = read_marked(written)

    assert write_marked(marked.sentence, marked.phrases) == written


def test_cuts_the_sentence_at_its_phrases() -> None:
    pieces = pieces_of("We give a home.", [MarkedPhrase(8, "a home")])

    assert [(piece.text, piece.phrase) for piece in pieces] == [("We give ", None), ("a home", 0), (".", None)]
