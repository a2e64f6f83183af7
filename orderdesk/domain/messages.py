"""Sentences a person reads: a source text and its facts, rendered where they are shown."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

Fact: TypeAlias = "str | Message"
Translate: TypeAlias = Callable[[str], str]


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:
    """Mark `text` for the translators' extraction and return it unchanged."""
    return text


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

    def __str__(self) -> str:
        return self.render()

    def __hash__(self) -> int:
        return hash((self.text, tuple(sorted((k, str(v)) for k, v in self.facts.items()))))


def verbatim(text: str) -> Message:
    """Wrap a vendor's own words, which are never translated and never a template."""
    return Message("{words}", {"words": text})
