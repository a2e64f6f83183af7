"""What the site shows to browsers: its sign-in page, its errors, and the documents of orders."""

from orderdesk.sandbox.exchange import Reply

_HTML = "text/html; charset=utf-8"
_PAGE = (
    "<!DOCTYPE html>\n<html lang='en'><head><title>{title}</title></head>"
    "<body><h1>{title}</h1>{body}</body></html>\n"
)
_FORM = (
    "<form action='/login' method='post'><label>Email <input name='login'></label>"
    "<label>Password <input name='password' type='password'></label>"
    "<button>Log in</button></form>"
)
_FAILURES = {
    429: ("Too many requests", "<p>Please slow down and try again.</p>"),
    500: ("We are sorry, but something went wrong.", "<p>We have been told about it.</p>"),
    503: ("Down for maintenance", "<p>The site will be back shortly.</p>"),
}
LOGIN_TEXT = _PAGE.format(title="Log in to Harbour Mobile Print Room", body=_FORM)
"""The page that comes instead of JSON when a path is wrong."""


def login_page() -> Reply:
    """Return the page on which a person signs in."""
    return Reply(200, LOGIN_TEXT.encode(), _HTML)


def not_found_page() -> Reply:
    """Return the page for an address that there is not."""
    text = _PAGE.format(title="The page you were looking for does not exist.", body="")
    return Reply(404, text.encode(), _HTML)


def failure_page(status: int) -> Reply:
    """Return the page of a failing or busy server."""
    title, body = _FAILURES.get(status, ("Error", ""))
    return Reply(status, _PAGE.format(title=title, body=body).encode(), _HTML)


def pdf(title: str) -> Reply:
    """Return a document of one empty page with that title (ASCII, without parentheses)."""
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        f"<< /Title ({title}) >>".encode("ascii", "replace"),
    )
    body = b"%PDF-1.4\n"
    places: list[int] = []
    for number, text in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, text)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(objects) + 1, table)
    body += b"trailer\n<< /Size %d /Root 1 0 R /Info 4 0 R >>\n" % (len(objects) + 1)
    return Reply(200, body + b"startxref\n%d\n%%%%EOF\n" % start, "application/pdf")
