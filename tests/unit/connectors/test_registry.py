"""The registry finds the connectors and builds gateways, and is light until then."""

import subprocess
import sys

import pytest

from orderdesk.connectors.registry import build, describe_all
from orderdesk.domain.errors import InputError
from orderdesk.domain.gateway import ConnectionConfig, Gateway


def test_every_connector_describes_itself() -> None:
    vendors = {description.vendor for description in describe_all()}
    assert "iqmetrix" in vendors
    for description in describe_all():
        assert description.rules.vendor == description.vendor
        assert description.title
        assert {spec.key for spec in description.secrets}


def test_a_gateway_is_built_without_a_request() -> None:
    config = ConnectionConfig("shop", "Shop", "iqmetrix", {}, {"company_id": "9"})
    gateway: Gateway = build(config, {})
    assert gateway.requests == 0
    assert gateway.config is config
    assert gateway.description.vendor == "iqmetrix"
    assert gateway.budget.limit is None


def test_an_unknown_vendor_is_named_with_the_known_ones() -> None:
    with pytest.raises(InputError) as told:
        build(ConnectionConfig("shop", "Shop", "grocer"), {})
    assert "“grocer”" in str(told.value)
    assert "iqmetrix" in str(told.value)


def test_describing_imports_no_http() -> None:
    code = (
        "import sys; from orderdesk.connectors.registry import describe_all; describe_all();"
        "sys.exit('httpx' in sys.modules or 'simplejson' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False)
    assert done.returncode == 0
