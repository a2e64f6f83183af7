"""JSON: exact both ways, row by row, and every bad text one clear sentence."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk.connectors.json_text import (
    NoNumber,
    NotJson,
    Row,
    RowReader,
    as_object,
    decode,
    parse,
    rows,
    write,
)


@pytest.mark.parametrize(
    "text",
    [
        "15",
        "15.0",
        "5.99",
        "0.10",
        "-0",
        "1e2",
        "1.50E+3",
        "1e400",
        "-12.5e-7",
        "123456789012345678901234567890.123456789",
        "9" * 5000,
    ],
)
def test_a_number_comes_back_as_it_was_written(text: str) -> None:
    assert write(parse(text)).decode() == text


def test_an_exact_number_is_the_number() -> None:
    value = parse("1.5e1")
    assert isinstance(value, Decimal)
    assert value == 15
    assert value + 1 == Decimal(16)


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_read_as_such(text: str) -> None:
    value = as_object(parse(f'{{"a":{text}}}'))["a"]
    assert isinstance(value, NoNumber)
    assert write({"a": value}).decode() == f'{{"a":{text}}}'


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=12,
)


@given(JSON)
def test_every_value_survives_a_round_trip(value: object) -> None:
    once = write(value)
    assert write(parse(once.decode())) == once


@given(st.lists(JSON, max_size=5))
def test_rows_are_what_the_whole_says(values: list[object]) -> None:
    text = write(values).decode()
    found = list(rows(text))
    assert [row.value for row in found] == parse(text)
    assert [parse(row.text) for row in found] == parse(text)


def test_a_row_keeps_its_own_text() -> None:
    found = list(rows('\ufeff[ {"a": 1.50} , 2 ]'.removeprefix("\ufeff")))
    assert [row.text for row in found] == ['{"a": 1.50}', "2"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("<html></html>", "character 0"),
        ('{"a": ', "breaks off"),
        ('{"a": "b', "breaks off"),
        ('{"a": 1} 2', "Something follows"),
        ("[" * 200_000, "nested too deeply"),
        ("nothing", "character 0"),
    ],
)
def test_text_that_is_no_json(text: str, sentence: str) -> None:
    with pytest.raises(NotJson, match=sentence):
        parse(text)


@pytest.mark.parametrize(
    ("text", "before", "sentence"),
    [
        ("", 0, "empty"),
        ('{"Message": "no"}', 0, "no list"),
        ('[{"a":1},{"a":2},{"a"', 2, "breaks off"),
        ('[{"a":1},{"a":2}', 2, "breaks off"),
        ('[{"a":1} {"a":2}]', 1, "character"),
        ('[{"a":1}] more', 1, "Something follows"),
    ],
)
def test_a_list_that_breaks_off_gives_what_came_before(
    text: str, before: int, sentence: str
) -> None:
    reader = rows(text)
    for _row in range(before):
        next(reader)
    with pytest.raises(NotJson, match=sentence):
        next(reader)


def test_bytes_that_are_no_utf8_come_back_as_they_were() -> None:
    body = b'\xef\xbb\xbf{"a":"caf\xe9"}'
    assert decode(body).startswith("{")
    assert write(parse(decode(body))) == b'{"a":"caf\xe9"}'


PIECES = (
    '\ufeff [ {"a": "x\\u00e9 \\" ] }", "n": 1.50e+3, "k":[1,{"b":null}]}, 12.50 , true,"pé紙",'
    ' [] , {"id":"long long long"}, -0.10 ]  '
)


@given(st.lists(st.integers(1, 30), min_size=1, max_size=40))
def test_rows_are_the_same_however_the_text_is_cut(sizes: list[int]) -> None:
    body, reader, found = PIECES.encode(), RowReader(), list[str]()
    for size in (*sizes, len(body)):
        found += [row.text for row in reader.feed(body[:size])]
        body = body[size:]
    found += [row.text for row in reader.finish()]
    assert found == [row.text for row in rows(PIECES.removeprefix("\ufeff"))]
    assert len(found) == 7


@pytest.mark.parametrize("end", [5, 9, 20, 60, 70, 75, 100])
def test_what_came_before_a_cut_is_given_out_and_the_cut_is_named(end: int) -> None:
    reader, found = RowReader(), list[str]()
    found += [row.text for row in reader.feed(PIECES.encode()[:end])]
    with pytest.raises(NotJson, match=r"breaks off after|cannot be read at character"):
        found += [row.text for row in reader.finish()]
    whole = [row.text for row in rows(PIECES.removeprefix("\ufeff"))]
    assert found == whole[: len(found)]


def test_what_goes_wrong_in_the_middle_is_said_at_once_and_by_its_place() -> None:
    reader, found = RowReader(), list[Row]()
    found += reader.feed(b'[{"a":1},')
    with pytest.raises(NotJson, match="at character 14"):
        found += reader.feed(b'{"b":},{"c":1},{"d":1}')
    assert [row.text for row in found] == ['{"a":1}']


def test_a_row_without_end_is_given_up() -> None:
    reader = RowReader(longest=1_000)
    assert not list(reader.feed(b'["' + b"x" * 900))
    with pytest.raises(NotJson, match="longer than 1,000 characters"):
        list(reader.feed(b"x" * 900))
