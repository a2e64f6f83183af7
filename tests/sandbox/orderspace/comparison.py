"""Comparing our answers with an example: keys, types and nulls, difference by difference."""

from decimal import Decimal

from orderdesk.sandbox.json_text import JsonValue


def differences(example: JsonValue, ours: JsonValue, path: str = "") -> set[str]:
    """Return where our answer has another shape than the example, each as a short phrase.

    Every row of our lists is compared with the first row of the example's; a list that is empty on
    either side shows no shape.
    """
    if isinstance(example, dict) and isinstance(ours, dict):
        found = {f"{path}.{name} is missing" for name in example.keys() - ours.keys()}
        found |= {f"{path}.{name} is ours alone" for name in ours.keys() - example.keys()}
        for name in example.keys() & ours.keys():
            found |= differences(example[name], ours[name], f"{path}.{name}")
        return found
    if isinstance(example, list) and isinstance(ours, list):
        if not example:
            return set()
        return {one for row in ours for one in differences(example[0], row, f"{path}[]")}
    kinds = kind_of(example), kind_of(ours)
    return set() if kinds[0] == kinds[1] else {f"{path}: {kinds[0]}, ours {kinds[1]}"}


def kind_of(value: JsonValue) -> str:
    """Name the kind of a value; whole numbers and figures with a point are told apart."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "flag"
    if isinstance(value, int):
        return "whole"
    if isinstance(value, Decimal):
        return "figure"
    if isinstance(value, str):
        return "text"
    return "list" if isinstance(value, list) else "object"
