"""What can go wrong with a vendor or with what a person typed, each with a way on.

DeskError
  InputError          what a person or a script gave cannot be used
    QueryError        a search that cannot be read, with the position
  Refused             the rules say no; nothing was sent
  VendorError         the vendor, or the way to it
    Unreachable       no connection: nothing was sent
    Throttled         429: nothing was done; wait
    NotSignedIn       401 or a refused sign-in: nothing was done
    Forbidden         403
    NotFound          404
    Conflict          409, 412: somebody or something was there first
    Rejected          any other documented refusal, with the vendor's words
    Malformed         an answer that cannot be read
    OutcomeUnknown    a write was sent and its answer was lost
"""

from collections.abc import Mapping

from orderdesk.domain.messages import Message, Sentence


class DeskError(Exception):
    """An error a person can read: what happened, and what to do next."""

    def __init__(self, message: Message, *, way_out: Message | None = None) -> None:
        super().__init__(message.render())
        self.message = message
        self.way_out = way_out

    def sentence(self) -> Sentence:
        """Say what happened and what to do next, in English, on one line."""
        said = [one for one in (self.message, self.way_out) if one is not None]
        whole = " ".join(part for part in (one.render() for one in said) if part)
        return Sentence(whole, " ".join(one.plain() for one in said))


class InputError(DeskError):
    """What was given cannot be used.

    `field` names the part at fault where there is one, `problems` says what is wrong with each
    field where several were given at once.
    """

    def __init__(
        self,
        message: Message,
        *,
        way_out: Message | None = None,
        field: str | None = None,
        problems: Mapping[str, Message] | None = None,
    ) -> None:
        super().__init__(message, way_out=way_out)
        self.field = field
        self.problems: Mapping[str, Message] = problems or {}


class QueryError(InputError):
    """A search text that cannot be read; `position` counts characters from 0."""

    def __init__(self, message: Message, *, position: int, way_out: Message | None = None) -> None:
        super().__init__(message, way_out=way_out, field="query")
        self.position = position


class Refused(DeskError):
    """The rules, a conflict or an open question forbid it; nothing was sent."""


class VendorError(DeskError):
    """Something at the vendor or on the way there.

    `words` are the vendor's own, `status` the HTTP status, `request_id` what the vendor's
    support can find the call by; each None where there is none.
    """

    def __init__(
        self,
        message: Message,
        *,
        way_out: Message | None = None,
        words: str | None = None,
        status: int | None = None,
        request_id: str | None = None,
    ) -> None:
        super().__init__(message, way_out=way_out)
        self.words = words
        self.status = status
        self.request_id = request_id


class Unreachable(VendorError):
    """No connection could be made: nothing was sent."""


class Throttled(VendorError):
    """Too many requests: nothing was done; `retry_after` is in seconds."""

    retry_after: float = 60.0


class NotSignedIn(VendorError):
    """The vendor does not accept the credentials or the token: nothing was done."""


class Forbidden(VendorError):
    """The account may not do this."""


class NotFound(VendorError):
    """The vendor does not know the order."""


class Conflict(VendorError):
    """The order has moved on, or somebody else was there first."""


class Rejected(VendorError):
    """The vendor refused, for the reason in `words`."""


class Malformed(VendorError):
    """The answer is not what the vendor's documents say and cannot be read."""


class OutcomeUnknown(VendorError):
    """A write went out and no proof came back whether it was done."""
