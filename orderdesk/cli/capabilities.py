"""`orderdesk capabilities`: what may be done at which vendor in which state."""

from zoneinfo import ZoneInfo

from orderdesk.cli.exits import Exit
from orderdesk.cli.output import Json, Output
from orderdesk.composition import descriptions
from orderdesk.domain.capabilities import Capability, capabilities_of, markdown
from orderdesk.domain.rules import VendorRules


def capabilities(*, as_json: bool) -> Exit:
    """Print the matrix of all connectors, as Markdown or as JSON; no profile is touched."""
    tables = [description.rules for description in descriptions()]
    out = Output(as_json, ZoneInfo("UTC"))
    if as_json:
        out.value([_vendor_json(rules) for rules in tables])
    else:
        out.line(markdown(tables).rstrip())
    return Exit.DONE


def _vendor_json(rules: VendorRules) -> dict[str, Json]:
    return {
        "vendor": rules.vendor,
        "title": rules.title,
        "states": [state.word for state in rules.states],
        "tenant_states": rules.tenant_states,
        "actions": [_action_json(one) for one in capabilities_of(rules)],
    }


def _action_json(capability: Capability) -> dict[str, Json]:
    return {
        "action": capability.action,
        "label": capability.label,
        "offered": capability.offered,
        "states": [
            {"state": cell.state, "answer": cell.answer.value, "notes": list(cell.notes)}
            for cell in capability.cells
        ],
    }
