"""What the services refuse, in the vendor's words where they are known (Orders page, ERRORS)."""

from collections.abc import Mapping, Sequence

from orderdesk.sandbox.exchange import Reply, json_reply, text_reply
from orderdesk.sandbox.iqmetrix.enumerations import ZERO_GUID
from orderdesk.sandbox.json_text import Document

INVALID = "The request is invalid."
EXPIRED = "Order expired and can no longer be updated"
MISMATCH = (
    "Uri parameter representing resource id"
    " and resource id found in the request content don't match"
)
UNRELATED = "Entity is not related to company"
FAILED = "An error has occurred."


class Refusal(Exception):
    """A request that is answered with an error."""

    def __init__(
        self, status: int, message: str, faults: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        """Refuse with a message and, for single fields, the faults by field."""
        super().__init__(message)
        self.status = status
        self.message = message
        self.faults = faults or {}

    def reply(self) -> Reply:
        """Return the answer: `Message`, and `ModelState` when fields are at fault."""
        body: Document = {"Message": self.message}
        if self.faults:
            body["ModelState"] = {name: [*texts] for name, texts in self.faults.items()}
        return json_reply(body, self.status)


class NotSignedIn(Exception):
    """Answered with 401 in plain text."""

    def reply(self) -> Reply:
        return text_reply("Invalid token", 401)


def invalid(field: str, text: str) -> Refusal:
    """One field of the request is at fault."""
    return Refusal(400, INVALID, {field: [text]})


def no_order(key: str) -> Refusal:
    """There is no order of that id."""
    return Refusal(404, f"Order resource with id {key} cannot be found")


def no_billing_customer(customer: str | None, company: int) -> Refusal:
    """Nobody of this company pays."""
    return Refusal(
        400, f"Billing Customer (id={customer or ZERO_GUID}) not found for company {company}"
    )


def wrong_transition(before: str, after: str) -> Refusal:
    """Return the order cannot go from the one state to the other."""
    return Refusal(409, f"Resource state transition from {before} to {after} is invalid")


def expired() -> Refusal:
    """Return the order is past its end."""
    return Refusal(409, EXPIRED)
