"""What must never be kept is gone from wherever it stands; everything else stays."""

import pytest

from orderdesk.connectors.deconetwork.scrubbing import clean_text, scrub
from orderdesk.connectors.deconetwork.wire import read_order
from orderdesk.connectors.json_text import parse, write
from orderdesk.connectors.payloads import BadRow
from tests.unit.connectors.deconetwork.samples import (
    DOCUMENTED,
    RECORDED,
    mapped,
    raw_order,
    sample,
)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("https://quay.example/a/1?login_token=f00d", "https://quay.example/a/1"),
        ("https://quay.example/a/1?t=f00d#x", "https://quay.example/a/1"),
        ("HTTPS://mara:secret@quay.example/a", "HTTPS://quay.example/a"),
        ("Proof? See https://quay.example/p?login_token=f00d first.",
         "Proof? See https://quay.example/p first."),
        ("two: http://a.example/?x=1 http://b.example/?y=2",
         "two: http://a.example/ http://b.example/"),
        ("/p/1?LOGIN_TOKEN=f00d&x=1", "/p/1?LOGIN_TOKEN=(removed)&x=1"),
        ("login_token=f00d", "login_token=(removed)"),
        ("https://quay.example/a?username=mara&password=f00d", "https://quay.example/a"),
        ("Are 3 = 3? Yes: 50 % & more", "Are 3 = 3? Yes: 50 % & more"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_text(text: str, kept: str) -> None:
    assert clean_text(text) == kept


def test_addresses_without_a_host_lose_what_comes_after_their_path() -> None:
    raw = {
        "file_value_url": "/f/1?t=f00d",
        "thumbnail": "/t/1#f00d",
        "attachment_urls": ["/a?f00d"],
    }
    assert scrub(raw) == {"file_value_url": "/f/1", "thumbnail": "/t/1", "attachment_urls": ["/a"]}


def test_secrets_by_name_at_any_depth() -> None:
    raw = {"a": [{"Card_Number": "4111", "cvv": 1, "Token": "f00d", "b": 1}], "password": "p"}
    removed = "(removed)"
    assert scrub(raw) == {
        "a": [{"Card_Number": removed, "cvv": removed, "Token": removed, "b": 1}],
        "password": removed,
    }


@pytest.mark.parametrize("name", [DOCUMENTED, RECORDED])
def test_nothing_of_it_is_in_an_order(name: str) -> None:
    assert "f00dfeed1234" in write(sample(RECORDED)).decode()
    order = mapped(raw_order(name)).model_dump_json()
    for secret in ("f00dfeed1234", "login_token=", "1881", 'card_number":"*'):
        assert secret not in order


def test_nesting_without_end_is_bad_and_breaks_nothing() -> None:
    deep = parse("[" * 400 + "]" * 400)
    with pytest.raises(BadRow, match="nested too deeply"):
        read_order(raw_order(future=deep))
    assert len(write(scrub(deep))) < 200


def test_a_reason_does_not_tell_a_secret() -> None:
    with pytest.raises(BadRow) as told:
        read_order(raw_order(order_lines="https://quay.example/?login_token=f00d"))
    assert "f00d" not in str(told.value)
