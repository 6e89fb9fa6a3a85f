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


def test_takes_a_count_of_everybody_for_written_whatever_stands_beside_it_in_words() -> None:
    everybody = {"count": "participant", "period": "${exit_date}", "in_words": {"population": "Everybody who left"}}

    assert not is_only_words(everybody)
    assert is_only_words({**everybody, "in_words": {"population": "All", "numerator": "Those who found work"}})
    assert is_only_words({**everybody, "statistic": "mean", "in_words": {"value": "Days until they left"}})
    assert is_only_words({**everybody, "period": ""})


def test_reads_the_lines_and_the_columns_of_a_table() -> None:
    lines = [{"line": "all"}, {"line": "left", "when": "${exit_reason} = 'moved'"}]
    document = {"lines": lines, "columns": [{"column": "pay", "statistic": "sum", "value": "${hourly_wage} * 2"}]}

    assert {each.element for each in elements_named(document)} == {"exit_reason", "hourly_wage"}


def test_keeps_the_data_elements_behind_an_amount_received() -> None:
    received = {"intended": "${intended_contacts}", "amount": "${hours}", "at_least": 0.8}
    document = {"received": received, "population": "${received_benefits} and ${received} > ${intended}"}

    assert {each.element for each in elements_named(document)} == {"intended_contacts", "hours", "received_benefits"}


def test_leaves_out_the_two_values_of_a_change_and_no_other_name() -> None:
    change = {"value": "${score}", "from": "start", "to": {"stage": "exit", "day": "${last_day}"}}
    document = {"change": change, "population": "${value_at_start} < ${value_at_exit} and ${value_at_home} = 'yes'"}

    assert {each.element for each in elements_named(document)} == {"score", "last_day", "value_at_home"}


def test_prefers_words_to_expressions() -> None:
    document = {"population": "${age} > 5", "in_words": {"population": "Children over five"}}

    assert in_words(document) == {"population": "Children over five"}
