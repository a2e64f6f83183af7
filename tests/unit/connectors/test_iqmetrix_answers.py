"""What an error says: the vendor's words in any shape, the right class, and a way out."""

import pytest

from orderdesk.connectors.answers import request_id, words_of
from orderdesk.connectors.exchange import Answer
from orderdesk.connectors.iqmetrix.answers import ANSWERS
from orderdesk.domain.errors import (
    Conflict,
    Forbidden,
    Malformed,
    NotFound,
    NotSignedIn,
    OutcomeUnknown,
    Rejected,
    Unreachable,
    VendorError,
)

EXPIRED = "Order expired and can no longer be updated"
MOVED = "Resource state transition from Processed to Cancelled is invalid"
BILLING = "Billing Customer (id=00000000-0000-0000-0000-000000000000) not found for company 9"
NO_ORDER = "Order resource with id 6a1c9a52 cannot be found"
UNRELATED = "Entity is not related to company"


def answer(
    status: int, body: str = "", *, kind: str = "application/json", reason: str = ""
) -> Answer:
    return Answer(status, reason, {"x-request-id": "r-1"}, body.encode(), kind, 0.1)


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        (f'{{"Message":"{EXPIRED}"}}', "application/json", EXPIRED),
        (f'{{"message":"{EXPIRED}"}}', "application/json", EXPIRED),
        (
            '{"Message":"Invalid.","ModelState":{"a":["Is missing.","Is 0."],"b":"Too long."}}',
            "application/json",
            "Invalid. Is missing. Is 0. Too long.",
        ),
        (
            '{"error":"invalid_grant","error_description":"The account is locked."}',
            "application/json",
            "The account is locked. invalid_grant",
        ),
        (f'"{EXPIRED}"', "application/json", EXPIRED),
        (EXPIRED, "text/plain", EXPIRED),
        ("  invalid\n token ", "text/plain", "invalid token"),
        ("", "application/json", "Conflict"),
        ("<html><body>Oops</body></html>", "text/html", "Conflict"),
        ("{}", "application/json", "Conflict"),
        ('{"Message":null}', "application/json", "Conflict"),
        ('{"Message":', "application/json", '{"Message":'),
    ],
)
def test_words_in_every_shape(body: str, kind: str, words: str) -> None:
    assert words_of(answer(409, body, kind=kind, reason="Conflict")) == words


@pytest.mark.parametrize(
    ("status", "words", "error", "way_out"),
    [
        (400, BILLING, Rejected, "choose a billing customer of this company"),
        (400, UNRELATED, Rejected, "Choose a location of this company"),
        (400, "The request is invalid", Rejected, "Change what it names"),
        (401, "Invalid token", NotSignedIn, "Check the user name"),
        (403, "You may not", Forbidden, "Check the company ID"),
        (404, NO_ORDER, NotFound, "taken off the list"),
        (404, "No such resource", NotFound, "Check the addresses"),
        (409, EXPIRED, Conflict, "Create a new order"),
        (409, MOVED, Conflict, "Read the order again"),
        (405, "No such method", Rejected, "Change what it names"),
        (413, "Too large", Rejected, "Change what it names"),
    ],
)
@pytest.mark.parametrize("write", [True, False])
def test_each_documented_refusal(
    status: int, words: str, error: type[VendorError], way_out: str, *, write: bool
) -> None:
    found = ANSWERS.refusal(answer(status, f'{{"Message":"{words}"}}'), write=write)

    assert type(found) is error
    assert (found.words, found.status, found.request_id) == (words, status, "r-1")
    assert words in found.sentence()
    assert way_out in found.sentence()


def test_a_failing_vendor_leaves_a_write_unknown_and_a_read_undone() -> None:
    body = '{"Message":"An error has occurred."}'
    write, read = (
        ANSWERS.refusal(answer(500, body), write=True),
        ANSWERS.refusal(answer(500, body), write=False),
    )

    assert isinstance(write, OutcomeUnknown)
    assert isinstance(read, Unreachable)
    assert write.words == read.words == "An error has occurred."


def test_a_refusal_without_a_word_still_makes_a_sentence() -> None:
    found = ANSWERS.refusal(answer(400), write=True)
    assert found.words is None
    assert "status 400, without a word of explanation" in found.sentence()


def test_a_web_page_is_named() -> None:
    page = answer(200, "\ufeff <!DOCTYPE html><html></html>", kind="application/json")
    with pytest.raises(Malformed) as told:
        ANSWERS.json_of(page, "orders.example")
    assert "web page came back from orders.example" in told.value.sentence()
    assert "sign in" in told.value.sentence()


def test_json_under_a_wrong_name_is_read() -> None:
    assert ANSWERS.json_of(answer(200, ' {"Id": 1}', kind="text/html"), "orders.example") == {
        "Id": 1
    }


def test_a_cut_answer_is_named() -> None:
    with pytest.raises(Malformed, match="breaks off after 11 characters"):
        ANSWERS.json_of(answer(200, '[{"Id": "6a'), "orders.example")


def test_request_ids_are_found_by_their_usual_names() -> None:
    assert request_id(answer(200)) == "r-1"
    assert request_id(Answer(200, "", {}, b"", "", 0.0)) is None
