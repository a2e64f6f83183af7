"""How soon the first page of orders is seen: python -m tests.benchmarks.start --orders N."""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from tests.benchmarks.fill import filled, own_copy

ROUNDS = 5
_PASSPHRASE: Final = "only for the benchmark"
_SAY: Final = """
import json, resource, sys, time
def say(what, **more):
    own = resource.getrusage(resource.RUSAGE_SELF)
    facts = {"what": what, "at": time.monotonic(), "cpu": own.ru_utime + own.ru_stime, **more}
    print(json.dumps(facts), flush=True)
"""
# The yardstick: a window that is nothing else.
_BARE: Final = (
    _SAY
    + """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication(sys.argv)
class Window(QWidget):
    def paintEvent(self, event):
        QTimer.singleShot(0, painted)
def painted():
    say("first")
    QTimer.singleShot(500, rested)
def rested():
    status = dict(line.split(":", 1) for line in open("/proc/self/status") if ":" in line)
    say("rested", anonymous=int(status["RssAnon"].split()[0]) / 1024)
    app.quit()
window = Window()
window.resize(1440, 860)
window.show()
app.exec()
"""
)
# The program itself, as `orderdesk` runs it; it says when its first frame has been painted,
# and when everything else stands.
_DESK: Final = (
    _SAY
    + """
from orderdesk.qt_import import import_qt
import_qt()
import orderdesk.start as start
HEAVY = ("asyncio", "babel", "httpx", "keyring", "numpy", "pydantic", "qasync")
def heavy():
    return [name for name in HEAVY if name in sys.modules]
def anonymous():
    status = dict(line.split(":", 1) for line in open("/proc/self/status") if ":" in line)
    return int(status["RssAnon"].split()[0]) / 1024
begun_by_itself = start._begun
def begun(*given):
    made = begun_by_itself(*given)
    if made.frame is not None:
        made.frame.painted.connect(lambda: say("first", heavy=heavy(), rows=made.frame.rows()))
    return made
start._begun = begun
async def visit(window):
    import asyncio, gc
    say("window")
    while window.page.model.rowCount() < WANTED:
        await asyncio.sleep(0.01)
    say("whole", rows=window.page.model.rowCount())
    await asyncio.sleep(REST)
    gc.collect()
    say("rested", anonymous=anonymous())
with start.begin(start.Options()) as made:
    from functools import partial
    def rest():
        from orderdesk.app import go_on
        return go_on
    made.meanwhile(rest)(made, start.Options(), visit=visit)
"""
)

Said = dict[str, dict[str, Any]]


def environment_of(home: Path | None = None) -> dict[str, str]:
    """Return the environment of a process that is measured, on the profile in `home`."""
    given = {**os.environ, "ORDERDESK_PASSPHRASE": _PASSPHRASE}
    given.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled
    given.setdefault("QT_QPA_PLATFORM", "offscreen")
    if home is not None:
        given["ORDERDESK_HOME"] = str(home)
    return given


def _said(script: str, environment: Mapping[str, str]) -> Said:
    """Run a script and return what it said, each with the seconds since before it was started."""
    before = time.monotonic()
    ended = subprocess.run(
        [sys.executable, "-c", script],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    said: Said = {}
    for line in ended.stdout.splitlines():
        facts = json.loads(line)
        said[facts["what"]] = {**facts, "seconds": facts["at"] - before}
    if not said:
        raise RuntimeError(f"nothing was painted: {ended.stderr[-2000:]}")
    return said


def desk_script(*, wanted: int = 1, rest: float = 0.5) -> str:
    """Return the script that runs the desk until `wanted` rows are shown, and `rest` seconds on."""
    return _DESK.replace("WANTED", str(wanted)).replace("REST", str(rest))


def run(home: Path, *, rounds: int = ROUNDS, rest: float = 0.5) -> dict[str, Any]:
    """Measure starts on the profile in `home`, which is written to, beside those of a bare window.

    Seconds are from before the process is started until after the first paint; memory is what
    is the process's own, in MB.
    """
    desk = desk_script(rest=rest)
    environment = environment_of(home)
    _said(desk, environment)  # leaves the first frame's look for the next, as any use does
    bare: list[Said] = []
    ours: list[Said] = []
    for _round in range(rounds):
        bare.append(_said(_BARE, environment_of()))
        ours.append(_said(desk, environment))

    def middle(said: list[Said], what: str, key: str) -> float:
        return statistics.median(one[what][key] for one in said)

    result: dict[str, Any] = {
        "bare_s": middle(bare, "first", "seconds"),
        "bare_cpu_s": middle(bare, "first", "cpu"),
        "bare_mb": middle(bare, "rested", "anonymous"),
        "first_s": middle(ours, "first", "seconds"),
        "first_cpu_s": middle(ours, "first", "cpu"),
        "whole_s": middle(ours, "whole", "seconds"),
        "whole_cpu_s": middle(ours, "whole", "cpu"),
        "mb": middle(ours, "rested", "anonymous"),
        "rows": ours[-1]["first"]["rows"],
        "heavy": ours[-1]["first"]["heavy"],
        "rounds": rounds,
    }
    result["ratio"] = result["first_s"] / result["bare_s"]
    result["cpu_ratio"] = result["first_cpu_s"] / result["bare_cpu_s"]
    result["mb_over_bare"] = result["mb"] - result["bare_mb"]
    return result


def main() -> None:
    """Measure on a filled profile and print."""
    parser = argparse.ArgumentParser(prog="tests.benchmarks.start")
    parser.add_argument("--orders", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=ROUNDS)
    parser.add_argument("--home", type=Path, help="a profile folder; it is written to")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    if asked.home is not None:
        result = run(asked.home, rounds=asked.runs)
    else:
        with own_copy(filled(asked.orders)) as home:
            result = run(home, rounds=asked.runs)
    if asked.json:
        sys.stdout.write(json.dumps(result, indent=2) + "\n")
        return
    for key, value in result.items():
        figure = f"{value:10.3f}" if isinstance(value, float) else f"{value!s:>10}"
        sys.stdout.write(f"{key:14} {figure}\n")


if __name__ == "__main__":
    main()
