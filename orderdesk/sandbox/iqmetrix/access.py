"""Which company a signed-in user may see."""

from orderdesk.sandbox.iqmetrix.reference import Reference
from orderdesk.sandbox.iqmetrix.refusals import Refusal
from orderdesk.sandbox.switches import SwitchBoard


class Access:
    """The one user belongs to one company; what a foreign one answers is a switch."""

    def __init__(self, reference: Reference, board: SwitchBoard, company: int) -> None:
        self._reference = reference
        self._board = board
        self.own = company

    def company(self, text: str) -> int:
        """Return the company of a path.

        Raises:
            Refusal: 404 for one that does not exist, 403 (or 404) for one of somebody else.
        """
        number = int(text)
        if number == self.own:
            return number
        known = self._reference.one("company", text) is not None
        if known and self._board["foreign_company"] == "403":
            raise Refusal(403, "Authorization has been denied for this request.")
        raise Refusal(404, f"Company resource with id {text} cannot be found")
