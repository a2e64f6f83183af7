"""Sentences of the services that more than one of them says."""

from collections.abc import Mapping

from orderdesk.domain.actions import Verdict
from orderdesk.domain.errors import InputError, Refused
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message, verbatim

NO_ORDER = QT_TRANSLATE_NOOP("messages", "There is no order “{order}” here.")
NO_ORDER_WAY = QT_TRANSLATE_NOOP("messages", "Sync the connection, or find the order in the list.")
NO_CONNECTION = QT_TRANSLATE_NOOP("messages", "There is no connection “{connection}” here.")
NO_CONNECTION_WAY = QT_TRANSLATE_NOOP("messages", "Look at the list of connections.")
NO_COMMAND = QT_TRANSLATE_NOOP("messages", "There is no command “{command}” here.")
NO_CONNECTOR = QT_TRANSLATE_NOOP(
    "messages", "Nothing here can talk to a “{vendor}”. Known: {known}."
)
NOT_SENT_YET = QT_TRANSLATE_NOOP("messages", "This order is not at the vendor yet.")
NOT_SENT_YET_WAY = QT_TRANSLATE_NOOP("messages", "Wait until it has been sent, or withdraw it.")
NOT_POSSIBLE = QT_TRANSLATE_NOOP("messages", "This is not possible.")
TAKEN = QT_TRANSLATE_NOOP(
    "messages", "{field} “{value}” is on the order already. Change that item instead."
)
UNEXPECTED = QT_TRANSLATE_NOOP(
    "messages", "Something went wrong here that was not foreseen: {what}"
)
UNEXPECTED_WAY = QT_TRANSLATE_NOOP("messages", "It is tried again; the log has the details.")


def no_order(order_id: str) -> InputError:
    """Return the error for an order that is not here."""
    way_out = Message(NO_ORDER_WAY)
    return InputError(Message(NO_ORDER, {"order": order_id}), way_out=way_out, field="order")


def no_connection(key: str) -> InputError:
    """Return the error for a connection that is not here."""
    message = Message(NO_CONNECTION, {"connection": key})
    return InputError(message, way_out=Message(NO_CONNECTION_WAY), field="connection")


def no_command(command_id: str) -> InputError:
    """Return the error for a command that is not here."""
    return InputError(Message(NO_COMMAND, {"command": command_id}), field="command")


def refusal(verdict: Verdict) -> Refused:
    """Return the error for an action that its verdict does not allow."""
    return Refused(verdict.reason or Message(NOT_POSSIBLE), way_out=verdict.way_out)


def joined(messages: Mapping[str, Message]) -> Message:
    """Join several sentences to one text, each still to be translated."""
    facts = {f"part{index}": message for index, message in enumerate(messages.values())}
    return Message(" ".join(f"{{{name}}}" for name in facts), facts)


def wrong_values(problems: Mapping[str, Message]) -> InputError:
    """Return the error for values that cannot be sent; `problems` must not be empty."""
    field = next(iter(problems)) if len(problems) == 1 else None
    return InputError(joined(problems), field=field, problems=problems)


def unexpected(error: Exception) -> Message:
    """Say that a defect showed itself; only the kind of error is named, its text may be secret."""
    return Message(UNEXPECTED, {"what": verbatim(type(error).__name__)})
