"""What nobody foresaw, said once and calmly: a number, and the way to get help."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from orderdesk.ui.announcement import announce
from orderdesk.ui.i18n import plural
from orderdesk.ui.icons import Icons
from orderdesk.ui.theme import Theme
from orderdesk.ui.widgets.labels import PlainLabel


class FailureDialog(QDialog):
    """The number under which the log has it; more failures meanwhile only count up."""

    def __init__(
        self, theme: Theme, icons: Icons, save: Callable[[], object], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("failure-dialog")
        self.setWindowTitle(self.tr("Something went wrong"))
        self.setAccessibleName(self.windowTitle())
        self._numbers: list[str] = []
        self._times = 0
        self.number = PlainLabel(tone="strong", selectable=True)
        self.number.setAccessibleName(self.tr("Number of the failure"))
        self.more = PlainLabel(tone="muted", wrap=True)
        self.more.hide()
        picture = PlainLabel()
        ratio = self.devicePixelRatioF()
        picture.setPixmap(icons.pixmap("octagon-alert", theme.colour("red"), 32, ratio))
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(self._words(), 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 16)
        whole.setSpacing(16)
        whole.addLayout(top)
        whole.addStretch(1)
        whole.addLayout(self._foot(save))
        self._close.setFocus(Qt.FocusReason.OtherFocusReason)
        self.resize(520, 230)

    def count(self, number: str) -> None:
        """Show a failure: the first one by its number, others as one more."""
        if not self._numbers:
            self.number.setText(number)
        self._numbers.append(number)
        self.count_again()

    def count_again(self) -> None:
        """Show that something failed once more."""
        self._times += 1
        if self._times > 1:
            text = self.tr("It happened %n time(s) while this was open.", "", self._times)
            self.more.setText(plural(text, self._times))
            self.more.show()

    def _words(self) -> QVBoxLayout:
        title = PlainLabel(self.tr("Something went wrong that was not foreseen"), wrap=True)
        title.set_size("large")
        text = PlainLabel(
            self.tr(
                "Your orders and changes are safe, and you can go on working. If it happens "
                "again, give the number and the diagnostics to whoever helps you."
            ),
            wrap=True,
        )
        copy = QPushButton(self.tr("Copy"))
        copy.setAutoDefault(False)
        copy.setAccessibleDescription(self.tr("Copies the number."))
        copy.clicked.connect(self._copy)
        row = QHBoxLayout()
        row.addWidget(PlainLabel(self.tr("Number"), tone="muted"))
        row.addWidget(self.number)
        row.addWidget(copy)
        row.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(8)
        for part in (title, text):
            column.addWidget(part)
        column.addLayout(row)
        column.addWidget(self.more)
        return column

    def _foot(self, save: Callable[[], object]) -> QHBoxLayout:
        diagnostics = QPushButton(self.tr("Save diagnostics…"))
        diagnostics.setAutoDefault(False)
        diagnostics.clicked.connect(lambda _checked=False: save())
        self._close = QPushButton(self.tr("Close"))
        self._close.setDefault(True)
        self._close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(diagnostics)
        row.addWidget(self._close)
        return row

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(" ".join(self._numbers))


class FailureTeller(QObject):
    """Opens one dialog at a time, whatever happens meanwhile."""

    def __init__(
        self, theme: Theme, icons: Icons, save: Callable[[], object], window: QWidget
    ) -> None:
        super().__init__(window)
        self._theme = theme
        self._icons = icons
        self._save = save
        self._window = window
        self._dialog: FailureDialog | None = None

    def tell(self, number: str) -> None:
        """Show a failure that nobody foresaw under its number."""
        if self._dialog is None:
            self._dialog = FailureDialog(self._theme, self._icons, self._save, self._window)
            self._dialog.finished.connect(self._forget)
            self._dialog.count(number)
            self._dialog.open()
            announce(self._dialog, self._dialog.windowTitle(), urgent=True)
        else:
            self._dialog.count(number)

    def tell_again(self) -> None:
        """Count a failure that came before; what fails again and again opens nothing."""
        if self._dialog is not None:
            self._dialog.count_again()

    def _forget(self, _result: int) -> None:
        self._dialog = None
