"""Random expressions, well typed, written as text: what a worker of an agency could type, and much that none would.

Each strategy gives expressions of one kind. `anything` mixes the kinds at every place, for environments that convert.
"""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

Text = st.SearchStrategy[str]

WHOLE = ("a", "b")
MONEYS = ("m", "n")
DOUBLES = ("w", "x")
TEXTS = ("t", "u")
DATES = ("d", "e")

_NUMBERS = ("0", "1", "2", "7", "12", "100", "2.5", "0.5", "0.01", "1000.10", "99999999999999.99", "999999999999999")
_WORDS = ("''", "'a'", "'home'", "'a b'", "'-3.5'", "' 12 '", "'2024-02-29'", "'%_x'", '"it\'s"', "'é😀'", "'true'")
_PATTERNS = ("[a-z]+", "[0-9]{1,3}", ".*a.*", r"\s*-?\d+(\.\d+)?\s*", "(a|b)*", "^home$", r"\w+@\w+\.com", "[^ ]+", "")
_FORMATS = ("%Y-%m-%d", "%e %b %Y", "%n/%d/%y", "%a", "%H:%M:%S.%3", "100%%", "%h")
_WEEKDAYS = ("monday", "wednesday", "sunday")


def _of(*words: str) -> Text:
    return st.sampled_from(words)


def _call(name: str, *arguments: Text) -> Text:
    return st.tuples(*arguments).map(lambda written: f"{name}({', '.join(written)})")


def _operation(left: Text, operators: Text, right: Text) -> Text:
    return st.tuples(left, operators, right).map(lambda parts: f"({parts[0]} {parts[1]} {parts[2]})")


def _name(*names: str) -> Text:
    return _of(*(f"${{{name}}}" for name in names))


def _either(kind: Text, depth: int) -> list[Text]:
    condition = conditions(depth - 1)
    return [_call("if", condition, kind, kind), _call("coalesce", kind, kind)]


@cache
def numbers(depth: int) -> Text:
    leaf = st.one_of(_name(*WHOLE, *MONEYS, *DOUBLES), _of(*_NUMBERS))
    if depth == 0:
        return leaf
    number, text, date = numbers(depth - 1), texts(depth - 1), dates(depth - 1)
    places = _of("-2", "-1", "0", "1", "2", "4")
    return st.one_of(
        leaf,
        _operation(number, _of("+", "-", "*", "div", "mod"), number),
        _operation(number, _of("+", "-", "*"), number),
        number.map(lambda written: f"-{written}"),
        _call("abs", number),
        _call("int", number),
        _call("round", number),
        _call("round", number, places),
        _call("min", number, number, number),
        _call("max", number, number),
        _call("string-length", text),
        _call("count-selected", choices()),
        _call("number", text),
        *(_call(name, date) for name in ("year", "quarter", "month", "day", "weekday")),
        _operation(date, _of("-"), date),
        *(_call(name, date, date) for name in ("days-between", "months-between", "years-between", "age-at")),
        _call("decimal-date-time", moments()),
        _call("decimal-time", _name("h")),
        *(_call(name, number) for name in ("sqrt", "exp", "log", "log10", "sin", "cos", "tan", "asin", "acos", "atan")),
        _call("atan2", number, number),
        _call("pow", number, _of("0", "1", "2", "-1", "0.5", "400")),
        *_either(number, depth),
    )


@cache
def texts(depth: int) -> Text:
    leaf = st.one_of(_name(*TEXTS, "c"), _of(*_WORDS))
    if depth == 0:
        return leaf
    text, number = texts(depth - 1), numbers(depth - 1)
    position = st.one_of(_of("0", "1", "3", "-1", "-2", "50"), number)
    return st.one_of(
        leaf,
        _call("concat", text, text, text),
        _call("concat", text, number, dates(depth - 1), moments(), _name("h", "k", "cs")),
        _call("join", text, text, text),
        _call("string", st.one_of(number, dates(depth - 1), conditions(depth - 1))),
        _call("substr", text, position),
        _call("substr", text, position, position),
        _call("substring-before", text, text),
        _call("substring-after", text, text),
        _call("translate", text, text, text),
        _call("normalize-space", text),
        _call("selected-at", choices(), st.one_of(_of("0", "1", "2"), number)),
        _call("format-date", dates(depth - 1), _of("'%Y-%m-%d'", "'%e %b'")),
        _call("format-date-time", st.one_of(dates(depth - 1), moments()), _of(*(f"'{each}'" for each in _FORMATS))),
        *_either(text, depth),
    )


