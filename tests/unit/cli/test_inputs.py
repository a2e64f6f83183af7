"""What commands are given: pairs, JSON, secrets, and everything that is wrong with them."""

import io
import json
from pathlib import Path

import pytest

from orderdesk.cli.inputs import new_order_of, object_of, pairs_of, secrets_of, text_of, values_of
from orderdesk.domain.errors import InputError
from orderdesk.domain.fields import FieldSpec, FieldType

SPECS = (
    FieldSpec("username", "User name"),
    FieldSpec("password", "Password", FieldType.HIDDEN),
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "input.json"


class _Piped(io.TextIOWrapper):
    def __init__(self, content: bytes) -> None:
        super().__init__(io.BytesIO(content), encoding="ascii")


def test_pairs_keep_their_values_as_they_are() -> None:
    assert pairs_of(["a=1", "b=x=y", "c=", "d= spaced ", "e=@file"]) == {
        "a": "1",
        "b": "x=y",
        "c": "",
        "d": " spaced ",
        "e": "@file",
    }


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (["nothing"], "“nothing” is no FIELD=VALUE."),
        (["=1"], "“=1” is no FIELD=VALUE."),
        (["a=1", "a=2"], "“a” is given twice."),
        (["{}" * 100], "is no FIELD=VALUE"),
    ],
)
def test_a_pair_that_is_none_is_said(texts: list[str], said: str) -> None:
    with pytest.raises(InputError, match=said):
        pairs_of(texts)


def test_a_new_order_has_fields_and_lines(file: Path) -> None:
    file.write_text('{"fields": {"Name": "A", "n": 3}, "lines": [{"Price": 12.50, "x": null}]}')
    assert new_order_of(str(file)) == ({"Name": "A", "n": "3"}, [{"Price": "12.50", "x": None}])


def test_fields_may_stand_beside_the_lines(file: Path) -> None:
    file.write_text('{"Name": "A", "yes": true, "no": false, "items": [{"Serials": ["a", "b"]}]}')
    fields, lines = new_order_of(str(file))
    assert fields == {"Name": "A", "yes": "yes", "no": "no"}
    assert lines == [{"Serials": "a\nb"}]


def test_values_are_fields_without_lines(file: Path) -> None:
    file.write_text('{"Comments": "x"}')
    assert values_of(str(file)) == {"Comments": "x"}
    file.write_text('{"fields": {"Comments": "y"}}')
    assert values_of(str(file)) == {"Comments": "y"}


@pytest.mark.parametrize("number", ["1e400", "NaN", "Infinity", "12345678901234567890.10", "-1"])
def test_numbers_arrive_as_they_were_written(file: Path, number: str) -> None:
    file.write_text(f'{{"lines": [{{"Quantity": {number}}}]}}')
    assert new_order_of(str(file))[1] == [{"Quantity": number}]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is no JSON"),
        ("{", "is no JSON"),
        ('{"a": 1', "is no JSON"),
        ("<html>", "is no JSON"),
        ("[" * 100_000, "is no JSON"),
        ("[]", "does not hold a JSON object"),
        ("null", "does not hold a JSON object"),
        ('{"lines": 3}', "does not hold a JSON object"),
        ('{"lines": ["x"]}', "does not hold a JSON object"),
        ('{"fields": []}', "does not hold a JSON object"),
        ('{"items": ""}', "does not hold a JSON object"),
        ('{"a": {"b": 1}}', "a must be a text"),
        ('{"lines": [], "items": []}', "both “lines” and “items”"),
    ],
)
def test_input_that_is_no_order_is_said_in_a_sentence(file: Path, text: str, said: str) -> None:
    file.write_text(text)
    with pytest.raises(InputError, match=said) as error:
        new_order_of(str(file))
    assert "\n" not in error.value.sentence()


def test_files_that_cannot_be_read_are_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read: No such file"):
        text_of(str(tmp_path / "missing"))
    with pytest.raises(InputError, match="cannot be read: Is a directory"):
        text_of(str(tmp_path))
    (tmp_path / "bytes").write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match="no UTF-8"):
        text_of(str(tmp_path / "bytes"))
    with pytest.raises(InputError, match="cannot be read"):
        text_of("\0")


def test_standard_input_is_utf8_with_or_without_a_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", _Piped('\ufeff{"a": "Ω"}'.encode()))
    assert object_of("-", wanted="x") == {"a": "Ω"}
    monkeypatch.setattr("sys.stdin", _Piped(b"nope"))
    with pytest.raises(InputError, match="Standard input is no JSON"):
        object_of("-", wanted="x")


def test_secrets_come_from_a_file_then_from_the_environment(file: Path) -> None:
    file.write_text(json.dumps({"password": "from file"}))
    environ = {
        "ORDERDESK_SECRET_PASSWORD": "from environment",
        "ORDERDESK_SECRET_USERNAME": "clerk",
        "ORDERDESK_SECRET_OTHER": "unasked",
    }
    assert secrets_of(SPECS, str(file), environ) == {"password": "from file", "username": "clerk"}
    assert secrets_of(SPECS, None, environ)["password"] == "from environment"


def test_without_a_terminal_nobody_is_asked() -> None:
    assert secrets_of(SPECS, None, {}) == {}
