"""What the services refuse, in the vendor's words and shapes where they were recorded."""

from collections.abc import Sequence

from orderdesk.sandbox.exchange import Reply, json_reply

UNKNOWN = "The access token is invalid"
EXPIRED = "The access token expired"
FULFILLED = "The order has already been fulfilled"
BOTH_LEVELS = (
    "On Hand and Available can not be updated at the same time"
    " because one is automatically calculated from the other"
)
_HTML = "text/html; charset=utf-8"
NO_PAGE = (
    "<!DOCTYPE html>\n<html>\n<head>\n    <title>404 Page Not Found</title>\n</head>\n<body>\n"
    "<div>\n    <h1>Page Not Found</h1>\n"
    "    <p>You may have mistyped the address or the page may have moved.</p>\n"
    "</div>\n</body>\n</html>"
)
_REASONS = {
    429: "Too Many Requests",
    500: "Internal Server Error",
    503: "Service Unavailable",
}


class Refusal(Exception):
    """A request that is answered with a status and a message in JSON."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message

    def reply(self) -> Reply:
        return json_reply({"message": self.message}, self.status)


class BadRequest(Refusal):
    """Malformed JSON or a missing parameter: answered with an empty body, as it was recorded."""

    def __init__(self) -> None:
        super().__init__(400, "Bad Request")


class NoPage(Exception):
    """There is nothing at that address."""


class NotSignedIn(Exception):
    """The token is missing, unknown or too old."""

    def __init__(self, description: str | None) -> None:
        """Refuse with the header's `error_description`; None: with no error in it."""
        super().__init__(description)
        self.description = description


def unprocessable(message: str) -> Refusal:
    """One fault in the vendor's or our words."""
    return Refusal(422, message)


def invalid(faults: Sequence[str]) -> Refusal:
    """Every fault of a record, joined as recorded answers join them."""
    return Refusal(422, f"Validation failed: {', '.join(faults)}")


def not_found(kind: str, key: str) -> Refusal:
    """There is no such record; customers are worded in another way (recorded)."""
    if kind == "customer":
        return Refusal(404, f"Couldn't find a customer with ID {key}")
    return Refusal(404, f"Couldn't find {kind.replace('_', ' ')} with id {key}")


def empty(status: int, *, kind: str = _HTML) -> Reply:
    """Return an answer with no body, which says that it is a web page."""
    return Reply(status, b"", kind)


def no_page() -> Reply:
    """Return the answer for an address that there is not."""
    return Reply(404, NO_PAGE.encode(), _HTML)


def not_signed_in(fault: NotSignedIn, *, documented: bool) -> Reply:
    """Return the 401: empty, with the reason in a header, or the JSON that the text promises."""
    challenge = 'Bearer realm="Orderspace"'
    if fault.description is not None:
        challenge += f', error="invalid_token", error_description="{fault.description}"'
    headers = (("WWW-Authenticate", challenge),)
    if documented:
        message = fault.description or UNKNOWN
        reply = json_reply({"message": message}, 401)
        return Reply(401, reply.body, reply.content_type, headers)
    return Reply(401, b"", "text/html", headers)


def failed(status: int, shape: str) -> Reply:
    """Return a failure that a fault asks for; how a 429 or 5xx looks is not documented."""
    match status:
        case 400:
            return empty(400)
        case 401:
            return not_signed_in(NotSignedIn(UNKNOWN), documented=False)
        case 404:
            return no_page()
        case _:
            pass
    reason = _REASONS.get(status, "Error")
    match shape:
        case "message":
            return json_reply({"message": reason}, status)
        case "page":
            page = f"<html>\r\n<head><title>{status} {reason}</title></head>\r\n</html>\r\n"
            return Reply(status, page.encode(), "text/html")
        case _:
            return empty(status)
