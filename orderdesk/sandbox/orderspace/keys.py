"""Ids: two letters for the kind and eight random characters."""

from orderdesk.sandbox.dice import Dice

ORDER = "or"
ORDER_LINE = "ol"
CUSTOMER = "cu"
DISPATCH = "di"
INVOICE = "iv"
PRODUCT = "pr"
VARIANT = "pv"
CATEGORY = "ca"
GROUP = "cg"
PRICE_LIST = "pl"
TERMS = "pt"
TAX_RATE = "tr"
WINDOW = "pw"
WEBHOOK = "wh"
_LOWER = "0123456789abcdefghjklmnopqrstuvwxyz"
_PAIRS = [one + two for one in _LOWER for two in _LOWER]


def new_key(dice: Dice, kind: str, *, mixed: bool = False) -> str:
    """Return a new id; older ones mix capitals and small letters."""
    count = len(_PAIRS)
    rest = dice.getrandbits(64)
    pairs: list[str] = []
    for _place in range(4):
        rest, place = divmod(rest, count)
        pairs.append(_PAIRS[place])
    if mixed:
        pairs[0], pairs[2] = pairs[0].upper(), pairs[2].upper()
    return f"{kind}_{''.join(pairs)}"
