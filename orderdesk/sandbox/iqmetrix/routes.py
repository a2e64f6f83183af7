"""Finding what a path means: patterns with identifiers in parentheses, as OData writes them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from orderdesk.sandbox.exchange import Reply, Request
from orderdesk.sandbox.iqmetrix.forms import GUID
from orderdesk.sandbox.iqmetrix.refusals import INVALID, Refusal

NO_RESOURCE = "No HTTP resource was found that matches the request URI."

Handler: TypeAlias = Callable[[Request, list[str]], Reply]


@dataclass(frozen=True, slots=True)
class Route:
    """One call: its method, its path and what answers it."""

    method: str
    path: str
    """With `{int}` and `{guid}` where identifiers stand; capitals do not matter."""
    handler: Handler


class Router:
    """The calls of one service."""

    def __init__(self, routes: Sequence[Route]) -> None:
        self._routes = [(route, _pattern(route.path)) for route in routes]

    def answer(self, request: Request) -> Reply:
        """Hand the request to its handler with the identifiers of its path.

        Raises:
            Refusal: 404 for an unknown path, 405 for a method it has not, 400 for an identifier
                that is none.
        """
        path = request.path.rstrip("/")
        found = False
        for route, pattern in self._routes:
            match = pattern.fullmatch(path)
            if match is None:
                continue
            found = True
            if route.method == request.method:
                keys = [part.strip("'") for part in match.groups()]
                _check_keys(route.path, keys)
                return route.handler(request, keys)
        if found:
            raise Refusal(
                405,
                f"The requested resource does not support http method '{request.method}'.",
            )
        raise Refusal(404, NO_RESOURCE)


def _pattern(path: str) -> re.Pattern[str]:
    parts = [re.escape(part) for part in re.split(r"\{(?:int|guid|text)\}", path)]
    return re.compile(r"([^()/]*)".join(parts), re.IGNORECASE)


def _check_keys(path: str, keys: Sequence[str]) -> None:
    for kind, key in zip(re.findall(r"\{(int|guid|text)\}", path), keys, strict=True):
        fits = GUID.fullmatch(key) if kind == "guid" else re.fullmatch(r"\d{1,9}", key, re.ASCII)
        if kind != "text" and not fits:
            raise Refusal(400, INVALID)
