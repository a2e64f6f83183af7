"""Answers by their code, whatever the status; what says that nobody is signed in."""

from collections.abc import Mapping

import pytest

from orderdesk.connectors.exchange import Answer
from orderdesk.connectors.json_text import write
from orderdesk.connectors.valomnia.answers import failure, is_signed_out, trouble_of
from orderdesk.connectors.valomnia.names import employee, payment_types, product
from orderdesk.domain.errors import (
    Malformed,
    NotFound,
    OutcomeUnknown,
    Rejected,
    Unreachable,
    VendorError,
)
from tests.unit.connectors.valomnia.samples import raw_operation, sample

FORM = b"<html><form action='/j_spring_security_check'></form></html>"


def answer(status: int, body: bytes = b"", **headers: str) -> Answer:
    kind = "text/html" if body.startswith(b"<") else "application/json"
    return Answer(status, "Said", headers, body, kind, 0.1)


def error(code: str, words: str = "", status: int = 400) -> Answer:
    return answer(status, write({"error": code, "error_description": words}))


@pytest.mark.parametrize(
    ("told", "signed_out"),
    [
        (answer(401), True),
        (error("no_credentials", status=200), True),
        (error("no_credentials", status=403), True),
        (answer(302, location="https://quay.example/login/auth"), True),
        (answer(302, location="/login/auth;jsessionid=1"), True),
        (answer(200, FORM), True),
        (answer(200, b"<html>Wi-Fi</html>"), False),
        (answer(302, location="https://portal.example/hello"), False),
        (error("invalid_param"), False),
        (answer(200, write(raw_operation(deliveryComment="no_credentials"))), False),
        (answer(200, b""), False),
    ],
)
def test_whether_nobody_is_signed_in(told: Answer, *, signed_out: bool) -> None:
    assert is_signed_out(told) is signed_out


NOT_THERE = "The order with the id 706 doesn't exist."


@pytest.mark.parametrize(
    ("told", "write", "kind", "words"),
    [
        (error("not_found", NOT_THERE, 404), False, NotFound, NOT_THERE),
        (error("not_found", NOT_THERE, 200), True, NotFound, NOT_THERE),
        (error("not_found", "The user with the id 9 doesn't exist.", 404), True, Rejected, None),
        (error("server_error", "Oops!", 200), False, Unreachable, "Oops!"),
        (error("server_error", "Oops!", 500), True, OutcomeUnknown, "Oops!"),
        (error("delete_failed", "Failed to delete instance."), True, Rejected, None),
        (error("invalid_param"), True, Rejected, "invalid_param"),
        (answer(404), False, Malformed, None),
        (answer(404, b"<html></html>"), False, Malformed, None),
        (answer(405), True, Rejected, "Said"),
    ],
)
def test_an_error_is_what_its_code_says(
    told: Answer, *, write: bool, kind: type[VendorError], words: str | None
) -> None:
    made = failure(told, "quay.example", write=write)
    assert type(made) is kind
    assert words is None or made.words == words
    assert made.sentence().endswith(".")


@pytest.mark.parametrize(
    ("body", "trouble"),
    [
        (b'{"error":"delete_failed","error_description":" Not  so "}', ("delete_failed", "Not so")),
        (b'{"error":"x"}', ("x", "")),
        (b'{"error":5}', None),
        (b'{"error":"x","id":5}', None),
        (b'{"error":"x","data":[]}', None),
        (b'{"error":"x"', None),
        (b'["error"]', None),
        (b"", None),
    ],
)
def test_what_an_error_looks_like(body: bytes, trouble: tuple[str, str] | None) -> None:
    assert trouble_of(answer(200, body)) == trouble


@pytest.mark.parametrize(
    ("entry", "name"),
    [
        ({"id": 4, "firstName": "Nell", "lastName": "Fair"}, "Nell Fair"),
        ({"id": 4, "reference": "emp-04", "name": " N. Fair "}, "N. Fair"),
        ({"id": 4, "reference": "emp-04"}, "emp-04"),
        ({"id": 4}, "4"),
    ],
)
def test_employees_are_named_as_well_as_can_be(entry: Mapping[str, object], name: str) -> None:
    assert [one.name for one in employee(entry)] == [name]


def test_names_of_master_data() -> None:
    assert [one.id for one in product(sample("item"))] == ["net-8mm"]
    assert [one.name for one in payment_types(sample("customer"))] == ["cash", "cheque"]
    assert list(product({"id": 3})) == list(employee({})) == list(payment_types({"id": 1})) == []
