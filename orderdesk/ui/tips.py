"""Tool tips that show a text as it is, whatever marks it holds."""

from html import escape


def plain_tip(title: str, text: str = "") -> str:
    """Return a tool tip with a title and a wrapped sentence, both taken literally."""
    if not text or text == title:
        return f"<p>{escape(title)}</p>"
    return f"<p><b>{escape(title)}</b><br>{escape(text)}</p>"
