"""Replay the acts of an 8-hour day and record what they cost: python -m tests.soak --minutes 60."""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from orderdesk.config import HOME_VARIABLE, UNLOCK_VARIABLE
from tests.soak.plot import save
from tests.soak.record import document, trends
from tests.soak.replay import MINUTES, Replay

_PASSPHRASE = "a passphrase of the soak"


def soak(home: Path, out: Path, *, minutes: float, share: float, orders: int, seed: int) -> bool:
    """Replay and write `soak.json` and `soak.png` into `out`; return whether all stayed flat."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ |= {HOME_VARIABLE: str(home), UNLOCK_VARIABLE: _PASSPHRASE}
    replay = Replay(home, minutes=minutes, share=share, orders=orders, seed=seed)
    code = replay.run()
    facts: dict[str, object] = {
        "minutes": minutes,
        "orders_of_each_vendor": orders,
        "seed": seed,
        "exit_code": code,
        "done": replay.done,
        "late_s": round(replay.late, 1),
    }
    record = document(replay.samples, facts)
    out.mkdir(parents=True, exist_ok=True)
    (out / "soak.json").write_text(f"{json.dumps(record, indent=1)}\n", "utf-8")
    title = f"A day's acts in {minutes:g} minutes: {sum(replay.done.values()):,} of them"
    save(replay.samples, out / "soak.png", title)
    for trend in trends(replay.samples):
        verdict = "flat" if trend.flat else "NOT FLAT"
        sys.stdout.write(
            f"{trend.measure:14}{trend.mean:10.1f}  {trend.rise:+8.2f} in the second half,"
            f" {trend.an_hour:+8.2f} an hour  {verdict}\n"
        )
    sys.stdout.write(f"{replay.done}; exit code {code}; {out}\n")
    return code == 0 and bool(record["flat"])


def main(arguments: Sequence[str] | None = None) -> int:
    """Replay as the command line says; 1 where something grew."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=MINUTES)
    parser.add_argument("--share", type=float, help="of a day's acts; default: by the minutes")
    parser.add_argument("--orders", type=int, default=400, help="of each vendor")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path("build/soak"))
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as home:
        size = {"orders": asked.orders, "seed": asked.seed}
        share = asked.share or min(1.0, asked.minutes / MINUTES)
        flat = soak(Path(home), asked.out, minutes=asked.minutes, share=share, **size)
    return 0 if flat else 1


if __name__ == "__main__":
    raise SystemExit(main())
