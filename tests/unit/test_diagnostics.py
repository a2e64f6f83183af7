"""What may be sent to whoever helps: it says what happened, and holds nobody's data."""

import json
import logging
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from orderdesk import logs
from orderdesk.__main__ import main
from orderdesk.composition import descriptions, rules_of
from orderdesk.diagnostics import facts_of, findings, save_diagnostics
from orderdesk.policy import POLICY_VARIABLE
from orderdesk.profile import HOME_VARIABLE, Profile
from orderdesk.store.health import health_of
from orderdesk.store.schema import migrations
from orderdesk.store.store import Store
from orderdesk.trace import know_paths, plain_path

PLANTED = [
    text
    for number in range(50)
    for text in (
        f"Philippa Quenby {number}",
        f"{number} Larkspur Terrace, Otterbourne",
        f"sk_live_{number:04}q9Zr7tLwXc",
        f"buyer{number}@otterbourne.example",
    )
]


WORDS = {word for one in descriptions() for word in one.path_words}


class Refusal(Exception):
    """Says what a vendor said."""


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    root = logging.getLogger()
    level = root.level
    yield
    logs.close()
    root.setLevel(level)
    logging.captureWarnings(capture=False)


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    profile = Profile.under(tmp_path / "home")
    profile.prepare()
    return profile


def texts_of(archive: Path) -> dict[str, str]:
    with zipfile.ZipFile(archive) as opened:
        return {name: opened.read(name).decode() for name in opened.namelist()}


def fail_with(text: str) -> None:
    raise Refusal(f"the vendor wrote: {text}")


@pytest.mark.expected_warnings("orderdesk.somewhere: reading")
def test_two_hundred_planted_texts_are_in_no_diagnostics(profile: Profile, tmp_path: Path) -> None:
    assert len(PLANTED) == 200
    logs.configure(profile.logs, console=None)
    know_paths(WORDS)
    logger = logging.getLogger("orderdesk.somewhere")
    for text in PLANTED:
        logger.info("order of %s could not be read", text)
        logger.info(" ".join(["put together:", text]))
        try:
            fail_with(text)
        except Refusal:
            logger.exception("reading %s failed", text)
        told = ("GET", f"/v1/customers/{text}", 200, 0.25)
        logging.getLogger(logs.REQUESTS).debug("%s %s %d %.3f s", *told, extra={"request": told})
    profile.settings.write_text(json.dumps({"zone": "Europe/London", "note": PLANTED[0]}))
    with Store.open(profile.database, rules_of(descriptions())) as store:
        for number, text in enumerate(PLANTED):
            store.drafts.put(f"edit:{number}", text)
    logs.close()

    found = texts_of(save_diagnostics(profile, tmp_path / "sent.zip"))
    whole = "\n".join(found.values())
    assert [text for text in PLANTED if text in whole] == []
    assert str(profile.data) not in whole
    trace = found["trace/desk.trace"].splitlines()
    lines = [json.loads(line) for line in trace]
    assert {line.get("said") for line in lines} >= {"order of … could not be read", "…"}
    assert {line.get("request") for line in lines} >= {"GET /v1/customers/… 200 0.250 s"}
    (error, *_rest) = [line["errors"][0] for line in lines if "errors" in line]
    assert error["error"] == "Refusal"
    assert error["through"][-1].startswith("test_diagnostics.fail_with:")
    assert found["requests.txt"].count("GET /v1/customers/… 200 0.250 s") == 200
    assert "reading … failed | Refusal at " in found["logs/desk.log"]
    about = json.loads(found["about.json"])
    assert about["settings"]["zone"] == "Europe/London"
    assert dict(about["store"]["counts"])["draft"] == 200


@pytest.mark.parametrize(
    ("path", "plain"),
    [
        ("/v1/Companies(14146)/Orders", "/v1/Companies(…)/Orders"),
        ("/api/json/manage_orders/find", "/api/json/manage_orders/find"),
        ("/orders/or_l5DYqeDn", "/orders/…"),
        ("/customers/Philippa%20Quenby", "/customers/…"),
        ("/customers/Quenby", "/customers/…"),
        ("/", "/"),
    ],
)
def test_a_path_keeps_the_words_of_the_service(path: str, plain: str) -> None:
    know_paths(WORDS)
    assert plain_path(path) == plain


def test_what_is_to_be_done_is_said(profile: Profile) -> None:
    def said() -> list[str]:
        return [one.render() for one in findings(profile, health_of(profile.database))]

    assert said() == ["There is no local store yet; it is made at first use."]
    with Store.open(profile.database, rules_of(descriptions())):
        pass
    assert said() == []
    health = health_of(profile.database, thorough=True)
    assert (health.step, health.damage, health.problem) == (migrations()[-1].version, (), None)
    assert facts_of(profile, health)["settings_usable"] is True
    profile.database.write_bytes(b"not a store" * 1_000)
    (sentence,) = said()
    assert sentence
    assert health_of(profile.database).problem is not None


def doctor(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    code = main(["doctor", *words])
    return code, capsys.readouterr().out


def test_doctor_answers_what_is_asked_first(
    profile: Profile, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(profile.data))
    with Store.open(profile.database, rules_of(descriptions())):
        pass
    code, text = doctor(capsys)
    words = {line.split()[0] for line in text.splitlines() if line}
    assert words >= {"version", "commit", "python", "qt", "sqlite", "store", "logs", "free"}
    assert (code, text.splitlines()[-1]) == (0, "Everything looks sound.")
    (profile.logs / "crash-20260101T000000-1.txt").write_text("Fatal Python error: Aborted\n")
    profile.settings.write_text('{"zone": "Nowhere/Else"}')
    code, text = doctor(capsys, "--json")
    said = json.loads(text)
    assert (code, said["crashes"], len(said["findings"])) == (0, 1, 2)
    policy = profile.config / "policy.toml"
    policy.write_text("[settings]\nsync_minutes = 15\nlog_days = 'x'\n[updates]\ncheck = false\n")
    monkeypatch.setenv(POLICY_VARIABLE, str(policy))
    code, text = doctor(capsys)
    assert "(sets sync_minutes; updates not looked for)" in text
    code, text = doctor(capsys, "--json")
    held = {"there": True, "settings": ["sync_minutes"], "updates": False, "usable": False}
    assert (code, json.loads(text)["policy"]) == (0, held)
    assert "cannot be used as it is" in str(json.loads(text)["findings"])
    profile.database.write_bytes(b"not a store" * 1_000)
    code, text = doctor(capsys, "--json")
    assert (code, json.loads(text)["store"]["problem"] is not None) == (5, True)
