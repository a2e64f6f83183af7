"""Rules for the desk: one event loop, one switch for actions, no text taken for markup."""

import ast
import re
from collections.abc import Iterator

from tests.rules.source import Offence, Rule, Source, calls, dotted, functions, last

DESK = ("orderdesk/ui", "orderdesk/app.py")

_NESTED_LOOP = re.compile(
    r"(^|\.)(QMessageBox\.(about|aboutQt|critical|information|question|warning)"
    r"|QFileDialog\.get\w+|QInputDialog\.get\w+|QColorDialog\.getColor|QFontDialog\.getFont"
    r"|QEventLoop|QApplication\.processEvents|QCoreApplication\.processEvents)$"
)
# Inside a form a field or a button may go grey while the rest is not filled in. Elsewhere what is
# impossible is an action, and actions stay askable: ui/actions.py shows them with their reason.
_FORMS = (
    "orderdesk/ui/forms",
    "orderdesk/ui/dialogs",
    "orderdesk/ui/connections",
    "orderdesk/ui/settings",
    "orderdesk/ui/staging",
    "orderdesk/ui/widgets",
)
# A socket notifier is no action; it is switched where it is made.
_NOTIFIERS = ("orderdesk/app.py",)
# Menus of the view itself, not of an order: the last visible column cannot be hidden.
_VIEW_MENUS = ("orderdesk/ui/orders/header.py",)
_MARKUP = ("RichText", "AutoText", "MarkdownText")
_PLAIN_TEXT_MAKERS = {"plain_tip", "escape"}
_TRANSLATORS = {"tr", "translate", "say", "say_text", "QT_TRANSLATE_NOOP", "QT_TR_NOOP"}
_SHOWING_METHODS = {
    "addAction",
    "addItem",
    "addMenu",
    "addRow",
    "addTab",
    "setAccessibleDescription",
    "setAccessibleName",
    "setInformativeText",
    "setLabelText",
    "setPlaceholderText",
    "setPrefix",
    "setStatusTip",
    "setSuffix",
    "setText",
    "setTitle",
    "setToolTip",
    "setWhatsThis",
    "setWindowTitle",
    "showMessage",
}
_SHOWING_WIDGETS = {
    "ElidedLabel",
    "PlainLabel",
    "QAction",
    "QCheckBox",
    "QDockWidget",
    "QGroupBox",
    "QLabel",
    "QMenu",
    "QMessageBox",
    "QPushButton",
    "QRadioButton",
}
_WORD = re.compile(r"[A-Za-z]{2}")


def loop_is_not_nested(source: Source) -> Iterator[Offence]:
    """Find dialogs that block: a second loop inside a coroutine breaks other tasks."""
    if not source.under(*DESK):
        return
    for call in calls(source.tree):
        # asyncio's loop on Qt's is the one loop there is, not a nested one.
        if dotted(call.func) == "qasync.QEventLoop":
            continue
        if last(call.func) in {"exec", "exec_"} or _NESTED_LOOP.search(dotted(call.func)):
            yield Offence(call.lineno, f"{dotted(call.func)} runs a nested event loop")


def action_is_switched_in_one_place(source: Source) -> Iterator[Offence]:
    """Find actions switched outside ui/actions.py; forms may grey their own parts."""
    elsewhere = ("orderdesk/ui/actions.py", *_VIEW_MENUS, *_NOTIFIERS)
    if not source.under(*DESK) or source.under(*elsewhere):
        return
    for call in calls(source.tree):
        if last(call.func) not in {"setEnabled", "setDisabled"}:
            continue
        receiver = dotted(call.func).rpartition(".")[0]
        if "action" in receiver.casefold() or not source.under(*_FORMS):
            yield Offence(call.lineno, f"{dotted(call.func)} belongs to ui/actions.py")


def label_takes_plain_text(source: Source) -> Iterator[Offence]:
    """Find labels and boxes that would read what looks like HTML as HTML."""
    if not source.under(*DESK):
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and last(node.func) == "QLabel":
            yield Offence(node.lineno, "a bare QLabel guesses whether its text is HTML")
        if isinstance(node, ast.Attribute) and node.attr in _MARKUP:
            yield Offence(node.lineno, f"{node.attr} shows a text as markup")
        if isinstance(node, ast.ClassDef) and "QLabel" in {last(base) for base in node.bases}:
            yield from _unless_plain(node, "a QLabel")
    for function in functions(source.tree):
        for call in calls(function):
            if last(call.func) == "QMessageBox":
                yield from _unless_plain(function, "a QMessageBox")


def _unless_plain(
    node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef, what: str
) -> Iterator[Offence]:
    set_plain = any(
        last(call.func) == "setTextFormat"
        and [dotted(argument) for argument in call.args] == ["Qt.TextFormat.PlainText"]
        for call in calls(node)
    )
    if not set_plain:
        yield Offence(node.lineno, f"{what} without setTextFormat(Qt.TextFormat.PlainText)")


def tool_tip_is_escaped(source: Source) -> Iterator[Offence]:
    """Find tool tips, which read HTML too, of texts that are neither our own nor escaped."""
    if not source.under(*DESK):
        return
    for call in calls(source.tree):
        if last(call.func) == "setToolTip":
            for argument in call.args[-1:]:
                if not _safe(argument):
                    yield Offence(call.lineno, f"tool tip not escaped: {ast.unparse(argument)}")


def _safe(text: ast.expr) -> bool:
    if isinstance(text, ast.Constant):
        return True
    if isinstance(text, ast.IfExp):
        return _safe(text.body) and _safe(text.orelse)
    if isinstance(text, ast.Call):
        own = last(text.func) in _TRANSLATORS and all(map(_safe, text.args))
        return own or last(text.func) in _PLAIN_TEXT_MAKERS
    return False


def shown_text_is_translated(source: Source) -> Iterator[Offence]:
    """Find sentences of the program that reach a widget without translation."""
    if not source.under(*DESK):
        return
    for call in calls(source.tree):
        name = last(call.func)
        shows = name in _SHOWING_WIDGETS or (
            name in _SHOWING_METHODS and isinstance(call.func, ast.Attribute)
        )
        for argument in call.args if shows else ():
            words = _own_words(argument)
            if words:
                yield Offence(call.lineno, f"{name} shows an untranslated text: {words!r}")


def _own_words(argument: ast.expr) -> str:
    parts = argument.values if isinstance(argument, ast.JoinedStr) else [argument]
    texts = (part.value for part in parts if isinstance(part, ast.Constant))
    return next((text for text in texts if isinstance(text, str) and _WORD.search(text)), "")


def coroutine_starts_in_one_place(source: Source) -> Iterator[Offence]:
    """Find coroutines started past ui/tasks.py, which keeps them and reports failures."""
    if not source.under("orderdesk/ui") or source.under("orderdesk/ui/tasks.py"):
        return
    for call in calls(source.tree):
        if last(call.func) in {
            "create_task",
            "ensure_future",
            "asyncSlot",
            "run_coroutine_threadsafe",
        }:
            yield Offence(call.lineno, f"{dotted(call.func)} belongs to ui/tasks.py")


RULES: dict[str, Rule] = {
    rule.__name__: rule
    for rule in (
        loop_is_not_nested,
        action_is_switched_in_one_place,
        label_takes_plain_text,
        tool_tip_is_escaped,
        shown_text_is_translated,
        coroutine_starts_in_one_place,
    )
}
