"""A client of the tests' own for the calls of the site."""

from collections.abc import Mapping

import httpx

from orderdesk.sandbox.json_text import Document
from tests.sandbox.calls import Calls, answer, as_object, as_objects

SAMPLE = "INV1234"
LONG_AGO = {"field": "8", "condition": "4", "date1": "2000-01-01T00:00:00"}
"""The condition that every order fulfils."""


class Site(Calls):
    """Speaks to one sandbox with user and password in every form."""

    def ask_api(
        self, path: str, fields: Mapping[str, str] | None = None, *, method: str = "POST"
    ) -> httpx.Response:
        """Send one request to the API, its fields in the form, or for GET in the address."""
        sent = {**self.secrets, **(fields or {})}
        url = f"{self.urls['site']}/api/json/{path}"
        if method == "GET":
            return self.http.get(url, params=sent)
        return self.http.request(method, url, data=sent)

    def find(self, conditions: Mapping[str, str] = LONG_AGO, **more: str) -> Document:
        """Find orders; the answer must be a success."""
        return succeeded(self.ask_api("manage_orders/find", {**conditions, **more}))

    def rows(self, conditions: Mapping[str, str] = LONG_AGO, **more: str) -> list[Document]:
        """Find orders and return them."""
        return as_objects(self.find(conditions, **more)["orders"])

    def one(self, number: str, **more: str) -> Document:
        """Return one order by its invoice number with its workflow items and shipments."""
        include = {"include_workflow_data": "1", "include_shipments": "1"}
        condition = {"field": "3", "condition": "1", "string": number}
        [order] = self.rows(condition, **{**include, **more})
        return order

    def update(self, order: str, status: int | str, **more: str | int) -> httpx.Response:
        """Ask for a status."""
        fields = {"order_id": order, "new_status": str(status)}
        sent = {**fields, **{name: str(value) for name, value in more.items()}}
        return self.ask_api("manage_orders/update_order_status", sent)

    def batch(self, *changes: Mapping[str, str | int]) -> httpx.Response:
        """Ask for several changes at once."""
        fields = {
            f"changes[{number}][{name}]": str(value)
            for number, change in enumerate(changes, 1)
            for name, value in change.items()
        }
        return self.ask_api("manage_orders/update_order_status", fields)

    def new(self, number: str, *sizes: Mapping[str, int], act: str | None = None) -> Document:
        """Let a colleague write down an order, each line polos in these sizes; its answer."""
        lines = [{"product": "PL310", "sizes": {**each}} for each in sizes]
        body: dict[str, object] = {"create": {"lines": lines, "job_name": "Test"}}
        if act is not None:
            body["act"] = act
        self.admin("POST", f"/orders/{number}", body)
        return self.one(number)


def status_of(reply: httpx.Response) -> tuple[int, str, str]:
    """Return code, severity and description of an answer."""
    status = as_object(answer(reply)["response_status"])
    code = status["code"]
    assert isinstance(code, int)
    return code, str(status["severity"]), str(status["description"])


def refused(reply: httpx.Response) -> tuple[int, str]:
    """Return code and description of an answer that must be an error under HTTP 200."""
    assert reply.status_code == 200
    assert reply.headers["content-type"] == "application/json"
    code, severity, description = status_of(reply)
    assert severity == "ERROR"
    return code, description


def succeeded(reply: httpx.Response) -> Document:
    """Take an answer that must be a success."""
    assert reply.status_code == 200, reply.text
    assert status_of(reply)[:2] == (10001, "SUCCESS"), reply.text
    return answer(reply)


def items(order: Document, line: int = 0) -> list[Document]:
    """Return the workflow items of a line."""
    return as_objects(as_objects(order["order_lines"])[line]["workflow_items"])


def numbers(orders: list[Document]) -> list[str]:
    """Return the invoice numbers."""
    return [str(order["order_id"]) for order in orders]
