"""The architecture holds: import contracts, and the rules that no linter knows."""

import shutil
import subprocess
import sys
import textwrap
import tomllib
from pathlib import Path

import pytest

from tests.rules import desk, structure
from tests.rules.source import ROOT, Rule, Source, offenders, source, sources
from tests.rules.testing import every_test_asserts, wait_is_for_a_condition

TESTS = sources("tests")
FILES = [*sources("orderdesk"), *TESTS]
RULES: dict[str, Rule] = {
    **structure.RULES,
    **desk.RULES,
    "wait_is_for_a_condition": wait_is_for_a_condition,
    "every_test_asserts": every_test_asserts(TESTS),
}


@pytest.mark.parametrize("name", RULES)
def test_rule_holds(name: str) -> None:
    found = offenders(RULES[name], FILES)
    assert not found, "\n" + "\n".join(found)


# Each rule with a file that breaks it and, where the border is near, one that does not.
BROKEN: list[tuple[str, str, str]] = [
    ("vendor_is_named_at_home_only", "orderdesk/ui/columns.py", "TITLE = 'OrderSpace number'"),
    ("vendor_is_named_at_home_only", "orderdesk/connectors/registry.py", "import x.iqmetrix"),
    ("vendor_is_named_at_home_only", "orderdesk/connectors/valomnia/wire.py", "# as deconetwork"),
    ("vendor_is_named_at_home_only", "orderdesk/store/0001_first.sql", "-- for Ordertime"),
    (
        "connector_knows_no_other",
        "orderdesk/connectors/orderspace/wire.py",
        "from orderdesk.connectors.iqmetrix.wire import Item",
    ),
    (
        "connector_knows_no_other",
        "orderdesk/connectors/payloads.py",
        "import orderdesk.connectors.valomnia.values",
    ),
    ("import_stands_in_its_place", "orderdesk/connectors/x/client.py", "import httpx"),
    ("import_stands_in_its_place", "orderdesk/services/sync.py", "from apsw import Connection"),
    ("import_stands_in_its_place", "orderdesk/store/orders.py", "def f():\n    import sqlite3"),
    ("import_stands_in_its_place", "orderdesk/connectors/x/wire.py", "import json"),
    ("sql_stands_in_the_store", "orderdesk/services/sync.py", "Q = 'SELECT id FROM orders'"),
    ("sql_stands_in_the_store", "orderdesk/ui/x.py", "Q = f'UPDATE orders SET state={1}'"),
    ("module_is_short", "orderdesk/domain/order.py", "x = 1\n" * 501),
    ("module_is_short", "tests/unit/test_x.py", "x = 1\n" * 601),
    ("function_is_short", "orderdesk/domain/order.py", "def f():\n" + "    x = 1\n" * 41),
    (
        "function_is_short",
        "orderdesk/domain/x.py",
        "class A:\n async def f():\n" + "  x = 1\n" * 41,
    ),
    ("module_says_in_one_line_what_it_is", "orderdesk/domain/order.py", "x = 1"),
    ("module_says_in_one_line_what_it_is", "orderdesk/domain/order.py", '"""One.\n\nTwo.\n"""'),
    ("module_name_is_a_noun", "orderdesk/ui/utils.py", ""),
    ("module_name_is_a_noun", "orderdesk/ui/date_helpers.py", ""),
    ("module_name_is_a_noun", "orderdesk/common/money.py", ""),
    ("module_name_is_a_noun", "orderdesk/services/sync_manager.py", ""),
    ("checker_is_not_silenced", "orderdesk/domain/order.py", "x = 1  # noqa: F401"),
    ("checker_is_not_silenced", "tests/unit/test_x.py", "x = 1  # type: ignore[assignment]"),
    ("checker_is_not_silenced", "tests/unit/test_x.py", "x = 1  # pyright: ignore"),
    ("checker_is_not_silenced", "tests/unit/test_x.py", "# pyright: basic\nx = 1"),
    ("nothing_is_left_for_later", "orderdesk/domain/order.py", "x = 1  # TODO: better"),
    ("printing_is_the_command_lines", "orderdesk/services/sync.py", "print('done')"),
    ("nothing_sleeps", "orderdesk/store/database.py", "import time\ntime.sleep(1)"),
    ("nothing_sleeps", "orderdesk/store/database.py", "from time import sleep"),
    ("loop_is_not_nested", "orderdesk/ui/forms/edit.py", "dialog.exec()"),
    ("loop_is_not_nested", "orderdesk/ui/forms/edit.py", "QMessageBox.question(self, 'a', 'b')"),
    ("loop_is_not_nested", "orderdesk/ui/x.py", "QtWidgets.QFileDialog.getOpenFileName(self)"),
    ("loop_is_not_nested", "orderdesk/app.py", "QApplication.processEvents()"),
    ("action_is_switched_in_one_place", "orderdesk/ui/main_window.py", "self.bar.setEnabled(0)"),
    ("action_is_switched_in_one_place", "orderdesk/ui/forms/x.py", "cancel_action.setEnabled(0)"),
    ("action_is_switched_in_one_place", "orderdesk/ui/orders/x.py", "self.a.setDisabled(True)"),
    ("label_takes_plain_text", "orderdesk/ui/detail/header.py", "self.name = QLabel(order.name)"),
    ("label_takes_plain_text", "orderdesk/ui/x.py", "class Big(QLabel):\n    size = 3"),
    ("label_takes_plain_text", "orderdesk/ui/x.py", "a.setTextFormat(Qt.TextFormat.RichText)"),
    ("label_takes_plain_text", "orderdesk/ui/x.py", "def f():\n    QMessageBox().open()"),
    ("tool_tip_is_escaped", "orderdesk/ui/orders/x.py", "cell.setToolTip(order.customer)"),
    ("tool_tip_is_escaped", "orderdesk/ui/x.py", "a.setToolTip(self.tr('%1').replace('%1', b))"),
    ("tool_tip_is_escaped", "orderdesk/ui/x.py", "a.setToolTip('' if b else c)"),
    ("shown_text_is_translated", "orderdesk/ui/x.py", "button.setText('Cancel')"),
    ("shown_text_is_translated", "orderdesk/ui/x.py", "QPushButton('Cancel', self)"),
    ("shown_text_is_translated", "orderdesk/ui/x.py", "bar.showMessage(f'{n} orders')"),
    ("coroutine_starts_in_one_place", "orderdesk/ui/x.py", "asyncio.ensure_future(self.load())"),
    ("wait_is_for_a_condition", "tests/unit/test_x.py", "time.sleep(0.1)"),
    ("wait_is_for_a_condition", "tests/e2e/robot.py", "qtbot.wait(200)"),
    ("wait_is_for_a_condition", "tests/unit/test_x.py", "await asyncio.sleep(0.1)"),
    ("every_test_asserts", "tests/unit/test_x.py", "def test_nothing():\n    load()"),
]
KEPT: list[tuple[str, str, str]] = [
    ("vendor_is_named_at_home_only", "orderdesk/connectors/iqmetrix/wire.py", "# as iQmetrix"),
    ("vendor_is_named_at_home_only", "orderdesk/sandbox/iqmetrix/orders.py", "# iqmetrix"),
    (
        "connector_knows_no_other",
        "orderdesk/connectors/orderspace/wire.py",
        "from orderdesk.connectors.orderspace.values import a\nimport orderdesk.connectors.http",
    ),
    ("import_stands_in_its_place", "orderdesk/connectors/http.py", "import httpx"),
    ("import_stands_in_its_place", "orderdesk/sandbox/storage.py", "import sqlite3, json"),
    ("sql_stands_in_the_store", "orderdesk/store/orders.py", "Q = 'SELECT id FROM orders'"),
    ("sql_stands_in_the_store", "orderdesk/ui/x.py", "T = 'Select a customer from the list'"),
    ("module_is_short", "tests/unit/test_x.py", "x = 1\n" * 600),
    (
        "function_is_short",
        "orderdesk/domain/order.py",
        "def f():\n    '''Say.\n\n    More.\n    '''\n" + "    x = 1\n\n    # why\n" * 40,
    ),
    ("module_says_in_one_line_what_it_is", "orderdesk/domain/order.py", '"""Orders."""'),
    ("module_name_is_a_noun", "orderdesk/store/database.py", ""),
    ("checker_is_not_silenced", "tests/test_x.py", "SNIPPET = 'x = 1  # noqa'"),
    ("printing_is_the_command_lines", "orderdesk/cli/output.py", "print('done')"),
    ("loop_is_not_nested", "orderdesk/ui/forms/edit.py", "dialog.open()"),
    ("loop_is_not_nested", "orderdesk/app.py", "loop = qasync.QEventLoop(app)"),
    ("loop_is_not_nested", "orderdesk/ui/forms/edit.py", "QMessageBox(self)"),
    ("action_is_switched_in_one_place", "orderdesk/ui/actions.py", "action.setEnabled(True)"),
    ("action_is_switched_in_one_place", "orderdesk/ui/forms/x.py", "self.ok.setEnabled(True)"),
    (
        "label_takes_plain_text",
        "orderdesk/ui/widgets/labels.py",
        "class A(QLabel):\n    def f(self):\n        self.setTextFormat(Qt.TextFormat.PlainText)",
    ),
    ("tool_tip_is_escaped", "orderdesk/ui/x.py", "a.setToolTip(plain_tip(order.customer))"),
    ("tool_tip_is_escaped", "orderdesk/ui/x.py", "a.setToolTip('' if b else self.tr('More'))"),
    ("shown_text_is_translated", "orderdesk/ui/x.py", "button.setText(self.tr('Cancel'))"),
    ("shown_text_is_translated", "orderdesk/ui/x.py", "label.setText(f'{a} × {b}')"),
    ("coroutine_starts_in_one_place", "orderdesk/ui/tasks.py", "loop.create_task(coro)"),
    ("wait_is_for_a_condition", "tests/unit/test_x.py", "await asyncio.sleep(0)"),
    ("every_test_asserts", "tests/unit/test_x.py", "def test_it():\n    assert load()"),
]


