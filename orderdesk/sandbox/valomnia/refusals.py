"""What the site refuses, in the vendor's words where they are known."""

from collections.abc import Iterable

from orderdesk.sandbox.exchange import Reply, json_reply


class Refusal(Exception):
    """A request that is answered with an error."""

    def __init__(self, status: int, error: str, description: str) -> None:
        super().__init__(description)
        self.status = status
        self.error = error
        self.description = description

    def reply(self) -> Reply:
        return json_reply({"error": self.error, "error_description": self.description}, self.status)


class EmptyRefusal(Exception):
    """A request that is answered with a status and no body."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status

    def reply(self) -> Reply:
        return Reply(self.status, b"", None)


def invalid_param(*names: str) -> Refusal:
    """Parameters that there are not, that are missing, or whose values cannot be taken."""
    return Refusal(
        400,
        "invalid_param",
        f"The parameters [{', '.join(names)}] you provided are not valid for this request.",
    )


def wrong_type(name: str) -> Refusal:
    """Return the refusal of what is no number, no list or no flag."""
    return Refusal(
        400,
        "invalid_param_type",
        f"The type of parameter {name} you provided is not valid for this request.",
    )


def wrong_datetime(texts: Iterable[str]) -> Refusal:
    """Dates in another format."""
    return Refusal(
        400,
        "invalid_datetime_format",
        f"Invalid datetime filter (not ISO-8601 formatted): [{', '.join(texts)}]",
    )


def not_found(thing: str, key: str, by: str = "id") -> Refusal:
    """Nothing of that id or reference."""
    return Refusal(404, "not_found", f"The {thing} with the {by} {key} doesn't exist.")


def delete_failed() -> Refusal:
    """Something that may not go."""
    return Refusal(400, "delete_failed", "Failed to delete instance.")


def no_credentials(status: int) -> Refusal:
    """Nobody is signed in; the error's name is known, its status and its text are ours."""
    return Refusal(status, "no_credentials", "You are not logged in.")


def failed(status: int = 500) -> Refusal:
    """Return how a defect of the server is worded."""
    return Refusal(status, "server_error", "Oops! Something went wrong...")


def too_many() -> Refusal:
    """Our words for a limit of which the vendor says nothing."""
    return Refusal(429, "too_many_requests", "Too many requests.")
