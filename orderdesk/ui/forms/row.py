"""One field of a form: its label, its editor, and one line of words below."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy

from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.ui.forms.editors import Editor
from orderdesk.ui.i18n import say, say_text
from orderdesk.ui.widgets.labels import PlainLabel

NEEDED = QT_TRANSLATE_NOOP("messages", "{field}, needed")
WAS = QT_TRANSLATE_NOOP("messages", "Was: {value}")
EMPTY = QT_TRANSLATE_NOOP("messages", "empty")


class FieldRow:
    """The widgets of a field; below the editor stands the gravest thing there is to say."""

    def __init__(self, editor: Editor, layout: QGridLayout, line: int) -> None:
        spec = editor.spec
        self.editor = editor
        self.spec = spec
        self.touched = False
        self.refusal: Message | None = None
        """What a service said of the value; it holds until the value is edited."""
        self._label_text = say_text(spec.label)
        self._help = say_text(spec.help) if spec.help else ""
        self._hint = ""
        self._was: str | None = None
        self._problem = ""
        shown = self._label_text + (" *" if spec.required else "")
        self.label = PlainLabel(shown, tone="muted", wrap=True)
        self.label.setContentsMargins(0, 6, 0, 0)
        self.label.setBuddy(editor)
        self.note = PlainLabel(tone="muted", wrap=True)
        self.note.set_size("small")
        # Wrapped words must not make a narrow form wider.
        self.note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        layout.addWidget(self.label, line, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(editor, line, 1)
        layout.addWidget(self.note, line + 1, 1)
        self._describe()

    @property
    def problem(self) -> str:
        """What is said to be wrong now."""
        return self._problem

    def say_problem(self, problem: Message | None) -> None:
        """Show what is wrong with the value, or that nothing is."""
        self._problem = say(problem) if problem else ""
        self.editor.mark(wrong=problem is not None)
        self._describe()

    def say_hint(self, hint: str) -> None:
        """Show what the other fields mean for this one."""
        if hint != self._hint:
            self._hint = hint
            self._describe()

    def say_was(self, was: str | None) -> None:
        """Show the value it had before it was changed here."""
        if was != self._was:
            self._was = was
            self._describe()

    def set_shown(self, *, shown: bool) -> None:
        """Show or hide the whole row."""
        self.label.setVisible(shown)
        self.editor.setVisible(shown)
        self.note.setVisible(shown and self.note.text() != "")

    def _describe(self) -> None:
        was = say(Message(WAS, {"value": self._was or say_text(EMPTY)}))
        before = was if self._was is not None else ""
        hint = self._hint or ("" if before else self._help)
        text = self._problem or " · ".join(filter(None, (before, hint)))
        self.note.set_tone("error" if self._problem else "muted")
        self.note.setText(text)
        self.note.setVisible(text != "" and not self.editor.isHidden())
        name = self._label_text
        if self.spec.required:
            name = say(Message(NEEDED, {"field": name}))
        self.editor.name(name, text)
