"""A client of the tests' own for the site."""

import itertools
from typing import cast

import httpx

from orderdesk.sandbox.json_text import Document, JsonValue, write
from orderdesk.sandbox.server import Sandbox
from tests.sandbox.calls import Calls, answer, as_object, as_objects

API = "/api/v2.1"
WHEN = "2026-01-05T05:00:00Z"
CASH, CHEQUE = 7, 8
DRIVER, OTHER_DRIVER = 6, 7
CUSTOMER = 5
UNKNOWN = 999_999
_numbers = itertools.count(1)


class Site(Calls):
    """Speaks to the site of one sandbox; signs in at the first call to the API."""

    def __init__(self, sandbox: Sandbox) -> None:
        super().__init__(sandbox)
        self.root = self.urls["site"]

    def log_in(self, method: str = "POST", **changes: str) -> httpx.Response:
        """Send the sign-in form; `changes` override single fields of it."""
        form = {
            "j_username": self.secrets["username"],
            "j_password": self.secrets["password"],
            "ajax": "true",
            **changes,
        }
        url = f"{self.root}/j_spring_security_check"
        # Only the cookie that a test sends is sent.
        self.http.cookies.clear()
        if method == "GET":
            return self.http.get(url, params=form)
        return self.http.post(url, data=form)

    def cookie(self) -> dict[str, str]:
        """Return the header with the session, signing in if there is none."""
        if self.token is None:
            reply = self.log_in()
            self.token = reply.headers["set-cookie"].partition("=")[2].partition(";")[0]
        return {"Cookie": f"JSESSIONID={self.token}"}

    def ask_api(
        self,
        method: str,
        path: str,
        fields: dict[str, object] | None = None,
        *,
        files: dict[str, tuple[str, bytes]] | None = None,
    ) -> httpx.Response:
        """Send one request with a session; lists and objects of a form are written as JSON."""
        headers = self.cookie()
        self.http.cookies.clear()
        data = None if fields is None else {name: _field(value) for name, value in fields.items()}
        return self.http.request(
            method, f"{self.root}{API}{path}", data=data, files=files, headers=headers
        )

    def get(self, path: str) -> httpx.Response:
        """Read something below the API."""
        return self.ask_api("GET", path)

    def post(self, path: str, **fields: object) -> httpx.Response:
        """Send a form to something below the API."""
        return self.ask_api("POST", path, fields)

    def delete(self, path: str) -> httpx.Response:
        """Delete something below the API."""
        return self.ask_api("DELETE", path)

    def page(self, query: str = "", path: str = "/orders") -> Document:
        """Read one page, which must be there."""
        reply = self.get(f"{path}?{query}" if query else path)
        assert reply.status_code == 200, reply.text
        return answer(reply)

    def rows(self, query: str = "", path: str = "/orders") -> list[Document]:
        """Read the rows of one page."""
        return as_objects(self.page(query, path)["data"])

    def made(self, **fields: object) -> Document:
        """Create an order that may be paid, delivered, assigned and deleted; the answer."""
        reply = self.post("/orders", **new_order(**fields))
        assert reply.status_code == 201, reply.text
        return answer(reply)

    def key(self, **fields: object) -> str:
        """Create such an order; its id."""
        return str(self.made(**fields)["id"])

    def hand(self, key: str, **change: object) -> Document:
        """Change an order as a colleague does."""
        return as_object(self.admin("POST", f"/orders/{key}", change))

    def find(self, **conditions: str) -> Document:
        """Return the short truth of the first order with these."""
        return next(
            row
            for row in as_objects(self.admin("GET", "/orders"))
            if all(str(row[name]) == value for name, value in conditions.items())
        )


def _field(value: object) -> str:
    if isinstance(value, list | dict):
        return write(cast("JsonValue", value))
    return str(value)


def new_order(**changes: object) -> dict[str, object]:
    """Return the fields of an order; None leaves one out."""
    fields: dict[str, object] = {
        "reference": f"TEST-{next(_numbers)}",
        "operationType": "ORDER",
        "status": "NOT_PAID",
        "customerId": CUSTOMER,
        "total": "10.35",
        "totalExclTax": 9,
        "totalDiscounted": 9,
        "orderLines": [line()],
        **changes,
    }
    return {name: value for name, value in fields.items() if value is not None}


def line(**changes: object) -> dict[str, object]:
    """Return one line of a new order."""
    return {"id": 495, "itemUnitId": 1, "finalPrice": 9, "unitPrice": 4.5, "quantity": 2, **changes}


def payment(**changes: object) -> dict[str, object]:
    """Return one payment in cash."""
    return {
        "paymentReference": f"PAY-{next(_numbers)}",
        "paymentDate": WHEN,
        "paymentTypeId": CASH,
        **changes,
    }


def refusal(reply: httpx.Response) -> tuple[int, str, str]:
    """Return status, error and description of a refusal."""
    body = answer(reply)
    assert set(body) == {"error", "error_description"}
    return reply.status_code, str(body["error"]), str(body["error_description"])


def invalid(*names: str) -> tuple[int, str, str]:
    """Return the refusal of parameters."""
    text = f"The parameters [{', '.join(names)}] you provided are not valid for this request."
    return 400, "invalid_param", text


def wrong_type(name: str) -> tuple[int, str, str]:
    """Return the refusal of a parameter's type."""
    text = f"The type of parameter {name} you provided is not valid for this request."
    return 400, "invalid_param_type", text


def missing(thing: str, key: object, by: str = "id") -> tuple[int, str, str]:
    """Return the refusal of what there is not."""
    return 404, "not_found", f"The {thing} with the {by} {key} doesn't exist."


DELETE_FAILED = (400, "delete_failed", "Failed to delete instance.")
DELETED = {"success": "true", "success_description": "Instance deleted successfully"}
NO_CREDENTIALS = (401, "no_credentials", "You are not logged in.")
