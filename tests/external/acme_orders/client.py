"""Acme's calls, with one sign-in for all of them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final
from urllib.parse import quote

from acme_orders.rules import TITLE

from orderdesk.connectors import failures
from orderdesk.connectors.answers import Answers, is_web_page, words_of
from orderdesk.connectors.budget import Lane
from orderdesk.connectors.exchange import Answer, Ask
from orderdesk.connectors.http import Wire, check_address
from orderdesk.connectors.json_text import as_object, write
from orderdesk.connectors.sign_in import Pass, SignIn
from orderdesk.domain.errors import Malformed, NotSignedIn
from orderdesk.domain.messages import Message

SHOP: Final = "shop"
ANSWERS: Final = Answers(TITLE)


class Client:
    """The calls of one shop."""

    def __init__(self, wire: Wire, url: str, secrets: Mapping[str, str]) -> None:
        self.wire = wire
        self.base = url.strip().rstrip("/")
        self._secrets = {key: secrets.get(key, "") for key in ("till", "till_pin")}
        self.sign_in = SignIn(self._begin, clock=wire.timing.monotonic)

    @property
    def host(self) -> str:
        """The shop's host."""
        return check_address(TITLE, self.base)[0]

    async def knock(self) -> Answer:
        """See whether somebody is there; any answer will do."""
        return await self.wire.request(Ask("GET", f"{self.base}/orders", SHOP))

    async def _begin(self) -> Pass:
        if not all(self._secrets.values()):
            raise NotSignedIn(
                Message("The connection has no till or till PIN yet."),
                way_out=Message("Fill them in in the connection's settings."),
            )
        body = write(self._secrets)
        answer = await self.wire.request(Ask("POST", f"{self.base}/session", SHOP, body=body))
        if answer.status == 403:
            words = words_of(answer) or answer.reason
            raise NotSignedIn(
                Message(
                    "Acme Gifts does not accept this till with this PIN: {words}", {"words": words}
                ),
                way_out=Message("Check both at the till."),
                words=words,
                status=answer.status,
            )
        if not answer.good:
            raise ANSWERS.refusal(answer, write=False)
        said = as_object(ANSWERS.json_of(answer, self.host))
        seconds = said.get("seconds")
        return Pass(str(said["session"]), seconds if isinstance(seconds, int) else None)

    async def _authorised(self, ask: Ask) -> Answer:
        session = await self.sign_in.text()
        answer = await self.wire.request(replace(ask, headers={"X-Session": session}))
        if answer.status == 401:
            session = await self.sign_in.text(stale=session)
            answer = await self.wire.request(replace(ask, headers={"X-Session": session}))
        if not answer.good:
            raise ANSWERS.refusal(answer, write=ask.write)
        return answer

    async def read(self, path: str, *, lane: Lane = Lane.INTERACTIVE) -> object:
        """GET what stands at a path."""
        ask = Ask("GET", f"{self.base}/{path}", SHOP, lane)
        return ANSWERS.json_of(await self._authorised(ask), self.host)

    async def change(self, method: str, path: str, body: object = None) -> object:
        """Write; None where it was done and the answer cannot be read."""
        content = None if body is None else write(body)
        ask = Ask(method, f"{self.base}/{path}", SHOP, write=True, body=content)
        answer = await self._authorised(ask)
        if is_web_page(answer):
            page = ANSWERS.web_page(self.host, answer.status)
            raise failures.unknown(TITLE, page.message, status=answer.status)
        try:
            return ANSWERS.json_of(answer, self.host) if answer.whole else None
        except Malformed:
            return None


def order_path(vendor_id: str) -> str:
    """Return where an order stands."""
    return f"orders/{quote(vendor_id, safe='')}"
