"""What a pull leaves for the next, how errors are told, and what is not sent at all."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from orderdesk.connectors.budget import Lane
from orderdesk.connectors.exchange import Answer
from orderdesk.connectors.http import Wire
from orderdesk.connectors.json_text import as_object, write
from orderdesk.connectors.orderspace import bodies
from orderdesk.connectors.orderspace.answers import failure
from orderdesk.connectors.orderspace.bodies import Unsendable
from orderdesk.connectors.orderspace.client import Client
from orderdesk.connectors.orderspace.listing import Cursor, Pages, created_since, read_cursor
from orderdesk.connectors.orderspace.session import Session
from orderdesk.domain.errors import Malformed, NotFound, NotSignedIn, OutcomeUnknown, Rejected
from tests.unit.connectors.loopback import Loopback, always, reply, served
from tests.unit.connectors.orderspace.samples import mapped, raw_lines, raw_order

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
KEPT = Cursor(
    NOW - timedelta(hours=2),
    NOW - timedelta(minutes=5),
    unfinished=frozenset({"or_1", "or_2"}),
    words=frozenset({"awaiting_moonrise"}),
    apart=frozenset({"cancelled"}),
)


def test_a_cursor_is_read_as_it_was_written() -> None:
    assert read_cursor(KEPT.text(), NOW) == KEPT
    assert KEPT.since == NOW - timedelta(minutes=65)


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "[]",
        "{}",
        '{"full_at":"soon"}',
        '{"full_at":"2027-03-01T11:00:00"}',
        Cursor(NOW - timedelta(hours=25), NOW).text(),
        Cursor(NOW + timedelta(hours=1), NOW).text(),
        Cursor(NOW, None).text(),
    ],
)
def test_everything_is_read_where_there_is_no_cursor_to_go_on_from(text: str | None) -> None:
    assert read_cursor(text, NOW) is None


def test_a_time_is_asked_for_a_minute_early() -> None:
    assert created_since(NOW) == {"created_since": "2027-03-01T11:59"}


def answer(status: int, body: bytes = b"", kind: str = "text/html", **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, "Said", named, body, kind, 0.1)


def test_errors_in_the_vendors_words() -> None:
    words = answer(422, b'{"message":"TC-1 - No longer available,TC-2 - No longer available"}', "x")
    error = failure(words, "api.example", write=True)
    assert isinstance(error, Rejected)
    assert "TC-2 - No longer available" in error.sentence()
    assert "Take the products off" in error.sentence()

    challenge = 'Bearer error="invalid_token", error_description="The access token expired"'
    ended = failure(answer(401, www_authenticate=challenge), "api.example", write=False)
    assert isinstance(ended, NotSignedIn)
    assert ended.words == "The access token expired"

    missing = answer(404, b'{"message":"Couldn\'t find order with id or_9"}', "application/json")
    assert isinstance(failure(missing, "api.example", write=False), NotFound)
    assert isinstance(failure(answer(500), "api.example", write=True), OutcomeUnknown)


def test_a_page_that_says_there_is_nothing() -> None:
    page = answer(404, b"<html><body>Page Not Found</body></html>")
    assert isinstance(failure(page, "api.example", write=False), Malformed)
    refused = failure(page, "api.example", write=True)
    assert isinstance(refused, Rejected)
    assert "older, read-only API" in refused.sentence()


LINE = {"name": "Engraving", "quantity": "2", "unit_price": "4.50"}


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ([], "at least one item"),
        ([{"quantity": "1"}], "Item 1 has neither an SKU nor a name"),
        ([LINE, {"name": "X", "quantity": "1"}], "Item 2 is no product"),
        ([{**LINE, "quantity": "0"}], "Item 1 has a quantity of 0"),
        ([{"sku": "A", "quantity": "1", "shipping": "yes"}], "so it is no shipping charge"),
    ],
)
def test_a_new_order_that_is_not_sent(lines: Sequence[Mapping[str, str]], sentence: str) -> None:
    with pytest.raises(Unsendable) as told:
        bodies.new_order({"customer_id": "cu_1"}, lines, reference="OD-1")
    assert sentence in str(told.value)


def test_a_dispatch_names_each_line_so_that_it_is_clear() -> None:
    free = {"on_hold": False, "preorder_window_id": "", "dispatched": 0}
    lines = raw_lines({**free, "sku": "A"}, {**free, "sku": "B"}, {**free, "sku": "A"})
    order = mapped(raw_order(order_lines=lines))
    made = bodies.dispatch(order, {"lines": "2.0 x ol_sec0nd02\n1 x ol_th1rd003"})
    assert write(made["dispatch_lines"]).decode() == (
        '[{"sku":"B","quantity":2},{"order_line_id":"ol_th1rd003","quantity":1}]'
    )


@pytest.mark.parametrize(
    ("values", "sentence"),
    [({"lines": "1 x ol_0ther"}, "has no item “ol_0ther”"), ({}, "No item of the order")],
)
def test_a_dispatch_that_is_not_sent(values: Mapping[str, str], sentence: str) -> None:
    order = mapped(raw_order(order_lines=raw_lines({"dispatched": 10})))
    with pytest.raises(Unsendable) as told:
        bodies.dispatch(order, values)
    assert sentence in str(told.value)


def test_an_invoice_of_all_leaves_the_items_to_the_vendor() -> None:
    made = bodies.invoice(as_object(raw_order()), {"lines": None, "due_date": "2027-04-01"})
    assert made == {
        "customer_id": "cu_s4ltfl7t",
        "orders": [{"id": "or_t1deM4rk"}],
        "due_date": "2027-04-01",
    }
    named = bodies.named({"lines": "1.50 x ol_1"})
    assert named == {"ol_1": Decimal("1.5")}


def signing_in(*answers: bytes) -> tuple[str | Exception, bytes]:
    """Sign in once; the token or the error, and what was asked."""

    async def whole() -> tuple[str | Exception, bytes]:
        async with served(always(*answers)) as server:
            wire = Wire("Orderspace")
            secrets = {"client_id": "i d", "client_secret": "s&cret"}
            session = Session(wire, server.url("/oauth/token"), secrets)
            try:
                outcome: str | Exception = await session.token()
            except (NotSignedIn, Malformed) as error:
                outcome = error
            await wire.aclose()
            return outcome, server.asked[0]

    return asyncio.run(whole())


def test_the_keys_are_posted_as_the_page_prints_it() -> None:
    token, asked = signing_in(reply(200, b'{"access_token":"t1","expires_in":1800}'))
    assert token == "t1"
    assert asked.startswith(b"POST /oauth/token ")
    assert asked.endswith(b"client_id=i+d&client_secret=s%26cret&grant_type=client_credentials")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (reply(401, b'{"error":"invalid_client"}'), "client ID with this client secret"),
        (reply(401, b""), "client ID with this client secret"),
        (reply(401, b"<html>Log in to the hotel</html>"), "A web page came back"),
        (reply(200, b"<html>Log in to the hotel</html>"), "A web page came back"),
        (reply(200, b'{"token_type":"Bearer"}'), "no access_token"),
        (reply(200, b'{"access_token":"t\\n1"}'), "no access_token"),
    ],
)
def test_a_sign_in_that_does_not_come_about(said: bytes, sentence: str) -> None:
    error, _asked = signing_in(said)
    assert sentence in str(error)
    assert "cret" not in str(error).replace("client secret", "")


def page(*ids: str, more: bool | None = None) -> bytes:
    told = {} if more is None else {"has_more": more}
    return reply(200, write({"dispatches": [{"id": one} for one in ids], **told}))


def listing(*answers: bytes, size: int = 2) -> tuple[list[str], bool, list[str]]:
    """Read a list to its end; the ids, whether it is whole, and the cursors asked for."""

    async def whole(server: Loopback) -> tuple[list[str], bool, list[str]]:
        wire = Wire("Orderspace")
        urls = {"api": server.url("/v1"), "token": server.url("/oauth/token")}
        client = Client(wire, urls=urls, secrets={"client_id": "i", "client_secret": "s"})
        pages = Pages(client, "dispatches", lane=Lane.INTERACTIVE, size=size)
        ids = [str(as_object(one)["id"]) async for page in pages.read() for one in page]
        await wire.aclose()
        lines = [asked.partition(b" HTTP")[0].decode() for asked in server.asked[1:]]
        return ids, pages.whole, [line.partition("starting_after=")[2] for line in lines]

    async def serving() -> tuple[list[str], bool, list[str]]:
        token = reply(200, b'{"access_token":"t1","expires_in":1800}')
        async with served(always(token, *answers)) as server:
            return await whole(server)

    return asyncio.run(serving())


def test_a_list_without_has_more_that_ends_with_a_full_page_simply_ends() -> None:
    ids, whole, asked = listing(page("a", "b"), page("c", "d"), page(), page("d"))
    assert (ids, whole) == (["a", "b", "c", "d", "d"], True)
    assert asked == ["", "b", "d", "c"]


def test_a_list_without_has_more_that_ends_with_a_short_page() -> None:
    assert listing(page("a", "b"), page("c")) == (["a", "b", "c"], True, ["", "b"])


def test_a_cursor_that_was_deleted_is_stepped_back_from() -> None:
    gone = reply(404, b'{"message":"Couldn\'t find dispatch with id b"}')
    for lost in (page(more=False), gone):
        found = listing(page("a", "b", more=True), lost, page("c", more=False))
        assert found == (["a", "b", "c"], True, ["", "b", "a"])


def test_a_list_is_begun_again_where_all_that_was_read_is_gone() -> None:
    ids, whole, asked = listing(
        page("a", "b", more=True),
        page(more=False),
        page(more=False),
        page("c", "d", more=True),
        page("e", more=False),
    )
    assert (ids, whole) == (["a", "b", "c", "d", "e"], True)
    assert asked == ["", "b", "a", "", "d"]


def test_a_vendor_that_always_gives_the_first_page_is_not_asked_for_ever() -> None:
    ids, whole, asked = listing(page(*"abcdef", more=True), size=6)
    assert not whole
    assert set(ids) == set("abcdef")
    assert len(asked) < 10


def test_a_has_more_that_never_ends_is_not_believed() -> None:
    ids, whole, asked = listing(
        page("a", "b", more=True), page("c", more=True), page(more=True), page("c", more=True)
    )
    assert (ids, whole) == (["a", "b", "c", "c"], True)
    assert asked == ["", "b", "c", "b"]
