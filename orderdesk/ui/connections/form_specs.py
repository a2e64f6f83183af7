"""The form of a connection, made from what its connector says of itself."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from orderdesk.domain.fields import FieldSpec, FieldType
from orderdesk.domain.gateway import ConnectionConfig, ConnectorDescription
from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.domain.order import FieldValue

NAME = "name"
NAME_LABEL = QT_TRANSLATE_NOOP("messages", "Name")
NAME_HELP = QT_TRANSLATE_NOOP(
    "messages", "Your own word for this account; it stands in lists and filters."
)
SETTINGS, SECRETS, URLS = "settings", "secrets", "urls"
_LONGEST_NAME = 200


def key_of(group: str, key: str) -> str:
    """Return the key a part of a connection has in the form, and in a problem with it."""
    return f"{group}.{key}"


def form_specs(description: ConnectorDescription, *, kept: bool) -> tuple[FieldSpec, ...]:
    """Return the fields of the form; with `kept` secrets may be left empty and stay."""
    name = FieldSpec(NAME, NAME_LABEL, help=NAME_HELP, required=True, max_length=_LONGEST_NAME)
    return (
        name,
        *_grouped(SETTINGS, description.settings),
        *(
            replace(spec, required=spec.required and not kept)
            for spec in _grouped(SECRETS, description.secrets)
        ),
        *_grouped(URLS, description.urls),
    )


def first_fields(description: ConnectorDescription, config: ConnectionConfig) -> Collection[str]:
    """Return the fields that are always shown; addresses that are as usual wait behind a button."""
    usual = {
        key_of(URLS, spec.key)
        for spec in description.urls
        if spec.default and config.urls.get(spec.key, spec.default) == spec.default
    }
    return {spec.key for spec in form_specs(description, kept=True)} - usual


def values_of(config: ConnectionConfig) -> dict[str, FieldValue]:
    """Return the values of a connection by the form's keys; secrets are not part of it."""
    return {
        NAME: config.name,
        **{key_of(SETTINGS, key): value for key, value in config.settings.items()},
        **{key_of(URLS, key): value for key, value in config.urls.items()},
    }


def config_of(
    values: Mapping[str, FieldValue], description: ConnectorDescription, key: str
) -> ConnectionConfig:
    """Return the connection that the form's values describe."""
    return ConnectionConfig(
        key=key,
        name=values.get(NAME) or "",
        vendor=description.vendor,
        urls=_part(URLS, description.urls, values),
        settings=_part(SETTINGS, description.settings, values),
    )


def secrets_of(
    values: Mapping[str, FieldValue], description: ConnectorDescription
) -> dict[str, str]:
    """Return the secrets that were typed."""
    return _part(SECRETS, description.secrets, values)


def hidden_fields(description: ConnectorDescription) -> tuple[str, ...]:
    """Return the form's keys of what is typed unseen."""
    return tuple(
        key_of(SECRETS, spec.key) for spec in description.secrets if spec.type is FieldType.HIDDEN
    )


def _grouped(group: str, specs: Iterable[FieldSpec]) -> tuple[FieldSpec, ...]:
    return tuple(
        replace(
            spec,
            key=key_of(group, spec.key),
            depends_on=key_of(group, spec.depends_on) if spec.depends_on else None,
            excludes=tuple(key_of(group, other) for other in spec.excludes),
        )
        for spec in specs
    )


def _part(
    group: str, specs: Iterable[FieldSpec], values: Mapping[str, FieldValue]
) -> dict[str, str]:
    found = {spec.key: values.get(key_of(group, spec.key)) for spec in specs}
    return {key: value for key, value in found.items() if value}
