"""When a person is asked for the passphrase: only where secrets are needed and cannot be read."""

from collections.abc import Callable

import shiboken6
from PySide6.QtWidgets import QWidget

from orderdesk.services.views import ConnectionStatus, VaultState
from orderdesk.ui.connections.passphrase_dialog import PassphraseDialog
from orderdesk.ui.connections.vault_words import NEEDS_PASSPHRASE
from orderdesk.ui.context import Context


def ensure_unlocked(
    context: Context,
    then: Callable[[], object],
    *,
    parent: QWidget,
    otherwise: Callable[[], object] = lambda: None,
) -> None:
    """Call `then` once secrets can be read and kept, asking for a passphrase where it takes one.

    `otherwise` is called where the person does not give it.
    """

    def decide(state: VaultState) -> None:
        if not shiboken6.isValid(parent):
            return
        if state not in NEEDS_PASSPHRASE:
            then()
            return
        dialog = PassphraseDialog(context, new=state is VaultState.FILE_NEW, parent=parent)
        dialog.accepted.connect(then)
        dialog.rejected.connect(otherwise)
        dialog.open()

    context.tasks.call(
        context.desk.connections.vault_state(), name="where secrets are kept", then=decide
    )


def unlock_at_start(context: Context, *, parent: QWidget) -> None:
    """Ask for the passphrase where there are connections whose secrets are locked.

    Where there is no file yet nothing is asked: it would be empty, and of no use to them.
    """

    def ask(state: VaultState) -> None:
        if state is VaultState.FILE_LOCKED and shiboken6.isValid(parent):
            PassphraseDialog(context, new=False, parent=parent).open()

    def look(statuses: list[ConnectionStatus]) -> None:
        if statuses:
            context.tasks.call(
                context.desk.connections.vault_state(), name="where secrets are kept", then=ask
            )

    context.tasks.call(context.desk.connections.list(), name="connections", then=look)
