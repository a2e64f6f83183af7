"""The registry finds the connectors and builds gateways, and is light until then."""

import subprocess
import sys
from pathlib import Path

import pytest

from orderdesk.connectors.registry import GROUP, build, describe_all, left_out
from orderdesk.domain.errors import InputError
from orderdesk.domain.gateway import ConnectionConfig, Gateway
from tests.external.installed import install, see


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


def registered(folder: Path, package: str, **modules: str) -> None:
    """Write a package with these modules and register it as a connector."""
    install(folder, package, {GROUP: {package: package}})
    (folder / package).mkdir()
    for name, text in {"__init__": "", **modules}.items():
        (folder / package / f"{name}.py").write_text(text, "utf-8")


@pytest.mark.parametrize(
    ("package", "modules", "why"),
    [
        ("broken_by_syntax", {"description": "DESCRIPTION = ("}, "SyntaxError"),
        ("broken_by_import", {"description": "import no_such_module_here"}, "No module named"),
        ("broken_by_value", {"description": "raise ValueError('too old')"}, "ValueError: too old"),
        ("without_description", {"description": "DESCRIPTION = 7"}, "does not describe"),
        ("without_module", {}, "No module named"),
        (
            "twice",
            {"description": "from orderdesk.connectors.iqmetrix.description import DESCRIPTION"},
            "another connector called “iqmetrix”",
        ),
    ],
)
@pytest.mark.expected_warnings("registry: The connector in “[a-z_]+” cannot be used")
def test_a_connector_that_cannot_be_used_is_left_out_and_told(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    package: str,
    modules: dict[str, str],
    why: str,
) -> None:
    known = describe_all()
    registered(tmp_path, package, **modules)
    see(monkeypatch, tmp_path)

    assert describe_all() == known
    [problem] = [one for one in left_out() if package in str(one)]
    assert why in str(problem)
    assert "take it off" in problem.sentence()
    assert len([one for one in caplog.records if package in one.getMessage()]) == 1


@pytest.mark.expected_warnings("registry: The connector in “half_a_connector” cannot be used")
def test_a_gateway_that_cannot_be_imported_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    description = (
        "from dataclasses import replace\n"
        "from orderdesk.connectors.iqmetrix import description\n"
        "DESCRIPTION = replace(description.DESCRIPTION, vendor='half')\n"
    )
    registered(tmp_path, "half_a_connector", description=description, gateway="import nowhere")
    see(monkeypatch, tmp_path)
    assert "half" in {one.vendor for one in describe_all()}
    with pytest.raises(InputError) as told:
        build(ConnectionConfig("shop", "Shop", "half"), {})
    assert "No module named 'nowhere'" in told.value.sentence()
