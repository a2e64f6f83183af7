"""The bill of materials: what is locked and inside, with licences, and what no lock names."""

import platform
import ssl
from typing import Any

import apsw
from notices import PARTS, Notice
from PySide6.QtCore import qVersion

Bill = dict[str, Any]


def _versions() -> dict[str, str]:
    return {
        "Python": platform.python_version(),
        "OpenSSL": ssl.OPENSSL_VERSION.split()[1],
        "SQLite": apsw.sqlite_lib_version(),
        "Qt": qVersion(),
    }


def complete(bill: Bill, found: list[Notice]) -> Bill:
    """Return a CycloneDX bill with licences, without other systems' parts, with the unlocked ones.

    `found` is what is installed here of the lock that the bill was made from.
    """
    licences = {one.name: one.licence for one in found}
    inside = [one for one in bill["components"] if one["name"] in licences]
    for one in inside:
        one["licenses"] = [{"expression": licences[one["name"]]}]
    versions = _versions()
    parts = [("Qt", "LGPL-3.0-only", "Beside PySide6."), *PARTS]
    unlocked: list[Bill] = [
        {
            "type": "library",
            "bom-ref": f"part-{name}",
            "name": name,
            **({"version": versions[name]} if name in versions else {}),
            "description": where,
            "licenses": [{"expression": licence}],
        }
        for name, licence, where in parts
    ]
    kept = {one["bom-ref"] for one in inside}
    links = [one for one in bill.get("dependencies", []) if one["ref"] in kept]
    for one in links:
        if "dependsOn" in one:
            one["dependsOn"] = [ref for ref in one["dependsOn"] if ref in kept]
    return {**bill, "components": [*inside, *unlocked], "dependencies": links}
