"""Sentences a person reads: a source text and its facts, rendered where they are shown."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

Fact: TypeAlias = "str | Message"
Translate: TypeAlias = Callable[[str], str]


_source_texts: set[str] = set()


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:
    """Mark `text` for the translators' extraction and return it unchanged."""
    _source_texts.add(text)
    return text


def is_source_text(text: str) -> bool:
    """Whether `text` is one of the program's own, and so holds nobody's data."""
    return text in _source_texts


class Sentence(str):
    """A rendered sentence that still knows what it was made of; logs write that alone."""

    __slots__ = ("plain",)
    plain: str

    def __new__(cls, text: str, plain: str) -> "Sentence":
        """Keep with `text` the source text or texts that it was made of, without any fact."""
        made = super().__new__(cls, text)
        made.plain = plain
        return made


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence as source text with `{named}` facts; a fact may be a message itself."""

    text: str
    facts: Mapping[str, Fact] = field(default_factory=dict[str, Fact])

    def render(self, translate: Translate | None = None) -> str:
        """Return the sentence, in English or as `translate` has its source text."""
        template = translate(self.text) if translate else self.text
        filled = {
            name: fact.render(translate) if isinstance(fact, Message) else fact
            for name, fact in self.facts.items()
        }
        return template.format(**filled)

    def plain(self) -> str:
        """Return the source text without its facts; "…" in place of what is not the program's."""
        if not is_source_text(self.text):
            return "…"
        facts = {
            name: fact.plain() if isinstance(fact, Message) else "…"
            for name, fact in self.facts.items()
        }
        return self.text.format(**facts)

    def __str__(self) -> str:
        return self.render()

    def __hash__(self) -> int:
        return hash((self.text, tuple(sorted((k, str(v)) for k, v in self.facts.items()))))


def verbatim(text: str) -> Message:
    """Wrap a vendor's own words, which are never translated and never a template."""
    return Message("{words}", {"words": text})