def checked(name: str, path: str, text: str) -> list[str]:
    """Apply one rule to one planted file; the rule about tests needs to know all tests."""
    planted: Source = source(path, textwrap.dedent(text))
    rule = every_test_asserts([planted]) if name == "every_test_asserts" else RULES[name]
    return offenders(rule, [planted])


@pytest.mark.parametrize(("name", "path", "text"), BROKEN)
def test_rule_finds_what_breaks_it(name: str, path: str, text: str) -> None:
    found = checked(name, path, text)
    assert found
    assert all(line.startswith(f"{path}:") for line in found)


@pytest.mark.parametrize(("name", "path", "text"), KEPT)
def test_rule_leaves_the_rest_alone(name: str, path: str, text: str) -> None:
    assert checked(name, path, text) == []


def test_every_rule_is_proven() -> None:
    assert {name for name, _, _ in BROKEN} == set(RULES)


def test_a_helper_that_asserts_counts_as_an_assertion() -> None:
    files = [
        source("tests/steps.py", "def seen(x):\n    assert x\n\ndef both(x):\n    seen(x)"),
        source("tests/test_x.py", "def test_a():\n    both(1)\n\ndef test_b():\n    neither(1)"),
    ]
    assert offenders(every_test_asserts(files), files) == [
        "tests/test_x.py:4: test_b asserts nothing"
    ]


