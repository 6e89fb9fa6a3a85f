"""Numbers: exact while they provably fit, doubles otherwise, rounded half up."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.unit.expressions.world import FORMS, checked, value, value_in_sql


@pytest.mark.parametrize(
    ("text", "gives"),
    [
        ("0.10 + 0.20 = 0.30", True),
        ("1000.10 * 12", Decimal("12001.2")),
        ("0.1 + 0.2", Decimal("0.3")),
        ("7 div 2", 3.5),
        ("7 mod 2", 1),
        ("-7 mod 2", -1),
        ("7.5 mod 2", Decimal("1.5")),
        ("int(2.9)", 2),
        ("int(-2.9)", -2),
        ("int(-0.5)", 0),
        ("round(2.5)", 3),
        ("round(-2.5)", -2),
        ("round(-2.51)", -3),
        ("round(1.005, 2)", Decimal("1.01")),
        ("round(2.675, 2)", Decimal("2.68")),
        ("round(1 div 3, 2)", Decimal("0.33")),
        ("round(1005 div 1000, 2)", Decimal("1.01")),
        ("round(-1005 div 1000, 2)", Decimal("-1.00")),
        ("round(0.49999999999999994)", 0),
        ("round(1249, -2)", 1200),
        ("round(1250, -2)", 1300),
        ("round(-1250, -2)", -1200),
        ("round(12345 div 10, -1)", 1230),
        ("int(pow(10, 14))", 100_000_000_000_000),
        ("int(pow(10, 15))", None),
        ("round(pow(10, 15))", None),
        ("pow(10, 400)", None),
        ("999999999999999 * 999999999999999", 999_999_999_999_998_000_000_000_000_001),
        ("99999999999999999999 * 9999999999999999999", 9.999999999999999999899e38),
        ("9999999999999999999999999999999999999 - 1", 9_999_999_999_999_999_999_999_999_999_999_999_998),
        ("round(99999999999999999999999999999999999.5)", None),
        ("round(999999999999999999999999999999999.25, 1)", Decimal("999999999999999999999999999999999.3")),
        ("string(0.1 + 0.2)", "0.3"),
        ("string(1 div 4)", "0.25"),
        ("string(10 div 2)", "5"),
        ("string(1 div 10000000)", "0.0000001"),
        ("string(pow(10, 16))", "10000000000000000"),
        ("string(-1 div 3)", "-0.3333333333333333"),
        ("number('  -3.50 ')", -3.5),
        ("number('1e5')", None),
        ("number('1,5')", None),
        ("number('+3')", None),
        ("number('3.')", 3.0),
        ("number('.5')", 0.5),
        ("number('٣')", None),
    ],
)
def test_computes_alike_in_both_walkers(text: str, gives: object) -> None:
    expected = value(text)

    assert (expected, type(expected)) == (gives, type(gives))
    assert value_in_sql(text) == gives


def test_adds_money_to_the_cent() -> None:
    total = value("${income} + ${rent}", income=Decimal("0.10"), rent=Decimal("0.20"))

    assert total == Decimal("0.30")


def test_keeps_the_product_of_money_and_a_count_exact() -> None:
    tree = checked("${income} * ${visits} + ${rent}")

    assert (tree.type.digits, tree.type.scale) == (30, 2)


def test_computes_as_a_double_what_no_longer_fits() -> None:
    tree = checked("${visits} * ${visits} * ${visits}")

    assert tree.type.scale is None


def test_takes_doubles_for_equal_within_javarosas_tolerance() -> None:
    assert value("${weight} * 3 = 0.3", weight=0.1) is True
    assert value("${weight} = 0.3", weight=0.3 + 1e-9) is False


def test_takes_numbers_in_any_of_their_forms() -> None:
    assert value("${income} >= 1000.10", income=1000.1) is True
    assert value("${weight} = 2", weight=2) is True
    assert value("${age} = 3", age=Decimal("3")) is True


def test_reads_texts_as_numbers_in_forms() -> None:
    assert value("${name} + 1", FORMS, name=" 2.5 ") == 3.5
    assert value("${name} > 2", FORMS, name="many") is False
    assert value("${destination} = 410", FORMS, destination="410") is True
    assert value("${destination} = 410", FORMS, destination="0410") is True
