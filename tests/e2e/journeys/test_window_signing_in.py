"""The first start: a connection is typed in, tested and saved; later it is only unlocked."""

from pathlib import Path

from PySide6.QtWidgets import QDialog, QLineEdit

from tests.e2e.journeys.person import Person
from tests.e2e.journeys.program import Program
from tests.e2e.journeys.work import Work
from tests.sandbox.calls import COMPANY, Calls

PASSPHRASE = "nine slow ferries"
SERVICES = {
    "orders": "Order service, needed",
    "accounts": "Accounts, needed",
    "crm": "Customers (CRM)",
    "entitymanager": "Locations and suppliers",
    "usermanager": "Employees",
    "catalogs": "Catalog",
}


def _type_connection(person: Person, calls: Calls) -> None:
    person.push("iQmetrix")
    person.fill("Name, needed", "The shop by the pier")
    person.fill("Company ID, needed", str(COMPANY))
    person.fill("Currency", "CAD")
    person.fill("User name, needed", calls.secrets["username"])
    person.fill("Password, needed", "not the password")
    person.fill("Client ID, needed", calls.secrets["client_id"])
    person.fill("Client secret, needed", calls.secrets["client_secret"])
    person.push("More fields (6)")
    for service, field in SERVICES.items():
        person.fill(field, calls.urls[service])


def _sign_in(person: Person, calls: Calls) -> None:
    person.push("Add a connection")
    dialog = person.the(QDialog, "Connections")
    _type_connection(person, calls)
    person.push("Test connection")
    person.reads("Failed after", within=dialog)
    assert "Check the user name and password" in person.reads("password;", within=dialog)
    person.push("Go to the field")
    assert person.the(QLineEdit, "Password, needed").hasFocus()
    person.fill("Password, needed", calls.secrets["password"])
    person.push("Test connection")
    person.reads("Passed in", within=dialog)
    person.push("Save")
    person.the(QDialog, "Choose a passphrase")
    person.fill("Passphrase, needed", PASSPHRASE)
    person.fill("Once more, needed", PASSPHRASE)
    person.push("Keep secrets under it")
    person.reads("Saved.")
    person.push("Close")


def _unlock(person: Person) -> None:
    dialog = person.the(QDialog, "Unlock your connections")
    field = person.fill("Passphrase, needed", "nine fast ferries")
    person.push("Unlock")
    person.reads("does not open the secrets", within=dialog)
    assert person.shows(field), "what was typed can be mended"
    person.fill("Passphrase, needed", PASSPHRASE)
    person.press("Return")
    person.wait(lambda: not person.dialog(), "it is unlocked")


def test_the_first_start_signs_in_and_the_second_unlocks(
    person: Person, calls: Calls, blank: Program
) -> None:
    work = Work(person, blank, calls)
    blank.start()
    person.reads("Connect your first vendor account")
    _sign_in(person, calls)
    person.wait(lambda: len(work.numbers()) == len(work.orders()), "every order is listed")
    shown = next(number for number in work.shown("Total") if number != "—")
    assert shown.startswith("CA$"), "the currency set on the connection"
    assert blank.quit() == 0
    secrets = (*calls.secrets.values(), PASSPHRASE)
    assert _found_in_files(blank.home, secrets) == []

    before = calls.last_number()
    blank.start()
    _unlock(person)
    work.wait_read(before)
    person.wait(lambda: len(work.numbers()) == len(work.orders()), "every order is listed")
    assert blank.quit() == 0
    assert _found_in_files(blank.home, secrets) == []


def _found_in_files(folder: Path, secrets: tuple[str, ...]) -> list[str]:
    """Return the files in which one of the secrets can be read."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    return [
        path.name
        for path in files
        if any(secret.encode() in path.read_bytes() for secret in secrets)
    ]
