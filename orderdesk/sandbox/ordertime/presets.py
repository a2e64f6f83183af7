"""Ready faults: what can be wrong with this vendor's answers, by name."""

from collections.abc import Mapping

from orderdesk.sandbox.json_text import Document

_VENDOR = "ordertime"
_LIST = "/list$"
_WRITES = "/(salesorder|salesorderlineitem|shipdoc)$"
_HELD: Document = {"kind": "hold", "when": "before", "count": 1, "method": "POST", "path": _LIST}


def _own(**settings: str | int) -> Document:
    return {**settings, "vendor": _VENDOR}


def _field(name: str, json: str) -> Document:
    return _own(kind="field", field=name, json=json, path="/(list|salesorder)$")


def _validation(key: str) -> Document:
    body = (
        f'[{{"{key}":"CustomerPO","Message":"Maximum length is 25.",'
        f'"Value":"12345678901234567890123456"}},'
        f'{{"{key}":"StatusRef","Message":"Status is not active.","Value":"Phoned in"}}]'
    )
    return _own(kind="status", status=409, body=body, path=_WRITES, count=1)


PRESETS: Mapping[str, Document] = {
    "validation_misspelt": _validation("ProperyName"),
    "validation_spelt": _validation("PropertyName"),
    "validation_empty": _own(kind="status", status=409, body="[]", path=_WRITES, count=1),
    "wrong_count": _own(kind="status", status=200, body="999999", method="PUT", path=_LIST),
    "count_as_text": _own(kind="status", status=200, body='"12"', method="PUT", path=_LIST),
    "changing_page": {**_HELD, "vendor": _VENDOR, "skip": 1},
    "rights_withdrawn": _own(kind="status", status=403),
    "key_deactivated": _own(kind="status", status=400, body='"This api key has been deactivated."'),
    "status_without_name": _field("StatusRef", '{"Id":9999,"Name":null}'),
    "status_unheard_of": _field("StatusRef", '{"Id":9999,"Name":"Awaiting moonrise"}'),
    "document_without_number": _field("DocNo", "null"),
    "customer_missing": _field("CustomerRef", "null"),
    "total_not_a_number": _field("TotalAmount", "NaN"),
    "total_beyond_measure": _field("TotalAmount", "1e400"),
    "date_of_nonsense": _field("Date", '"the day before yesterday"'),
    "modified_missing": _field("ModifiedDate", "null"),
    "memo_of_ten_megabytes": _own(
        kind="field", field="Memo", filler=10_000_000, path="/(list|salesorder)$"
    ),
    "throttled": {"kind": "status", "status": 429, "count": 1},
    "failing": {"kind": "status", "status": 500},
    "unavailable": {"kind": "status", "status": 503},
    "offline": {"kind": "cut", "when": "before"},
    "lost_answer": {"kind": "cut", "when": "after", "count": 1},
}
