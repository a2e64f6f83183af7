"""Every request of the vendor's text, sent as it is printed; cases only where the text is."""

import re
import shlex
from urllib.parse import urlsplit

import pytest

from orderdesk.sandbox.json_text import JsonValue, parse
from tests.sandbox.calls import answer
from tests.sandbox.orderspace.calls import ShopCalls, rows
from tests.sandbox.orderspace.comparison import differences
from tests.sandbox.orderspace.studies import SEED

TEXT = SEED.read_text(encoding="utf-8") if SEED.exists() else ""
COMMANDS = [
    shlex.split(block.replace("\\\n", " "))
    for block in re.findall(r"```shell\n(.*?)```", TEXT, re.DOTALL)
]
ADDRESSES = re.findall(r"<code>GET (https://\S+?)</code>", TEXT)
ANSWERS: list[JsonValue] = [
    parse(block) for block in re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL)
]
STATUSES = [int(code) for code in re.findall(r"<td><code>(\d{3}) ", TEXT)]


@pytest.mark.skipif(not TEXT, reason="the vendor's text is not beside the project")
def test_the_text_has_all_its_examples() -> None:
    assert [len(found) for found in (COMMANDS, ADDRESSES, ANSWERS)] == [2, 2, 1]
    assert STATUSES == [400, 401, 404, 422, 429, 500]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command[1:4]))
def test_a_command_is_answered(shop_calls: ShopCalls, command: list[str]) -> None:
    address = next(part for part in command if part.startswith("https://"))
    if address.endswith("/oauth/token"):
        fields = [command[place + 1] for place, part in enumerate(command) if part == "-d"]
        form = dict(one.split("=") for one in fields)
        assert form.keys() == {"client_id", "client_secret", "grant_type"}
        reply = shop_calls.http.post(shop_calls.urls["token"], data={**form, **shop_calls.secrets})
        assert differences(ANSWERS[0], answer(reply)) == set()
        assert answer(reply)["expires_in"] == 1_800
        return
    header = command[command.index("-H") + 1]
    assert header.startswith("Authorization: Bearer ")
    assert rows(shop_calls.get(urlsplit(address).path.removeprefix("/v1")))


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_is_answered(shop_calls: ShopCalls, address: str) -> None:
    parts = urlsplit(address)
    path = f"{parts.path.removeprefix('/v1')}?{parts.query}"
    since = "created_since" in parts.query
    assert bool(rows(shop_calls.get(path))) is since  # the other's cursor is no order of ours


@pytest.mark.parametrize("status", STATUSES)
def test_a_status_is_given(shop_calls: ShopCalls, status: int) -> None:
    if status >= 429:
        shop_calls.fault(kind="status", status=status, service="api")
    reply = {
        400: lambda: shop_calls.call("POST", "api", "/orders", text="{"),
        401: lambda: shop_calls.http.get(f"{shop_calls.urls['api']}/orders"),
        404: lambda: shop_calls.get("/orders/or_0"),
        422: lambda: shop_calls.post("/orders", {"order": {}}),
    }.get(status, lambda: shop_calls.get("/orders"))()
    assert reply.status_code == status
