"""The form of a connection is made from its connector's description, and read back the same."""

from dataclasses import replace
from decimal import Decimal

from orderdesk.domain.fields import FieldSpec, FieldType
from orderdesk.domain.gateway import ConnectionConfig
from orderdesk.ui.connections.form_specs import (
    config_of,
    first_fields,
    form_specs,
    hidden_fields,
    secrets_of,
    values_of,
)
from tests.unit.services.quillworks import DESCRIPTION

USUAL = "https://orders.quill.example/v1"
WITH_DEFAULT = replace(
    DESCRIPTION,
    urls=(
        FieldSpec("orders", "Orders", required=True, default=USUAL),
        FieldSpec("names", "Names"),
    ),
    settings=(
        FieldSpec("house", "House", FieldType.INTEGER, required=True, minimum=Decimal(1)),
        FieldSpec("wing", "Wing", depends_on="house", excludes=("house",)),
    ),
)
CONFIG = ConnectionConfig("main", "Main", DESCRIPTION.vendor, {"orders": USUAL}, {"house": "7"})


def test_fields_carry_the_part_they_belong_to() -> None:
    keys = [spec.key for spec in form_specs(WITH_DEFAULT, kept=False)]
    assert keys == [
        "name",
        "settings.house",
        "settings.wing",
        "secrets.password",
        "urls.orders",
        "urls.names",
    ]


def test_what_fields_say_of_one_another_follows_their_keys() -> None:
    specs = {spec.key: spec for spec in form_specs(WITH_DEFAULT, kept=False)}
    assert specs["settings.wing"].depends_on == "settings.house"
    assert specs["settings.wing"].excludes == ("settings.house",)


def test_a_kept_secret_may_be_left_empty() -> None:
    new = {spec.key: spec.required for spec in form_specs(WITH_DEFAULT, kept=False)}
    kept = {spec.key: spec.required for spec in form_specs(WITH_DEFAULT, kept=True)}
    assert new["secrets.password"]
    assert not kept["secrets.password"]
    assert kept["settings.house"]


def test_usual_addresses_wait_behind_the_button() -> None:
    assert "urls.orders" not in first_fields(WITH_DEFAULT, CONFIG)
    assert "urls.names" in first_fields(WITH_DEFAULT, CONFIG)
    other = replace(CONFIG, urls={"orders": "https://elsewhere.example"})
    assert "urls.orders" in first_fields(WITH_DEFAULT, other)


def test_a_connection_comes_back_as_it_went_in() -> None:
    values = values_of(CONFIG)
    assert config_of(values, WITH_DEFAULT, "main") == CONFIG
    assert secrets_of(values, WITH_DEFAULT) == {}


def test_only_typed_secrets_are_given_out() -> None:
    assert secrets_of({"secrets.password": "goose"}, WITH_DEFAULT) == {"password": "goose"}
    assert secrets_of({"secrets.password": None}, WITH_DEFAULT) == {}
    assert hidden_fields(WITH_DEFAULT) == ("secrets.password",)
