"""One connection, new or kept: its form, its test, and what can be done with it."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from orderdesk.domain.errors import DeskError, InputError
from orderdesk.domain.gateway import ConnectorDescription
from orderdesk.services.views import ConnectionStatus, VaultState
from orderdesk.ui.announcement import announce
from orderdesk.ui.connections.connection_form import ConnectionForm
from orderdesk.ui.connections.connection_test import ConnectionTest, Subject
from orderdesk.ui.connections.page_head import PageHead
from orderdesk.ui.connections.unlocking import ensure_unlocked
from orderdesk.ui.connections.vault_line import VaultLine
from orderdesk.ui.connections.vendor_chooser import VendorChooser
from orderdesk.ui.context import Context
from orderdesk.ui.forms.dialog import sentences
from orderdesk.ui.i18n import say
from orderdesk.ui.widgets.labels import PlainLabel
from orderdesk.ui.widgets.scrolled import scrolled
from orderdesk.ui.widgets.strip import Strip


class ConnectionPage(QWidget):
    """Edits one connection; without a status, a new one.

    Signals:
        saved: the key of the connection that is kept now.
        removal_asked: the connection is to be removed.
        close_asked: the dialog is to be closed.
        changed: something was typed, or is kept now.
    """

    saved = Signal(str)
    removal_asked = Signal()
    close_asked = Signal()
    changed = Signal()

    def __init__(
        self,
        context: Context,
        status: ConnectionStatus | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self.status = status
        self._busy = False
        self._forms: dict[str, ConnectionForm] = {}
        self._descriptions = {one.vendor: one for one in context.desk.connections.descriptions()}
        self.head = PageHead(context)
        self.notice = Strip(context.theme, context.icons, kind="error", closable=True)
        self.notice.hide()
        self.chooser = VendorChooser(context, list(self._descriptions.values()))
        self.vault = VaultLine(context)
        self.test = ConnectionTest(context, self._subject)
        self.note = PlainLabel(tone="muted", wrap=True)
        self.remove_button = QPushButton(self.tr("Remove…"))
        self.save_button = QPushButton(self.tr("Save"))
        self.close_button = QPushButton(self.tr("Close"))
        self._place = QVBoxLayout()
        self.form = self._chosen_form()
        self._lay_out()
        self._connect()
        self._describe()

    def show_status(self, status: ConnectionStatus) -> None:
        """Take note of how the connection is doing, and of changes made elsewhere."""
        another = self.status is not None and status.config != self.status.config
        self.status = status
        self.head.show_status(status)
        if another and not self.form.dirty():
            self.form.begin(status.config)
            self._describe()

    def dirty(self) -> bool:
        """Whether something is typed that is not kept."""
        return any(form.dirty() for form in self._forms.values())

    def save(self) -> None:
        """Keep the connection as typed, asking for a passphrase where secrets need one."""
        if self._busy:
            return
        self.notice.hide()
        if not self.form.fields.reveal_problems():
            self._complain(self.tr("Not everything is right yet; see below the fields."))
            return
        if self.status is None or self.form.secrets():
            ensure_unlocked(self._context, self._save, parent=self.window())
        else:
            self._save()

    def say(self, kind: str, text: str) -> None:
        """Show a sentence over the form."""
        self.notice.set_kind(kind)
        self.notice.say(text)
        self.notice.show()

    def go_to(self, key: str) -> None:
        """Go to a field of the form."""
        editor = self.form.go_to(key)
        if editor is not None:
            self._area.ensureWidgetVisible(editor)

    def _lay_out(self) -> None:
        if self.status is None:
            self.head.show_new()
            self.remove_button.hide()
        else:
            self.head.show_status(self.status)
            self.chooser.hide()
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(22, 6, 22, 18)
        column.setSpacing(14)
        column.addWidget(self.chooser)
        for fault in self._context.desk.connections.left_out() if self.status is None else ():
            column.addWidget(PlainLabel(sentences(fault), tone="warning", wrap=True))
        column.addLayout(self._place)
        column.addWidget(self.vault)
        column.addStretch()
        self._area = scrolled(inner)
        foot = QHBoxLayout()
        foot.setContentsMargins(22, 10, 22, 14)
        foot.setSpacing(8)
        foot.addWidget(self.remove_button)
        foot.addWidget(self.note, 1)
        test_buttons = (self.test.button, self.test.stop_button)
        for button in (*test_buttons, self.close_button, self.save_button):
            foot.addWidget(button)
        for button in (self.remove_button, self.close_button, self.save_button):
            button.setAutoDefault(False)
        self.save_button.setProperty("kind", "primary")
        self.save_button.setObjectName("save-connection")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addWidget(self.notice)
        whole.addWidget(self._area, 1)
        whole.addWidget(self.test)
        whole.addLayout(foot)

    def _connect(self) -> None:
        self.chooser.chosen.connect(self._on_vendor)
        self.vault.changed.connect(self._on_vault)
        self.test.changed.connect(self._describe)
        self.test.field_asked.connect(self.go_to)
        self.test.problems_found.connect(self._show_problems)
        self.save_button.clicked.connect(self.save)
        self.remove_button.clicked.connect(self.removal_asked)
        self.close_button.clicked.connect(self.close_asked)

    def _description(self) -> ConnectorDescription:
        vendor = self.chooser.vendor() if self.status is None else self.status.config.vendor
        return self._descriptions[vendor]

    def _chosen_form(self) -> ConnectionForm:
        """Return the form for the vendor chosen; what was typed for another one stays with it."""
        description = self._description()
        form = self._forms.get(description.vendor)
        if form is None:
            config = self.status.config if self.status is not None else None
            form = ConnectionForm(self._context, description, config)
            form.edited.connect(self._on_edited)
            form.accepted.connect(self.save)
            self._forms[description.vendor] = form
            self._place.addWidget(form)
        return form

    def _on_vendor(self, _vendor: str) -> None:
        self.form.hide()
        self.form = self._chosen_form()
        self.form.show()
        self.test.forget()
        self._describe()

    def _on_vault(self, state: VaultState) -> None:
        self.form.say_kept(state)

    def _on_edited(self) -> None:
        self.notice.hide()
        self.test.follow()
        self._describe()
        self.changed.emit()

    def _subject(self) -> Subject:
        secrets = self.form.secrets()
        return self.form.config(), secrets if secrets or self.status is None else None

    def _describe(self) -> None:
        """Say whether what stands here is kept, and whether it has passed a test."""
        if self.status is not None and not self.dirty():
            self.note.setText("")
        elif self.test.passed:
            self.note.setText(self.tr("Tested, not saved yet."))
        elif self.test.passed is False:
            self.note.setText(self.tr("The test failed; it can be saved all the same."))
        elif self.test.running:
            self.note.setText(self.tr("Being tested…"))
        else:
            self.note.setText(self.tr("Not tested; it can be saved all the same."))

    def _save(self) -> None:
        self._set_busy(busy=True)
        config, connections = self.form.config(), self._context.desk.connections
        tested = bool(self.test.passed)
        if self.status is None:
            self._context.tasks.call(
                connections.add(config, self.form.secrets()),
                name="add a connection",
                then=partial(self._kept, tested),
                otherwise=self._refused,
            )
        else:
            self._context.tasks.call(
                connections.update(config, self.form.secrets() or None),
                name="change a connection",
                then=partial(self._changed, tested, config.key),
                otherwise=self._refused,
            )

    def _set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        self.form.setEnabled(not busy)
        self.save_button.setEnabled(not busy)

    def _changed(self, tested: bool, key: str, _nothing: None) -> None:
        self._kept(tested, key)

    def _kept(self, tested: bool, key: str) -> None:
        self._set_busy(busy=False)
        for form in self._forms.values():
            form.begin(form.config())
        self.changed.emit()
        self._describe()
        self.saved.emit(key)
        announce(self, self.tr("Saved") if tested else self.tr("Saved without a passed test"))

    def _refused(self, error: DeskError) -> None:
        self._set_busy(busy=False)
        if isinstance(error, InputError) and error.problems:
            self._show_problems(error)
        else:
            self._complain(sentences(error))

    def _show_problems(self, error: InputError) -> None:
        rest = self.form.show_problems(dict(error.problems))
        told = " ".join(say(problem) for problem in rest.values())
        if told or not error.problems:
            self._complain(told or sentences(error))
        else:
            self._complain(self.tr("Not everything is right yet; see below the fields."))

    def _complain(self, text: str) -> None:
        self.say("error", text)
        announce(self, text, urgent=True)
