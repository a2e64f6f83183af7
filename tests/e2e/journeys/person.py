"""A person at the desk: looks at what is shown, and acts by mouse and keys alone.

Events go to windows, not to widgets: what is covered, blocked by a dialog or out of focus
does not get them, as on a real screen.
"""

from collections.abc import Callable, Iterator
from typing import TypeVar

from PySide6.QtCore import QDeadlineTimer, QModelIndex, QPoint, QPointF, QRect, Qt, QTimer
from PySide6.QtGui import QAccessible, QGuiApplication, QKeySequence, QWheelEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QMenuBar,
    QPlainTextEdit,
    QScrollArea,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

W = TypeVar("W", bound=QWidget)
T = TypeVar("T")

_PATIENCE_MS = 20_000
_MOST_TABS = 120
_MOST_NOTCHES = 60
_LOOKS = 2


class NotSeen(AssertionError):
    """What was looked for is not on the screen."""


def name_of(widget: QWidget) -> str:
    """Return what a screen reader would call a widget."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name).strip() if interface else ""


class Person:
    """Eyes and hands; `patience` in ms is how long to wait for what should come by itself."""

    def __init__(self, qtbot: QtBot, *, patience: int = _PATIENCE_MS) -> None:
        self._qtbot = qtbot
        self._patience = patience

    # What is seen.

    def front(self) -> list[QWidget]:
        """Return the windows that take input now: a menu, else a dialog, else all there are."""
        popup, dialog = QApplication.activePopupWidget(), QApplication.activeModalWidget()
        if popup is not None:
            return [popup]
        if dialog is not None:
            return [dialog]
        return [
            window
            for window in QApplication.topLevelWidgets()
            if window.isVisible() and window.windowType() is not Qt.WindowType.ToolTip
        ]

    def all(self, kind: type[W], name: str = "", *, within: QWidget | None = None) -> list[W]:
        """Return the widgets shown of a kind, called `name` (or that as object name) if given."""
        roots = self.front() if within is None else [within]
        return [
            widget
            for root in roots
            for widget in _tree(root)
            if isinstance(widget, kind)
            and widget.isVisible()
            and (not name or name in _names(widget))
        ]

    def the(self, kind: type[W], name: str = "", *, within: QWidget | None = None) -> W:
        """Return the one widget of this kind and name, waiting until there is exactly one."""
        self.wait(
            lambda: len(self.all(kind, name, within=within)) == 1,
            lambda: f"one {kind.__name__} called {name!r}, but there is {self.screen()}",
        )
        return self.all(kind, name, within=within)[0]

    @staticmethod
    def dialog() -> bool:
        """Whether a dialog is open."""
        return QApplication.activeModalWidget() is not None

    @staticmethod
    def shows(field: QWidget) -> str:
        """Return the text in a field."""
        if isinstance(field, QPlainTextEdit):
            return field.toPlainText()
        return field.text() if isinstance(field, QLineEdit) else ""

    def texts(self, *, within: QWidget | None = None) -> list[str]:
        """Return the texts that can be read, of labels and lines."""
        labels = [label.text() for label in self.all(QLabel, within=within)]
        lines = [line.text() for line in self.all(QLineEdit, within=within)]
        return [text for text in (*labels, *lines) if text]

    def reads(self, part: str, *, within: QWidget | None = None) -> str:
        """Return the text that has `part` in it, waiting for it."""
        self.wait(
            lambda: any(part in text for text in self.texts(within=within)),
            lambda: f"the words {part!r}, but there is {self.screen()}",
        )
        return next(text for text in self.texts(within=within) if part in text)

    def screen(self) -> str:
        """Return what is seen, for a message."""
        return "\n".join(
            f"{type(widget).__name__} {name_of(widget)!r}"
            for widget in self.all(QWidget)
            if name_of(widget)
        )

    def wait(self, condition: Callable[[], object], what: Callable[[], str] | str) -> None:
        """Wait until something holds; `what` says in a message what was waited for."""

        def check() -> bool:
            return bool(condition())

        try:
            self._qtbot.waitUntil(check, timeout=self._patience)
        except self._qtbot.TimeoutError:
            raise NotSeen(what if isinstance(what, str) else what()) from None

    def gets(self, read: Callable[[], T | None], what: Callable[[], str] | str) -> T:
        """Return what `read` gives, once it gives something."""
        found: list[T] = []

        def check() -> bool:
            value = read()
            if value is not None and value is not False and value != []:
                found[:] = [value]
            return bool(found)

        self.wait(check, what)
        return found[0]

    # What is done.

    def click(
        self,
        target: QWidget,
        at: QPoint | None = None,
        *,
        double: bool = False,
        button: Qt.MouseButton = Qt.MouseButton.LeftButton,
        keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        """Click on a widget, in its middle or at a place in it, where it can be seen."""
        handle, there = self._aim(target, at)
        if double:
            QTest.mouseClick(handle, button, keys, there)
        (QTest.mouseDClick if double else QTest.mouseClick)(handle, button, keys, there)

    def _aim(self, target: QWidget, at: QPoint | None) -> tuple[QWindow, QPoint]:
        """Move the mouse over a widget; return its window and the place, once it stands still."""
        window, there = target.window(), QPoint()
        looks: list[bool] = []

        def still() -> bool:
            nonlocal there
            self._put_away_lists(window)
            if at is None:
                self.bring(target)
            place = target.rect().center() if at is None else at
            there = target.mapTo(window, place)
            QTest.mouseMove(_handle(window), there)
            QApplication.processEvents()
            stands = target.mapTo(window, place) == there and not target.property("unsettled")
            looks.append(stands and _is_hit(window, there, target))
            return len(looks) >= _LOOKS and all(looks[-_LOOKS:])

        def covered() -> str:
            hit = window.childAt(there) or window
            return f"{name_of(target)!r} in sight, but there is {hit} {name_of(hit)!r}"

        self.wait(still, covered)
        return _handle(window), there

    def _put_away_lists(self, window: QWidget) -> None:
        """Put away suggestions that came by themselves meanwhile: they would take the click."""
        popup = QApplication.activePopupWidget()
        if isinstance(popup, QListView) and popup is not window:
            self.press("Esc")

    def click_cell(
        self, view: QAbstractItemView, index: QModelIndex, *, double: bool = False
    ) -> None:
        """Click on a cell that is in sight."""
        self.click(view.viewport(), view.visualRect(index).center(), double=double)

    def drag(self, target: QWidget, start: QPoint, end: QPoint) -> None:
        """Drag the mouse from one place of a widget to another."""
        window = target.window()
        handle, left = _handle(window), Qt.MouseButton.LeftButton
        none = Qt.KeyboardModifier.NoModifier
        here, there = target.mapTo(window, start), target.mapTo(window, end)
        QTest.mouseMove(handle, here)
        QTest.mouseEvent(QTest.MouseAction.MousePress, handle, left, none, here)
        for step in (1, 2, 3, 4):
            QTest.mouseMove(handle, here + (there - here) * (step / 4))
        QTest.mouseEvent(QTest.MouseAction.MouseRelease, handle, left, none, there)

    def bring(self, target: QWidget) -> None:
        """Turn the wheel until the middle of a widget is in sight, where it can be scrolled."""
        area = target.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if area is None:
            return
        view, middle = area.viewport(), target.rect().center()
        for _ in range(_MOST_NOTCHES):
            place = target.mapTo(view, middle)
            if view.rect().contains(place):
                return
            self.turn_wheel(view, -1 if place.y() > 0 else 1)

    def turn_wheel(self, target: QWidget, notches: int) -> None:
        """Turn the mouse wheel over a widget, towards oneself where `notches` is negative."""
        middle = target.rect().center()
        for _ in range(abs(notches)):
            event = QWheelEvent(
                QPointF(middle),
                QPointF(target.mapToGlobal(middle)),
                QPoint(),
                QPoint(0, 120 if notches > 0 else -120),
                Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.NoModifier,
                Qt.ScrollPhase.NoScrollPhase,
                False,
            )
            QApplication.sendEvent(target, event)

    def press(self, *keys: str) -> None:
        """Press keys, named as in a menu: "Ctrl+F", "Down"."""
        for key in keys:
            QTest.keySequence(self._keyboard(), QKeySequence(key))

    def type(self, text: str) -> None:
        """Type a text where the focus is."""
        for letter in text:
            if letter.isascii():
                QTest.keyClick(self._keyboard(), ord(letter))
            else:
                QTest.sendKeyEvent(
                    QTest.KeyAction.Click,
                    self._keyboard(),
                    Qt.Key.Key_unknown,
                    letter,
                    Qt.KeyboardModifier.NoModifier,
                )

    def reach(self, widget: QWidget) -> None:
        """Put the focus into a widget: by a click, or by Tab where it is out of sight."""
        middle = widget.rect().center()
        if widget.visibleRegion().contains(middle):
            self.click(widget)
        for _ in range(_MOST_TABS):
            if widget.hasFocus():
                return
            self.press("Tab")
        raise NotSeen(f"Tab does not reach {name_of(widget)!r}")

    def fill(self, name: str, text: str) -> QWidget:
        """Type a text into the field called `name`, in place of what is there."""
        field = self.gets(
            lambda: next(iter((*self.all(QLineEdit, name), *self.all(QPlainTextEdit, name))), None),
            lambda: f"the field {name!r}, but there is {self.screen()}",
        )
        self.reach(field)
        self.press("Ctrl+A")
        self.type(text)
        return field

    def push(self, name: str, *, within: QWidget | None = None) -> None:
        """Click on the button called `name`, as soon as it can be clicked."""
        button = self.the(QAbstractButton, name, within=within)
        self.wait(button.isEnabled, f"the button {name!r} can be pushed")
        self.click(button)

    def suggest(self, name: str, text: str) -> None:
        """Type a part of a name into a field that offers names, and take the first offered."""
        self.fill(name, text)
        self.wait(lambda: QApplication.activePopupWidget() is not None, f"{text!r} is offered")
        self.press("Return")
        self.wait(lambda: QApplication.activePopupWidget() is None, f"{text!r} is taken")

    def menu(self, *path: str) -> None:
        """Go through the menu bar by the mouse: "Order", "Cancel order"."""
        bar = self.the(QMenuBar)
        self.choose_from(bar, path[0])
        for words in path[1:]:
            popup = self.gets(_popup, f"the menu with {words!r}")
            self.choose_from(popup, words)

    def pick(self, name: str, *path: str) -> None:
        """Click on the button called `name` and through the menu that it opens."""
        button = self.the(QToolButton, name)
        left, deadline = list(path), QDeadlineTimer(self._patience)

        def look() -> None:
            popup = _popup()
            words = [_plain(one.text()) for one in popup.actions()] if popup else []
            if popup is not None and left and left[0] in words:
                self.choose_from(popup, left.pop(0))
            elif popup is not None and deadline.hasExpired():
                self.press("Esc")

        # Such a button waits inside the click until its menu is put away.
        timer = QTimer(interval=20)
        timer.timeout.connect(look)
        timer.start()
        self.click(button)
        timer.stop()
        if left:
            raise NotSeen(f"{left[0]!r} is not in the menu of {name!r}")

    def choose_from(self, where: QMenuBar | QMenu, words: str) -> None:
        """Click on an entry of a menu that is open, or of the menu bar."""
        action = next((one for one in where.actions() if _plain(one.text()) == words), None)
        if action is None:
            raise NotSeen(f"{words!r}, but there is {[one.text() for one in where.actions()]}")
        self.click(where, where.actionGeometry(action).center())

    def _keyboard(self) -> QWindow:
        """Return the window that has the keyboard; a window manager would give it to one."""
        return self.gets(self._listening, "a window with the keyboard")

    def _listening(self) -> QWindow | None:
        # Looked for afresh each time: a dialog may close while one waits for it.
        windows, active = self.front(), QApplication.activeWindow()
        window = active if active in windows else windows[-1]
        if QApplication.activePopupWidget() is None and not _has_keyboard(window):
            return None
        return _handle(window)


def shown_texts(view: QAbstractItemView, column: int) -> list[str]:
    """Return the texts of a column, of every row from the top."""
    model = view.model()
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def in_sight(view: QAbstractItemView, index: QModelIndex) -> bool:
    """Whether a cell can be seen without scrolling."""
    rect: QRect = view.visualRect(index)
    return rect.isValid() and view.viewport().rect().contains(rect.center())


def _tree(root: QWidget) -> Iterator[QWidget]:
    yield root
    for child in root.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
        if not child.isWindow():
            yield from _tree(child)


def _names(widget: QWidget) -> set[str]:
    # Of a combo box the first is its value here, and the second what it is for.
    return {name_of(widget), widget.accessibleName(), widget.objectName()}


def _is_hit(window: QWidget, place: QPoint, target: QWidget) -> bool:
    """Whether a click at a place of a window gets to a widget or into it."""
    hit = window.childAt(place) or window
    return hit is target or target.isAncestorOf(hit)


def _has_keyboard(window: QWidget) -> bool:
    focused = QGuiApplication.focusWindow() == window.windowHandle()
    if not (focused and window.isActiveWindow()):
        # The platform without a screen does not always listen at once.
        window.activateWindow()
    return focused and window.isActiveWindow()


def _handle(window: QWidget) -> QWindow:
    handle = window.windowHandle()
    if not handle:
        raise NotSeen(f"{name_of(window)!r} has no window")
    return handle


def _popup() -> QMenu | None:
    popup = QApplication.activePopupWidget()
    return popup if isinstance(popup, QMenu) else None


def _plain(text: str) -> str:
    return text.replace("&", "").partition("\t")[0]