# One forbidden import for each contract in pyproject.toml.
PLANTED = {
    "layers point inwards": ("domain/planted.py", "import orderdesk.services"),
    "domain is pure": ("domain/planted.py", "import asyncio"),
    "Qt stays in ui and app": ("services/planted.py", "import PySide6.QtCore"),
    "httpx in one module, SQL in one package": ("services/planted.py", "import httpx"),
    "services and ui receive gateways, they never import connectors": (
        "ui/planted.py",
        "import orderdesk.connectors",
    ),
    "ui does not touch the store or the vault": ("ui/planted.py", "import orderdesk.vault"),
    "the sandbox shares no code with the client": ("sandbox/planted.py", "import orderdesk.domain"),
    "a connector's wire, mapping and rules are pure": ("connectors/one/wire.py", "import asyncio"),
    "a description is light": ("connectors/one/description.py", "import httpx"),
}


def contracts_broken(project: Path) -> list[str]:
    """Run the contracts of pyproject.toml on another package of the same shape."""
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    verdicts = [line.rstrip() for line in done.stdout.splitlines()]
    kept = [line for line in verdicts if line.endswith(" KEPT")]
    broken = [line.removesuffix(" BROKEN") for line in verdicts if line.endswith(" BROKEN")]
    assert len(kept) + len(broken) == len(PLANTED), done.stdout
    return broken


@pytest.fixture
def skeleton(tmp_path: Path) -> Path:
    """Make an empty package with the folders and modules that the contracts name."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    package = tmp_path / "orderdesk"
    layers = ("cli", "ui", "services", "connectors", "store", "vault", "domain", "sandbox")
    for folder in (".", *layers, "connectors/one"):
        (package / folder).mkdir(parents=True, exist_ok=True)
        (package / folder / "__init__.py").touch()
    outer = ("__main__", "app", "trouble", "start", "composition", "demo", "precedence")
    for module in (*outer, "config", "logs", "preflight", "profile"):
        (package / f"{module}.py").touch()
    for module in ("wire", "mapping", "rules", "vocabulary", "description"):
        (package / "connectors" / "one" / f"{module}.py").touch()
    return tmp_path


def test_import_contracts_hold() -> None:
    assert contracts_broken(ROOT) == []


def test_contracts_hold_in_an_empty_package(skeleton: Path) -> None:
    assert contracts_broken(skeleton) == []


@pytest.mark.parametrize("contract", PLANTED)
def test_contract_finds_what_breaks_it(contract: str, skeleton: Path) -> None:
    path, text = PLANTED[contract]
    (skeleton / "orderdesk" / path).write_text(f"{text}\n", encoding="utf-8")
    assert contract in contracts_broken(skeleton)


def test_every_contract_is_proven() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert {each["name"] for each in project["tool"]["importlinter"]["contracts"]} == set(PLANTED)
