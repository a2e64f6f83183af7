"""How the site says that something went well or wrong: one envelope, whatever the matter."""

from orderdesk.sandbox.exchange import Reply, json_reply
from orderdesk.sandbox.json_text import Document
from orderdesk.sandbox.switches import SwitchBoard

SUCCESS = 10001
NOT_SIGNED_IN = 30001
API_OFF = 31000
NO_PRODUCT = 40004
NO_CONDITIONS = 50002
BAD_CONDITION = 50003
BAD_PAGE = 50004
BAD_PARAMETERS = 50005
# Two more numbers that programs handle and the vendor's table has not.
OLD_NOT_SIGNED_IN = 10002
NO_ACCESS = 10005

_TEXTS = {
    NOT_SIGNED_IN: "Authentication failed",
    OLD_NOT_SIGNED_IN: "Authentication failed",
    NO_ACCESS: "Access denied",
    API_OFF: "API not enabled on your site",
    NO_PRODUCT: "Product ID Not Found",
    NO_CONDITIONS: "No conditions specified",
    BAD_PAGE: "Invalid limit or offset",
    BAD_PARAMETERS: "Invalid request parameters",
}
_STATUSES = {NOT_SIGNED_IN: 401, OLD_NOT_SIGNED_IN: 401, NO_ACCESS: 403, API_OFF: 403}
_DESCRIPTIONS = {"empty": "", "dot": ".", "string": "string"}


class Refusal(Exception):
    """What is asked cannot be done; becomes the envelope with that code."""

    def __init__(self, code: int, description: str | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.description = _TEXTS[code] if description is None else description

    @property
    def severity(self) -> str:
        return "WARNING" if self.code == NO_PRODUCT else "ERROR"

    def reply(self, board: SwitchBoard, rows: str | None = None) -> Reply:
        """Word it; `rows` names the list that the answer would have held."""
        answer: Document = {
            "response_status": {
                "code": self.code,
                "severity": self.severity,
                "description": self.description,
            }
        }
        if rows is not None and board["refusal_body"] == "with_rows":
            answer |= {rows: [], "total": 0}
        hidden = board["refusal_status"] == "200" or self.code == NO_PRODUCT
        return json_reply(answer, 200 if hidden else _STATUSES.get(self.code, 400))


def success(board: SwitchBoard) -> Document:
    """Return the envelope of what went well."""
    return {
        "code": SUCCESS,
        "severity": "SUCCESS",
        "description": _DESCRIPTIONS[board["success_description"]],
    }
