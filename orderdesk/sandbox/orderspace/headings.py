"""The headers that every recorded answer of this vendor has."""

from dataclasses import replace
from hashlib import sha256
from uuid import uuid4

from orderdesk.sandbox.exchange import Reply

_JSON = "application/json; charset=utf-8"
_ALWAYS = (
    ("Server", "nginx/1.18.0 (Ubuntu)"),
    ("X-Runtime", "0.012105"),
    ("Strict-Transport-Security", "max-age=31536000; includeSubDomains"),
)
_CAREFUL = (
    ("X-Frame-Options", "SAMEORIGIN"),
    ("X-XSS-Protection", "1; mode=block"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Download-Options", "noopen"),
    ("X-Permitted-Cross-Domain-Policies", "none"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
)
_NEVER_STORED = (("Cache-Control", "private, no-store"), ("Pragma", "no-cache"))


def headed(reply: Reply, *, private: bool = False) -> Reply:
    """Return the answer with its headers; `private` ones are never to be stored.

    Source: responses recorded in 2022. A 400 has few headers, a 401 and a token are private, other
    errors are not to be cached, and what is good carries a weak ETag.
    """
    headers = [*reply.headers, *_ALWAYS, ("X-Request-Id", str(uuid4()))]
    if reply.status != 400:
        headers += _CAREFUL
        if private or reply.status == 401:
            headers += _NEVER_STORED
        elif reply.status < 400:
            headers.append(("Cache-Control", "max-age=0, private, must-revalidate"))
        else:
            headers.append(("Cache-Control", "no-cache"))
    if reply.status == 200:
        headers.append(("ETag", etag(reply.body)))
    kind = _JSON if reply.content_type == "application/json" else reply.content_type
    return replace(reply, headers=tuple(headers), content_type=kind)


def etag(body: bytes) -> str:
    """Return the weak ETag of a body."""
    return f'W/"{sha256(body).hexdigest()[:32]}"'
