"""Tool tips that show a text as it is, whatever marks it holds."""

# Python's own way brings a table of 2,231 names, which comes before the first frame.
_MARKS = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"})


def plain_tip(title: str, text: str = "") -> str:
    """Return a tool tip with a title and a wrapped sentence, both taken literally."""
    if not text or text == title:
        return f"<p>{_literal(title)}</p>"
    return f"<p><b>{_literal(title)}</b><br>{_literal(text)}</p>"


def _literal(text: str) -> str:
    return text.translate(_MARKS)
