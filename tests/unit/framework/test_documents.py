"""Which data elements a definition names."""

from lineofsight.apps.framework.documents import Named, elements_named, in_words, is_only_words


def test_reads_expressions() -> None:
    document = {
        "period": {"active": ["${entry_date}", "${exit_date}"]},
        "population": "${age} >= 18 and ${participant.language} = 'es'",
        "numerator": "code-in(${exit_destination}, 'permanent')",
    }

    assert {each.element for each in elements_named(document)} == {
        *("entry_date", "exit_date", "age", "language", "exit_destination")
    }


def test_leaves_derives_and_the_period_itself_out() -> None:
    document = {
        "period": "${exit_date}",
        "numerator": "${wage} > 15 and ${exit_date} <= ${period.end}",
        "derive": {"wage": {"from": "assessment", "value": "${hourly_wage}"}},
    }

    assert {each.element for each in elements_named(document)} == {"exit_date", "hourly_wage"}


def test_says_which_form_an_element_must_come_from() -> None:
    document = {
        "data_elements": ["hourly_wage"],
        "derive": {"wage": {"from": "assessment", "instrument": "job_check", "value": "${hourly_wage}"}},
    }

    assert elements_named(document) == frozenset({Named("hourly_wage", "job_check")})


def test_names_the_program_for_what_is_asked_of_it() -> None:
    assert elements_named({"population": "${program.field} = 'workforce'"}) == frozenset({Named("program")})


def test_keeps_dots_that_belong_to_a_name() -> None:
    assert elements_named({"numerator": "${hmis.Exit.Destination} = 1"}) == frozenset({Named("hmis.Exit.Destination")})


def test_says_what_is_only_in_words() -> None:
    assert is_only_words({"in_words": {"population": "Everybody"}})
    assert not is_only_words({"population": "${age} > 5"})
    assert not is_only_words({"source": "reported", "in_words": {"population": "Everybody"}})


def test_prefers_words_to_expressions() -> None:
    document = {"population": "${age} > 5", "in_words": {"population": "Children over five"}}

    assert in_words(document) == {"population": "Children over five"}