@cache
def dates(depth: int) -> Text:
    leaf = st.one_of(_name(*DATES), _of("today()", "date('2024-02-29')", "date('1999-12-31')", "date('8999-12-31')"))
    if depth == 0:
        return leaf
    date, number = dates(depth - 1), numbers(depth - 1)
    return st.one_of(
        leaf,
        _operation(date, _of("+", "-"), st.one_of(_of("1", "30", "90", "365"), number)),
        _call("anniversary", date, _of("-1", "0", "1", "4")),
        _call("months-later", date, _of("-13", "1", "6")),
        _call("last-weekday", date, _of(*(f"'{each}'" for each in _WEEKDAYS))),
        _call("date", st.one_of(texts(depth - 1), number, moments())),
        _call("min", date, date),
        *_either(date, depth),
    )


@cache
def moments() -> Text:
    return st.one_of(
        _name("s"),
        _of("now()", "date-time('2024-02-29T23:59:59.999')"),
        _call("date-time", texts(0)),
        _call("date-time", numbers(0)),
    )


@cache
def choices() -> Text:
    return st.one_of(_name("cs", "cs", "c"), texts(0))


@cache
def conditions(depth: int) -> Text:
    leaf = st.one_of(
        _name("k"),
        _operation(numbers(0), _of("=", "!=", "<", "<=", ">", ">="), numbers(0)),
        _operation(dates(0), _of("=", "!=", "<", "<=", ">", ">="), dates(0)),
        _operation(_name("c"), _of("=", "!="), _of("'a'", "'b'", "''")),
        _call("selected", _name("cs", "c"), _of("'a'", "'b'", "'c'", "''")),
        _call("code-in", _name("cs", "c"), _of("'some'", "'others'", "'none'")),
        _of("true()", "false()", "((${w} * 3) = 0.3)", "((${w} + ${x}) = 0.3)", "((${m} - ${n}) = ${m})"),
    )
    if depth == 0:
        return leaf
    condition, number, text = conditions(depth - 1), numbers(depth - 1), texts(depth - 1)
    date = dates(depth - 1)
    compared = _of("=", "!=", "<", "<=", ">", ">=")
    value = st.one_of(number, text, date, moments(), choices(), _name("k", "h"))
    return st.one_of(
        leaf,
        _operation(condition, _of("and", "or"), condition),
        st.lists(condition, min_size=3, max_size=4).map(lambda written: f"({' or '.join(written)})"),
        _call("not", condition),
        _operation(condition, _of("=", "!="), condition),
        _operation(number, compared, number),
        _operation(date, compared, date),
        _operation(st.one_of(date, moments()), compared, moments()),
        _operation(text, _of("=", "!="), text),
        _operation(_name("h"), compared, _name("h")),
        _operation(value, _of("=", "!="), _of("''")),
        _call("between", number, number, number),
        _call("between", date, date, date),
        _call("selected", choices(), text),
        _call("code-in", text, _of("'some'", "'others'", "'none'")),
        *(_call(name, text, text) for name in ("contains", "starts-with", "ends-with")),
        st.tuples(text, st.sampled_from(_PATTERNS)).map(lambda parts: f"regex({parts[0]}, '{parts[1]}')"),
        _call("boolean", value),
        _call("boolean-from-string", text),
        _call("checklist", _of("-1", "1", "2"), _of("-1", "1", "2"), condition, condition),
        _call("weighted-checklist", number, number, condition, number),
        *_either(condition, depth),
    )


@cache
def well_typed(depth: int) -> Text:
    return st.one_of(conditions(depth), conditions(depth), numbers(depth), texts(depth), dates(depth), moments())


@cache
def anything(depth: int) -> Text:
    """Kinds mixed at every place, as forms have it."""
    leaf = st.one_of(numbers(0), texts(0), dates(0), moments(), conditions(0), _name("h", "cs", "k", "c"))
    if depth == 0:
        return leaf
    one = anything(depth - 1)
    return st.one_of(
        leaf,
        well_typed(1),
        _operation(one, _of("+", "-", "*", "div", "mod", "=", "!=", "<", "<=", ">", ">=", "and", "or"), one),
        _call("if", one, one, one),
        _call("coalesce", one, one),
        _call("not", one),
        *(_call(name, one) for name in ("int", "round", "abs", "number", "string", "boolean", "date", "date-time")),
        _call("string-length", one),
        _call("decimal-date-time", one),
        _call("decimal-time", one),
        _call("count-selected", one),
        _call("selected", one, texts(0)),
        _call("selected-at", one, one),
        _call("substr", one, one, one),
        _call("concat", one, one),
        _call("contains", one, one),
        _call("max", one, one),
        _call("between", one, one, one),
        _call("checklist", one, one, one, one),
        _call("format-date", dates(depth - 1), _of("'%Y-%m-%d'", "'%e %b'")),
        _call("format-date-time", one, _of("'%Y-%m-%d %H:%M'")),
    )
