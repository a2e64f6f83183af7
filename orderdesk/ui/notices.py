"""The place for strips over the table: the demo's, sick connections', results and errors."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from orderdesk.ui.announcement import announce
from orderdesk.ui.icons import Icons
from orderdesk.ui.theme import Theme
from orderdesk.ui.widgets.strip import Strip

Button = tuple[str, Callable[[], object]]
# More at once would hide the table that they speak of.
_MOST = 4


class NoticeArea(QWidget):
    """Shows strips by key, so that the same thing is said once; none of them stops anybody."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons
        self._strips: dict[str, Strip] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(1)
        self.hide()

    def show_notice(
        self,
        key: str,
        kind: str,
        text: str,
        *,
        buttons: Sequence[Button] = (),
        closable: bool = True,
    ) -> Strip:
        """Say `text` in the strip called `key`, in place of what it said before."""
        strip = self._strips.get(key)
        if strip is not None and (strip.text(), strip.kind) == (text, kind):
            return strip
        fresh = strip is None
        if strip is None:
            strip = Strip(self._theme, self._icons, kind=kind, closable=closable)
            strip.setObjectName(f"notice_{key}")
            strip.closed.connect(lambda: self.drop(key))
            self._column.addWidget(strip)
            self._strips[key] = strip
        strip.set_kind(kind)
        strip.say(text)
        strip.clear_buttons()
        for label, act in buttons:
            strip.add_button(label, act)
        self._make_room()
        self.show()
        if fresh and kind in {"warning", "error"}:
            announce(strip, text, urgent=kind == "error")
        return strip

    def drop(self, key: str) -> None:
        """Take the strip called `key` away, if it is there."""
        strip = self._strips.pop(key, None)
        if strip is not None:
            strip.hide()
            self._column.removeWidget(strip)
            strip.deleteLater()
        self.setVisible(bool(self._strips))

    def keys(self) -> list[str]:
        """Return the keys of the strips shown, from the top."""
        return list(self._strips)

    def text(self, key: str) -> str:
        """Return what the strip called `key` says, or ""."""
        strip = self._strips.get(key)
        return strip.text() if strip else ""

    def _make_room(self) -> None:
        closable = [key for key, strip in self._strips.items() if strip.closable]
        for key in closable[: max(0, len(self._strips) - _MOST)]:
            self.drop(key)
