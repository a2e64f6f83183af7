"""Help > Save diagnostics: what goes in, a look at all of it, and one zip where a person wants."""

import contextlib
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from orderdesk.diagnostics import Part, gather, write_parts
from orderdesk.profile import Profile, write_private
from orderdesk.ui.announcement import announce
from orderdesk.ui.aside import Aside, Tell
from orderdesk.ui.i18n import format_number, say_text
from orderdesk.ui.widgets.labels import PlainLabel
from orderdesk.ui.widgets.text_shelf import ShelfText, TextShelf

_KIBIBYTE = 1024


class DiagnosticsDialog(QDialog):
    """Says what is in the file, shows it, and saves it; nothing is sent anywhere."""

    def __init__(self, profile: Profile, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._profile = profile
        self._parts: list[Part] = []
        self._folder = QStandardPaths.writableLocation(
            QStandardPaths.StandardLocation.DocumentsLocation
        )
        self.saved: Path | None = None
        self.setObjectName("diagnostics-dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Save diagnostics"))
        self.setAccessibleName(self.windowTitle())
        self.shelf = TextShelf(self.tr("Files in the zip"), self.tr("What stands in the file"))
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("Gathering"))
        self.said = PlainLabel(wrap=True, selectable=True)
        self.save_button = QPushButton(self.tr("Save…"))
        self.show_button = QPushButton(self.tr("Show in folder"))
        self.copy_button = QPushButton(self.tr("Copy path"))
        self._lay_out()
        self._gather()

    def _lay_out(self) -> None:
        heading = PlainLabel(self.tr("One file for whoever helps you"))
        heading.set_size("large")
        inside = self.tr(
            "In it: versions, settings, counts, what the program did and what failed, recent "
            "requests with their status and duration, and crashes."
        )
        outside = self.tr(
            "Not in it: names, addresses, orders, amounts, file names, what vendors wrote, "
            "passwords and tokens. Nothing is sent: you decide who gets the file."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(10)
        column.addWidget(heading)
        column.addWidget(PlainLabel(inside, wrap=True))
        column.addWidget(PlainLabel(outside, wrap=True))
        column.addWidget(self.progress)
        column.addWidget(self.shelf, 1)
        column.addWidget(self.said)
        column.addLayout(self._foot())
        self.said.hide()
        self.resize(860, 560)
        self.setMinimumSize(520, 400)

    def _foot(self) -> QHBoxLayout:
        close = QPushButton(self.tr("Close"))
        close.clicked.connect(self.accept)
        self.save_button.setDefault(True)
        self.save_button.setProperty("kind", "primary")
        policy = self.save_button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.save_button.setSizePolicy(policy)
        self.save_button.hide()
        self.save_button.clicked.connect(self.choose)
        self.show_button.clicked.connect(self._show_folder)
        self.copy_button.clicked.connect(self._copy_path)
        row = QHBoxLayout()
        for button in (self.show_button, self.copy_button):
            button.setAutoDefault(False)
            button.hide()
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(close)
        row.addWidget(self.save_button)
        close.setAutoDefault(False)
        return row

    def _gather(self) -> None:
        aside: Aside[tuple[list[Part], str]] = Aside(partial(_read, self._profile), self)
        aside.stepped.connect(self._on_step)
        aside.done.connect(self._on_gathered)
        aside.failed.connect(self._on_failed)

    def _on_step(self, number: int, of: int) -> None:
        self.progress.setRange(0, of)
        self.progress.setValue(number)

    def _on_gathered(self, found: tuple[list[Part], str]) -> None:
        self._parts, folder = found
        self._folder = folder or self._folder
        self.progress.hide()
        self.shelf.put(
            [
                ShelfText(f"{one.name}  ({_size(one)})", say_text(one.says), one.text)
                for one in self._parts
            ]
        )
        self.save_button.show()

    def choose(self) -> None:
        """Ask where the file is to go; the answer comes later."""
        name = f"orderdesk-diagnostics-{datetime.now().astimezone():%Y%m%d-%H%M}.zip"
        asking = QFileDialog(self, self.tr("Save diagnostics"), self._folder)
        asking.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asking.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        asking.setFileMode(QFileDialog.FileMode.AnyFile)
        asking.setNameFilter(self.tr("Zip files (*.zip)"))
        asking.setDefaultSuffix("zip")
        asking.selectFile(name)
        asking.fileSelected.connect(self.save_to)
        asking.open()

    def save_to(self, name: str) -> None:
        """Write the file there, beside the window, and say so."""
        self.save_button.hide()
        self.progress.setRange(0, 0)
        self.progress.show()
        work = partial(_write, self._profile, list(self._parts), Path(name))
        aside: Aside[Path] = Aside(work, self)
        aside.done.connect(self._on_saved)
        aside.failed.connect(self._on_failed)

    def _on_saved(self, target: Path) -> None:
        self.saved = target
        self._folder = str(target.parent)
        self._say(self.tr("Saved as {path}.").format(path=target), "")
        for button in (self.show_button, self.copy_button):
            button.show()

    def _on_failed(self, error: BaseException) -> None:
        if not isinstance(error, OSError):
            raise error
        words = error.strerror or type(error).__name__
        text = self.tr("It could not be written ({words}). Choose another place.")
        self._say(text.format(words=words), "error")

    def _say(self, text: str, tone: str) -> None:
        self.progress.hide()
        self.save_button.setVisible(bool(self._parts))
        self.said.set_tone(tone)
        self.said.setText(text)
        self.said.show()
        announce(self.said, text, urgent=tone == "error")

    def _show_folder(self) -> None:
        if self.saved is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.saved.parent)))

    def _copy_path(self) -> None:
        QGuiApplication.clipboard().setText(str(self.saved or ""))


def _size(part: Part) -> str:
    return f"{format_number(max(1, len(part.text.encode()) // _KIBIBYTE))} kB"


def _remembered(profile: Profile) -> Path:
    return profile.config / "diagnostics-folder"


def _read(profile: Profile, tell: Tell) -> tuple[list[Part], str]:
    """Gather everything, and where a file like it was put before ("": nowhere that is left)."""
    folder = ""
    with contextlib.suppress(OSError, UnicodeDecodeError):
        folder = _remembered(profile).read_text("utf-8").strip()
    return gather(profile, on_step=tell), folder if folder and Path(folder).is_dir() else ""


def _write(profile: Profile, parts: Sequence[Part], target: Path, _tell: Tell) -> Path:
    written = write_parts(parts, target)
    with contextlib.suppress(OSError):  # the next one only begins elsewhere
        write_private(_remembered(profile), f"{written.parent}\n".encode())
    return written
