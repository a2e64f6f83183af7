"""The window's own actions: names, words, shortcuts and icons in one table."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.ui.i18n import say_text
from orderdesk.ui.icons import Icons
from orderdesk.ui.tips import plain_tip


@dataclass(frozen=True, slots=True)
class Spec:
    """One action; `text` and `summary` are source texts, `keys` portable shortcuts."""

    name: str
    text: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    summary: str = ""
    checkable: bool = False
    role: QAction.MenuRole = QAction.MenuRole.NoRole


SPECS: tuple[Spec, ...] = (
    Spec(
        "new_order",
        QT_TRANSLATE_NOOP("messages", "&New order…"),
        ("Ctrl+N",),
        "plus",
        QT_TRANSLATE_NOOP("messages", "Make a new order with its items."),
    ),
    Spec(
        "leave_demo",
        QT_TRANSLATE_NOOP("messages", "&Leave the demo"),
        (),
        "log-out",
        QT_TRANSLATE_NOOP("messages", "Close the demo and open your own orders."),
    ),
    Spec(
        "quit",
        QT_TRANSLATE_NOOP("messages", "&Quit"),
        ("Ctrl+Q",),
        role=QAction.MenuRole.QuitRole,
    ),
    Spec(
        "undo",
        QT_TRANSLATE_NOOP("messages", "&Undo"),
        ("Ctrl+Z",),
        "undo-2",
        QT_TRANSLATE_NOOP("messages", "Take the last change back, unsent where it still waits."),
    ),
    Spec(
        "redo",
        QT_TRANSLATE_NOOP("messages", "&Redo"),
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        "",
        QT_TRANSLATE_NOOP("messages", "Ask again for what was taken back last."),
    ),
    Spec(
        "grace",
        QT_TRANSLATE_NOOP("messages", "&Time to undo…"),
        (),
        "hourglass",
        QT_TRANSLATE_NOOP("messages", "Set how long a change waits before it is sent."),
    ),
    Spec(
        "edit_cell",
        QT_TRANSLATE_NOOP("messages", "Edit ce&ll"),
        ("F2",),
        "pencil",
        QT_TRANSLATE_NOOP("messages", "Edit the current cell in place; the change is staged."),
    ),
    Spec(
        "review_staged",
        QT_TRANSLATE_NOOP("messages", "Revie&w staged changes…"),
        ("Ctrl+S",),
        "save",
        QT_TRANSLATE_NOOP("messages", "Look through what is staged, and send or discard it."),
    ),
    Spec(
        "discard_order",
        QT_TRANSLATE_NOOP("messages", "Discard changes of &this order…"),
        (),
        "",
        QT_TRANSLATE_NOOP("messages", "Take out what is staged on the current order."),
    ),
    Spec(
        "discard_staged",
        QT_TRANSLATE_NOOP("messages", "&Discard staged changes…"),
        (),
        "trash-2",
        QT_TRANSLATE_NOOP("messages", "Take out everything that is staged; nothing is sent."),
    ),
    Spec(
        "settings",
        QT_TRANSLATE_NOOP("messages", "&Settings…"),
        ("Ctrl+,",),
        "settings",
        QT_TRANSLATE_NOOP("messages", "Sync, sending, appearance, privacy and updates."),
        role=QAction.MenuRole.PreferencesRole,
    ),
    Spec("copy", QT_TRANSLATE_NOOP("messages", "&Copy rows"), ("Ctrl+C",), "copy"),
    Spec("select_all", QT_TRANSLATE_NOOP("messages", "Select &all"), ("Ctrl+A",)),
    Spec("find", QT_TRANSLATE_NOOP("messages", "&Find orders"), ("Ctrl+F",), "search"),
    Spec(
        "edit_query",
        QT_TRANSLATE_NOOP("messages", "&Edit filter as text"),
        ("Ctrl+L",),
        "pencil",
    ),
    Spec("clear_query", QT_TRANSLATE_NOOP("messages", "Clear fi&lter"), ("Ctrl+Shift+L",), "x"),
    Spec(
        "apply_changes",
        QT_TRANSLATE_NOOP("messages", "A&pply changes to the list"),
        ("Ctrl+Shift+A",),
        "list",
        QT_TRANSLATE_NOOP("messages", "Show the list as it is now, with what came meanwhile."),
    ),
    Spec(
        "filter_value",
        QT_TRANSLATE_NOOP("messages", "Filter &with this value"),
        ("Ctrl+Shift+F",),
        "filter",
    ),
    Spec("exclude_value", QT_TRANSLATE_NOOP("messages", "E&xclude this value"), (), "eye-off"),
    Spec(
        "sidebar",
        QT_TRANSLATE_NOOP("messages", "&Side bar"),
        ("F9",),
        "layout-panel-left",
        checkable=True,
    ),
    Spec(
        "detail",
        QT_TRANSLATE_NOOP("messages", "Order &detail"),
        ("Ctrl+D",),
        "panel-right",
        checkable=True,
    ),
    Spec(
        "activity",
        QT_TRANSLATE_NOOP("messages", "&Activity"),
        ("Ctrl+J",),
        "history",
        QT_TRANSLATE_NOOP("messages", "Show every change and what became of it."),
        checkable=True,
    ),
    Spec("next_pane", QT_TRANSLATE_NOOP("messages", "Ne&xt pane"), ("F6",)),
    Spec("previous_pane", QT_TRANSLATE_NOOP("messages", "Pre&vious pane"), ("Shift+F6",)),
    Spec(
        "full_screen",
        QT_TRANSLATE_NOOP("messages", "F&ull screen"),
        ("F11",),
        checkable=True,
    ),
    Spec("previous_order", QT_TRANSLATE_NOOP("messages", "Pre&vious order"), ("Alt+Up",)),
    Spec("next_order", QT_TRANSLATE_NOOP("messages", "Ne&xt order"), ("Alt+Down",)),
    Spec(
        "drafts",
        QT_TRANSLATE_NOOP("messages", "Dra&fts…"),
        (),
        "pencil",
        QT_TRANSLATE_NOOP("messages", "List what is half typed, to open or drop it."),
    ),
    Spec(
        "reasons",
        QT_TRANSLATE_NOOP("messages", "&What can be done…"),
        ("Ctrl+.",),
        "circle-help",
        QT_TRANSLATE_NOOP("messages", "List every action with the reason why it is impossible."),
    ),
    Spec(
        "refresh_order",
        QT_TRANSLATE_NOOP("messages", "&Read this order again"),
        ("Shift+F5",),
        "refresh-cw",
        QT_TRANSLATE_NOOP("messages", "Read the order from its vendor now."),
    ),
    Spec(
        "sync",
        QT_TRANSLATE_NOOP("messages", "S&ync"),
        ("Ctrl+R", "F5"),
        "refresh-cw",
        QT_TRANSLATE_NOOP("messages", "Read the orders of every connection from its vendor."),
    ),
    Spec(
        "bulk_runs",
        QT_TRANSLATE_NOOP("messages", "Changes to &many orders…"),
        ("Ctrl+Shift+J",),
        "list",
        QT_TRANSLATE_NOOP("messages", "Show what became of each order, and try again what failed."),
    ),
    Spec(
        "history",
        QT_TRANSLATE_NOOP("messages", "&History…"),
        ("Ctrl+H",),
        "history",
        QT_TRANSLATE_NOOP("messages", "Look through every change made here, to all orders."),
    ),
    Spec("stop_sync", QT_TRANSLATE_NOOP("messages", "S&top the sync"), (), "circle-pause"),
    Spec(
        "connections",
        QT_TRANSLATE_NOOP("messages", "&Connections…"),
        ("Ctrl+Shift+C",),
        "plug",
        QT_TRANSLATE_NOOP("messages", "Add, test, change and remove vendor accounts."),
    ),
    Spec(
        "add_connection",
        QT_TRANSLATE_NOOP("messages", "&Add a connection…"),
        (),
        "plus",
        QT_TRANSLATE_NOOP("messages", "Set up another vendor account."),
    ),
    Spec(
        "unread",
        QT_TRANSLATE_NOOP("messages", "&Orders that could not be read…"),
        (),
        "triangle-alert",
        QT_TRANSLATE_NOOP("messages", "List what came and could not be read, with the reason."),
    ),
    Spec(
        "commands",
        QT_TRANSLATE_NOOP("messages", "&Commands…"),
        ("Ctrl+K", "Ctrl+Shift+P"),
        "command",
        QT_TRANSLATE_NOOP("messages", "Find any action by its name."),
    ),
    Spec(
        "shortcuts",
        QT_TRANSLATE_NOOP("messages", "&Keyboard shortcuts"),
        ("Ctrl+?", "Ctrl+F1"),
        "keyboard",
    ),
    Spec(
        "diagnostics",
        QT_TRANSLATE_NOOP("messages", "Save &diagnostics…"),
        (),
        "life-buoy",
        QT_TRANSLATE_NOOP("messages", "Save one file for whoever helps you, without any data."),
    ),
    Spec(
        "check_updates",
        QT_TRANSLATE_NOOP("messages", "Check for &updates…"),
        (),
        "download",
        QT_TRANSLATE_NOOP("messages", "Ask whether there is a newer version of orderdesk."),
    ),
    Spec(
        "about",
        QT_TRANSLATE_NOOP("messages", "&About orderdesk"),
        (),
        "info",
        role=QAction.MenuRole.AboutRole,
    ),
)


class WindowActions(QObject):
    """The window's own actions, by name."""

    def __init__(self, icons: Icons, parent: QObject) -> None:
        super().__init__(parent)
        self._actions: dict[str, QAction] = {}
        for spec in SPECS:
            self._actions[spec.name] = self._make(spec, icons)

    def get(self, name: str) -> QAction:
        """Return the action called `name`."""
        return self._actions[name]

    def all(self) -> list[QAction]:
        """Return every action, in the order of the table."""
        return list(self._actions.values())

    def _make(self, spec: Spec, icons: Icons) -> QAction:
        action = QAction(say_text(spec.text), self)
        action.setObjectName(spec.name)
        action.setMenuRole(spec.role)
        action.setCheckable(spec.checkable)
        action.setShortcuts([QKeySequence(keys) for keys in spec.keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        sentence = say_text(spec.summary) if spec.summary else ""
        action.setStatusTip(sentence)
        title = plain_words(action)
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(plain_tip(f"{title} ({keys})" if keys else title, sentence))
        # A menu shows either the icon or the check mark.
        action.setIconVisibleInMenu(not spec.checkable)
        if spec.icon:
            icons.bind(action, spec.icon)
        return action


def plain_words(action: QAction) -> str:
    """Return an action's words without access key and dots."""
    return action.text().replace("&", "").removesuffix("…")
