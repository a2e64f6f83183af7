"""Switches: what a vendor's text leaves open, as named choices with a default and a sentence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from orderdesk.sandbox.json_text import Document, JsonValue


class WrongSwitch(ValueError):
    """No such switch, or no such choice; the message says which there are."""


@dataclass(frozen=True, slots=True)
class Switch:
    """One open question: its choices, the first the default; without choices a whole number."""

    name: str
    choices: tuple[str, ...]
    text: str
    number: int = 0

    @property
    def default(self) -> str:
        return self.choices[0] if self.choices else str(self.number)

    def check(self, value: str) -> str:
        """Return the value when it is one of the choices.

        Raises:
            WrongSwitch: otherwise.
        """
        if self.choices:
            if value not in self.choices:
                raise WrongSwitch(
                    f"{self.name} is one of {', '.join(self.choices)}, not {value!r}."
                )
        elif not (value.isascii() and value.isdigit() and len(value) <= 9):
            raise WrongSwitch(f"{self.name} is a whole number, not {value!r}.")
        return value


class SwitchBoard:
    """The switches of one vendor and how they stand."""

    def __init__(self, switches: Iterable[Switch]) -> None:
        self.switches = {switch.name: switch for switch in switches}
        self._standing = {name: switch.default for name, switch in self.switches.items()}

    def __getitem__(self, name: str) -> str:
        return self._standing[name]

    def number(self, name: str) -> int:
        return int(self._standing[name])

    def set(self, changes: Mapping[str, JsonValue]) -> None:
        """Set all of `changes` or, if one of them is wrong, none.

        Raises:
            WrongSwitch: names the first wrong one.
        """
        checked: dict[str, str] = {}
        for name, value in changes.items():
            if name not in self.switches:
                raise WrongSwitch(
                    f"There is no switch {name!r}; there are {', '.join(self.switches)}."
                )
            checked[name] = self.switches[name].check(str(value))
        self._standing.update(checked)

    def reset(self) -> None:
        for name, switch in self.switches.items():
            self._standing[name] = switch.default

    def standing(self) -> Document:
        """Name to value."""
        return {**self._standing}

    def table(self) -> list[Document]:
        """Every switch with its choices, default, value and sentence."""
        return [
            {
                "name": switch.name,
                "choices": [*switch.choices],
                "default": switch.default,
                "value": self._standing[switch.name],
                "text": switch.text,
            }
            for switch in self.switches.values()
        ]


def printed(switches: Iterable[Switch]) -> str:
    """Return the switches as a table for a terminal."""
    lines: list[str] = []
    for switch in switches:
        choices = " | ".join(switch.choices) or f"whole number, {switch.number}"
        lines += [f"  {switch.name} = {choices}", f"      {switch.text}"]
    return "\n".join(lines)
