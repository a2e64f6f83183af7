"""The orders themselves, as JSON, read when somebody asks for one."""

import logging

from pydantic import ValidationError

from orderdesk.domain.order import Order

_log = logging.getLogger(__name__)


def order_of(content: str | None) -> Order | None:
    """Read a kept order; None where there is none, or where another version of the desk wrote it.

    What cannot be read here is read from the vendor anew.
    """
    if content is None:
        return None
    try:
        return Order.model_validate_json(content)
    except ValidationError as error:
        _log.info("an order kept in another form is left out: %s", error.errors()[0]["type"])
        return None
