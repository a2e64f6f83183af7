"""The form of one connection: its name, settings, secrets and addresses."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from orderdesk.domain.gateway import ConnectionConfig, ConnectorDescription
from orderdesk.domain.messages import Message
from orderdesk.services.views import VaultState
from orderdesk.ui.connections.form_specs import (
    SECRETS,
    config_of,
    first_fields,
    form_specs,
    hidden_fields,
    key_of,
    secrets_of,
    values_of,
)
from orderdesk.ui.connections.show_button import ShowButton
from orderdesk.ui.connections.vault_words import KEPT
from orderdesk.ui.context import Context
from orderdesk.ui.forms.form import FieldForm
from orderdesk.ui.i18n import say_text


class ConnectionForm(QWidget):
    """Edits a connection; a secret that is kept is never shown, only replaced.

    Signals:
        edited: the person changed something.
        accepted: Ctrl+Enter was pressed.
    """

    edited = Signal()
    accepted = Signal()

    def __init__(
        self,
        context: Context,
        description: ConnectorDescription,
        config: ConnectionConfig | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.description = description
        self._key = config.key if config is not None else ""
        begun = config or ConnectionConfig("", "", description.vendor)
        self.fields = FieldForm(
            context,
            form_specs(description, kept=config is not None),
            connection=self._key,
            values=values_of(begun),
            first=first_fields(description, begun),
        )
        self.fields.edited.connect(self.edited)
        self.fields.accepted.connect(self.accepted)
        self.show_buttons = [
            ShowButton(context.icons, line, say_text(self.fields.rows[key].spec.label))
            for key in hidden_fields(description)
            if isinstance(line := self.fields.rows[key].editor.widget, QLineEdit)
        ]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.fields)
        self.setFocusProxy(self.fields)

    def config(self) -> ConnectionConfig:
        """Return the connection as typed, to be checked by the services."""
        return config_of(self.fields.values(), self.description, self._key)

    def secrets(self) -> dict[str, str]:
        """Return the secrets as typed; those left empty are not in it."""
        return secrets_of(self.fields.values(), self.description)

    def dirty(self) -> bool:
        """Whether something is typed that is not kept."""
        return bool(self.fields.changes())

    def begin(self, config: ConnectionConfig) -> None:
        """Begin anew with a connection as it is kept; typed secrets are forgotten."""
        for button in self.show_buttons:
            button.setChecked(False)
        self.fields.set_values(values_of(config))

    def say_kept(self, state: VaultState) -> None:
        """Say in the empty fields of kept secrets where those are."""
        if not self._key:
            return
        for spec in self.description.secrets:
            line = self.fields.rows[key_of(SECRETS, spec.key)].editor.widget
            if isinstance(line, QLineEdit):
                line.setPlaceholderText(say_text(KEPT[state]))

    def show_problems(self, problems: "dict[str, Message]") -> dict[str, Message]:
        """Show what a service found wrong; return the problems that have no field here."""
        return self.fields.show_problems(problems)

    def go_to(self, key: str) -> QWidget | None:
        """Go to a field, showing it if it waits behind the button; None if there is none."""
        row = self.fields.rows.get(key)
        if row is None:
            return None
        if row.editor.isHidden():
            self.fields.set_expanded(expanded=True)
        row.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        return row.editor
