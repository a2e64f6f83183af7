"""Finding what an address means."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias
from urllib.parse import parse_qsl

from orderdesk.sandbox.exchange import Reply, Request
from orderdesk.sandbox.json_text import Document, NotJson, parse_object
from orderdesk.sandbox.orderspace.refusals import BadRequest, NoPage
from orderdesk.sandbox.switches import SwitchBoard

_FORM = "application/x-www-form-urlencoded"
_KEY = "ID"


@dataclass(frozen=True, slots=True)
class Call:
    """One request to the API, taken apart."""

    key: str
    """The id in the address; empty for a whole list."""
    params: Mapping[str, str] = field(default_factory=dict[str, str])
    request: Request = field(default_factory=lambda: Request("api", "GET", "/"))

    def enveloped(self, name: str) -> Document:
        """Return the object under the singular name.

        Raises:
            BadRequest: for a body that is no JSON object or lacks it.
        """
        value = self.body().get(name)
        if not isinstance(value, dict):
            raise BadRequest
        return value

    def body(self) -> Document:
        """Return the whole body; raises `BadRequest` for one that is no JSON object."""
        if _content_type(self.request) != "application/json":
            raise BadRequest
        try:
            return parse_object(self.request.body)
        except NotJson:
            raise BadRequest from None


Handler: TypeAlias = Callable[[Call], Reply]


@dataclass(frozen=True, slots=True)
class Route:
    """One call of the API."""

    method: str
    path: str
    """Below the version, with ID where an id stands."""
    handler: Handler
    since: str = "older"
    """The first profile that has it."""


class Router:
    """The calls of the API."""

    def __init__(self, board: SwitchBoard) -> None:
        self._board = board
        self._routes: dict[tuple[str, str], Route] = {}

    def add(self, *routes: Route) -> None:
        for route in routes:
            self._routes[route.method, route.path] = route

    def answer(self, request: Request) -> Reply:
        """Hand the request to its handler.

        Raises:
            NoPage: for an address or method that there is not, or not in this profile.
        """
        parts = request.path.rstrip("/").split("/")
        if len(parts) not in (3, 4) or parts[1] != "v1":
            raise NoPage
        key = parts[3] if len(parts) == 4 else ""
        path = f"/{parts[2]}/{_KEY}" if key else f"/{parts[2]}"
        route = self._routes.get((request.method, path))
        if route is None or (route.since == "current" and self._board["profile"] == "older"):
            raise NoPage
        return route.handler(Call(key, self._params(request), request))

    def _params(self, request: Request) -> dict[str, str]:
        """Return the query, and what a GET has in a form body."""
        pairs = parse_qsl(request.query, keep_blank_values=True)
        accepted = self._board["query_in_body"] == "accepted"
        if accepted and request.method == "GET" and _content_type(request) == _FORM:
            pairs += parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True)
        return dict(pairs)


def _content_type(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()
