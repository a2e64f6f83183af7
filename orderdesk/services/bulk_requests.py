"""What a run is asked to do, as the text it is kept by."""

from collections.abc import Mapping

from pydantic import BaseModel

from orderdesk.domain.bulk import Request
from orderdesk.domain.order import FieldValue


class _Kept(BaseModel):
    action: str
    values: Mapping[str, Mapping[str, FieldValue]]


def request_text(request: Request) -> str:
    """Write a request as JSON."""
    return _Kept(action=request.action, values=request.values).model_dump_json()


def request_of(text: str) -> Request:
    """Read what `request_text` wrote."""
    kept = _Kept.model_validate_json(text)
    return Request(kept.action, kept.values)
