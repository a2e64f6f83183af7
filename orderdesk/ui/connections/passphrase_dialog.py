"""Asks for the passphrase of the encrypted file, or has one chosen for a new file."""

from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from orderdesk.domain.errors import DeskError
from orderdesk.domain.fields import FieldSpec, FieldType
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.ui.announcement import announce
from orderdesk.ui.connections.fitting import fit_height
from orderdesk.ui.connections.show_button import ShowButton
from orderdesk.ui.connections.strength import STRENGTH_LABELS, Strength, strength_of
from orderdesk.ui.context import Context
from orderdesk.ui.forms.dialog import sentences
from orderdesk.ui.forms.form import FieldForm
from orderdesk.ui.i18n import say_text
from orderdesk.ui.widgets.labels import PlainLabel
from orderdesk.ui.widgets.strip import Strip

PASSPHRASE = FieldSpec(
    "passphrase",
    QT_TRANSLATE_NOOP("messages", "Passphrase"),
    FieldType.HIDDEN,
    required=True,
    max_length=1000,
)
AGAIN = FieldSpec(
    "again",
    QT_TRANSLATE_NOOP("messages", "Once more"),
    FieldType.HIDDEN,
    required=True,
    max_length=1000,
)
NOT_THE_SAME = QT_TRANSLATE_NOOP(
    "messages", "The two are not the same. Type the passphrase once more."
)
_WIDTH = 500


class _Words(NamedTuple):
    """What the dialog says."""

    title: str
    text: str
    forgotten: str
    accept: str
    cancel: str


class PassphraseDialog(QDialog):
    """Unlocks the file with the secrets, or makes it; a wrong passphrase changes nothing."""

    def __init__(self, context: Context, *, new: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._new = new
        self._busy = False
        self.setObjectName("passphrase-dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.strip = Strip(context.theme, context.icons, kind="error")
        self.strip.hide()
        self.form = FieldForm(context, (PASSPHRASE, AGAIN) if new else (PASSPHRASE,))
        for row in self.form.rows.values():
            if isinstance(row.editor.widget, QLineEdit):
                ShowButton(context.icons, row.editor.widget, say_text(row.spec.label))
        self.meter = QProgressBar()
        self.hint = PlainLabel(tone="muted")
        self.accept_button = QPushButton()
        self.cancel_button = QPushButton()
        self._lay_out()
        self.form.edited.connect(self._on_edited)
        self.form.accepted.connect(self.submit)
        self._on_edited()
        self.form.focus_first()

    def submit(self) -> None:
        """Hand the passphrase over."""
        if self._busy or not self.form.reveal_problems():
            return
        values = self.form.values()
        if self._new and values["again"] != values["passphrase"]:
            self.form.show_problems({"again": Message(NOT_THE_SAME)})
            return
        self._set_busy(busy=True)
        self._context.tasks.call(
            self._context.desk.connections.unlock(values["passphrase"] or ""),
            name="unlock the secrets",
            then=self._unlocked,
            otherwise=self._refused,
        )

    def _words(self) -> _Words:
        if self._new:
            return _Words(
                self.tr("Choose a passphrase"),
                self.tr(
                    "This system has no keyring, so passwords of your connections are kept in a "
                    "file on this computer, encrypted under a passphrase that only you know. "
                    "orderdesk asks for it when it starts."
                ),
                self.tr(
                    "If you forget it, nobody can read the file. No orders are lost by that: "
                    "remove the file secrets.sealed from orderdesk's folder of settings, choose "
                    "another passphrase, and type the passwords of your connections again."
                ),
                self.tr("Keep secrets under it"),
                self.tr("Not now"),
            )
        return _Words(
            self.tr("Unlock your connections"),
            self.tr(
                "The passwords of your connections are in a file encrypted under your passphrase. "
                "Until it is unlocked you can read your orders, but nothing is read from vendors "
                "or sent to them."
            ),
            self.tr(
                "Forgotten? Nobody can read the file without it. Remove the file secrets.sealed "
                "from orderdesk's folder of settings, choose another passphrase, and type the "
                "passwords of your connections again. No orders are lost by that."
            ),
            self.tr("Unlock"),
            self.tr("Later"),
        )

    def _lay_out(self) -> None:
        words = self._words()
        self.setWindowTitle(words.title)
        self.setAccessibleName(words.title)
        self.setAccessibleDescription(words.text)
        self.accept_button.setText(words.accept)
        self.cancel_button.setText(words.cancel)
        heading = PlainLabel(words.title, wrap=True)
        heading.set_size("large")
        column = QVBoxLayout()
        column.setContentsMargins(22, 18, 22, 16)
        column.setSpacing(10)
        column.addWidget(heading)
        column.addWidget(PlainLabel(words.text, wrap=True))
        column.addWidget(self.form)
        if self._new:
            column.addLayout(self._strength_line())
        column.addWidget(PlainLabel(words.forgotten, tone="muted", wrap=True))
        column.addStretch()
        column.addLayout(self._buttons())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.strip)
        whole.addLayout(column)
        self.setFixedWidth(_WIDTH)

    def _strength_line(self) -> QHBoxLayout:
        self.meter.setRange(0, int(Strength.STRONG))
        self.meter.setTextVisible(False)
        self.meter.setFixedWidth(120)
        self.meter.setAccessibleName(self.tr("How hard it is to guess"))
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addSpacing(146)
        row.addWidget(self.meter)
        row.addWidget(self.hint, 1)
        return row

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch()
        for button in (self.cancel_button, self.accept_button):
            button.setAutoDefault(False)
            row.addWidget(button)
        self.accept_button.setProperty("kind", "primary")
        self.accept_button.clicked.connect(self.submit)
        self.cancel_button.clicked.connect(self.reject)
        return row

    def _on_edited(self) -> None:
        self.strip.hide()
        if self.isVisible():
            fit_height(self)
        if not self._new:
            return
        typed = self.form.values()["passphrase"] or ""
        strength = strength_of(typed) if typed else None
        self.meter.setValue(int(strength or 0))
        self.hint.setText(say_text(STRENGTH_LABELS[strength]) if strength else "")
        self.meter.setAccessibleDescription(self.hint.text())

    def _set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        self.form.setEnabled(not busy)
        self.accept_button.setEnabled(not busy)

    def _unlocked(self, _nothing: None) -> None:
        self.accept()

    def _refused(self, error: DeskError) -> None:
        """Say why, and keep what was typed so that a slip can be mended."""
        self._set_busy(busy=False)
        text = sentences(error)
        self.strip.say(text)
        self.strip.show()
        fit_height(self)
        announce(self, text, urgent=True)
        editor = self.form.rows["passphrase"].editor.widget
        editor.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(editor, QLineEdit):
            editor.selectAll()

    @override
    def showEvent(self, arg__1: QShowEvent) -> None:
        super().showEvent(arg__1)
        fit_height(self)

    @override
    def keyPressEvent(self, arg__1: QKeyEvent) -> None:
        enter = arg__1.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and not isinstance(self.focusWidget(), QPushButton):
            self.submit()
        else:
            super().keyPressEvent(arg__1)
