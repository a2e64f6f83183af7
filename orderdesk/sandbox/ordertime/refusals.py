"""What the API refuses: 400 with a message, 403, and 409 with a list of validation results."""

from collections.abc import Sequence
from dataclasses import dataclass

from orderdesk.sandbox.exchange import Reply, json_reply
from orderdesk.sandbox.json_text import Document, JsonValue, write
from orderdesk.sandbox.switches import SwitchBoard

# The codes and the list of ValidationResult are the vendor's (REST API page, Basic Object Types);
# the wording of every message is ours, as no recorded one was found.
NO_RIGHTS = "User does not have rights to perform this action."
NO_RESOURCE = "No HTTP resource was found that matches the request URI."
FAILED = "An error has occurred."


@dataclass(frozen=True, slots=True)
class Finding:
    """One failed validation test."""

    name: str
    message: str
    value: str | None = None


class Refusal(Exception):
    """A request that is answered with a message."""

    def __init__(self, status: int, message: str, *, kind: str = "refusal") -> None:
        """`kind` is refusal or sign_in: the body of each follows a switch of its own."""
        super().__init__(message)
        self.status = status
        self.message = message
        self.kind = kind

    def reply(self, board: SwitchBoard) -> Reply:
        """Return the answer in the form that the switch asks for."""
        match board[f"{self.kind}_body"]:
            case "string":
                return json_reply(self.message, self.status)
            case "text":
                return Reply(self.status, self.message.encode(), "text/plain; charset=utf-8")
            case "empty":
                return Reply(self.status, b"", None)
            case _:
                return json_reply({"Message": self.message}, self.status)


class Invalid(Exception):
    """Well formed, but the data failed the server's validation tests: 409."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("; ".join(finding.message for finding in findings))
        self.findings = findings

    def reply(self, board: SwitchBoard) -> Reply:
        """Return the array; its key is misspelt in the vendor's text."""
        chosen = board["validation_key"]
        keys = ("ProperyName", "PropertyName") if chosen == "both" else (chosen,)
        rows: list[JsonValue] = []
        for finding in self.findings:
            row: Document = dict.fromkeys(keys, finding.name)
            rows.append({**row, "Message": finding.message, "Value": finding.value})
        return json_reply(rows, 409)


def invalid(name: str, message: str, value: JsonValue = None) -> Invalid:
    """One property failed its test."""
    return Invalid([Finding(name, message, shown_value(value))])


def shown_value(value: JsonValue) -> str | None:
    """Return a value as the text that a validation result shows."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, dict):
        return str(value.get("Name") or value.get("Id") or "")
    return write(value)


def not_found(kind: str, number: JsonValue, board: SwitchBoard) -> Refusal:
    """There is no record of that number; whether that is 400 or 404 is not known."""
    return Refusal(board.number("not_found"), f"{kind} {number} was not found.")


def bad(message: str) -> Refusal:
    """Return a refusal of what makes no sense."""
    return Refusal(400, message)
