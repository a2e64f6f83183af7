"""Finding what a request means: singular paths, capitals or not, and one handler a method."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from orderdesk.sandbox.exchange import Reply, Request
from orderdesk.sandbox.json_text import Document, NotJson, parse
from orderdesk.sandbox.ordertime.refusals import NO_RESOURCE, Refusal, bad

Handler: TypeAlias = Callable[[Request], Reply]
Table: TypeAlias = Mapping[tuple[str, str], Handler]
ROOT = "/api"


class Router:
    """Every call by method and path below the root."""

    def __init__(self, *tables: Table) -> None:
        self._handlers = {key: handler for table in tables for key, handler in table.items()}
        self._paths = {path for _method, path in self._handlers}

    def answer(self, request: Request) -> Reply:
        """Hand the request to its handler.

        Raises:
            Refusal: 404 for an unknown path, 405 for a method it has not.
        """
        path = request.path.rstrip("/").lower()
        below = path.removeprefix(ROOT)
        if below == path or below not in self._paths:
            raise Refusal(404, NO_RESOURCE)
        handler = self._handlers.get((request.method, below))
        if handler is None:
            raise Refusal(
                405, f"The requested resource does not support http method '{request.method}'."
            )
        return handler(request)


def whole_parameter(request: Request, name: str) -> int:
    """Return a number of the query, an Int32; raises `Refusal` (400) without one."""
    text = request.params.get(name.lower(), "")
    if not (text.isascii() and text.isdigit() and int(text or 0) < 2**31):
        raise bad(f"The parameter {name} is required and is a number.")
    return int(text)


def body_object(request: Request) -> Document:
    """Return the body, which must be a JSON object under a JSON content type.

    Raises:
        Refusal: 415 for another content type, 400 for a body that cannot be read.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ("application/json", "text/json"):
        raise Refusal(
            415, f"The request entity's media type '{kind}' is not supported for this resource."
        )
    try:
        value = parse(request.body)
    except NotJson as fault:
        raise bad(f"The request is invalid: {fault}") from None
    if not isinstance(value, dict):
        raise bad("The request is invalid: the body must be an object.")
    return value
