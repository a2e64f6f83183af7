"""What an answer means, by its status, its code and its severity; HTTP 200 proves nothing."""

from typing import cast

import pytest

from orderdesk.connectors.deconetwork.answers import checked
from orderdesk.connectors.exchange import Answer
from orderdesk.connectors.json_text import as_object, write
from orderdesk.domain.errors import (
    Forbidden,
    Malformed,
    NotSignedIn,
    OutcomeUnknown,
    Rejected,
    Unreachable,
    VendorError,
)
from tests.unit.connectors.deconetwork.samples import sample

HOST = "quay.example"
PAGE = b"<!DOCTYPE html><html><title>Log in</title></html>"


def answer(body: object, status: int = 200, kind: str = "application/json") -> Answer:
    content = body if isinstance(body, bytes) else write(body)
    return Answer(status, "", {}, content, kind, 0.1)


def status(code: object, severity: object = "ERROR", words: object = "") -> dict[str, object]:
    return {"response_status": {"code": code, "severity": severity, "description": words}}


@pytest.mark.parametrize("code", [10001, "10001"])
@pytest.mark.parametrize("write_", [True, False])
@pytest.mark.parametrize("words", ["", ".", "string", None])
def test_success(code: object, write_: bool, words: object) -> None:
    body: dict[str, object] = {**status(code, "SUCCESS", words), "orders": list[object]()}
    assert checked(answer(body), HOST, write=write_) == body


KINDS = [
    NotSignedIn, NotSignedIn, Forbidden, Forbidden, Rejected, Rejected, Rejected, Rejected,
]  # fmt: skip


@pytest.mark.parametrize("http", [200, 400, 401, 403])
@pytest.mark.parametrize("write_", [True, False])
@pytest.mark.parametrize("place", range(len(KINDS)))
def test_a_refusal_whatever_its_http_status(place: int, write_: bool, http: int) -> None:
    body = as_object(cast("list[object]", sample("refusals"))[place])
    for sent in (body, {**body, "orders": list[object](), "total": 0}):
        with pytest.raises(VendorError) as told:
            checked(answer(sent, http), HOST, write=write_)
        said = as_object(body["response_status"])
        assert type(told.value) is KINDS[place]
        assert told.value.words == f"{said['description']} ({said['code']})"
        assert str(told.value.words) in told.value.sentence()
        assert str(told.value.way_out).endswith(".")


@pytest.mark.parametrize(
    ("body", "http", "read", "written"),
    [
        (status(60042, "ERROR", "Moon"), 200, Rejected, Rejected),
        (status("30001", None, "x"), 200, NotSignedIn, NotSignedIn),
        (status(40004, "WARNING", "Product ID Not Found"), 200, None, OutcomeUnknown),
        (status(10009, "SUCCESS"), 200, None, OutcomeUnknown),
        (status(60042, None), 200, Malformed, OutcomeUnknown),
        (status("x", "odd"), 200, Malformed, OutcomeUnknown),
        ({"orders": [], "total": 0}, 200, Malformed, OutcomeUnknown),
        ({"response_status": "fine"}, 200, Malformed, OutcomeUnknown),
        ([], 200, Malformed, OutcomeUnknown),
        (b"", 200, Malformed, OutcomeUnknown),
        (b'{"response_status":{"code":100', 200, Malformed, OutcomeUnknown),
        (status(50005), 500, Unreachable, OutcomeUnknown),
        (status(10001, "SUCCESS"), 503, Unreachable, OutcomeUnknown),
        (status(10001, "SUCCESS"), 400, Rejected, Rejected),
        (b"no", 404, Malformed, Rejected),
        (b"no", 400, Rejected, Rejected),
        (b"no", 401, NotSignedIn, NotSignedIn),
    ],
)
def test_what_is_no_plain_success(
    body: object, http: int, read: type[VendorError] | None, written: type[VendorError]
) -> None:
    for write_, kind in ((False, read), (True, written)):
        if kind is None:
            assert checked(answer(body, http), HOST, write=write_) == body
            continue
        with pytest.raises(kind) as told:
            checked(answer(body, http), HOST, write=write_)
        assert type(told.value) is kind
        assert told.value.sentence().endswith(".")


@pytest.mark.parametrize(
    ("http", "read", "written"),
    [
        (200, Malformed, OutcomeUnknown),
        (404, Malformed, Rejected),
        (403, Malformed, OutcomeUnknown),
        (500, Unreachable, OutcomeUnknown),
    ],
)
def test_a_page_for_people(http: int, read: type[VendorError], written: type[VendorError]) -> None:
    """It is never taken for an order that is not there: that would take it off the mirror."""
    page = answer(PAGE, http, "text/html")
    for write_, kind in ((False, read), (True, written)):
        with pytest.raises(kind) as told:
            checked(page, HOST, write=write_)
        assert type(told.value) is kind


def test_an_answer_that_broke_off_proves_nothing() -> None:
    half = Answer(200, "", {}, b"", "application/json", 0.1, whole=False)
    with pytest.raises(OutcomeUnknown):
        checked(half, HOST, write=True)


def test_words_hold_no_token() -> None:
    words = "See https://quay.example/a?login_token=f00d please"
    with pytest.raises(Rejected) as told:
        checked(answer(status(50005, "ERROR", words)), HOST, write=True)
    assert "f00d" not in told.value.sentence()
    with pytest.raises(Rejected) as plain:
        checked(answer(words.encode(), 400, "text/plain"), HOST, write=False)
    assert "f00d" not in f"{plain.value.sentence()} {plain.value.words}"
