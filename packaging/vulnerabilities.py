"""Asks whether anything locked has a known vulnerability; without a network it passes."""

import json
import subprocess
import sys
from pathlib import Path

LOCK = Path(__file__).resolve().parent.parent / "requirements.lock"
# What pip-audit says where the service that knows cannot be reached.
_NO_NETWORK = ("ConnectionError", "Max retries", "Could not connect", "timed out", "ServiceError")


def verdict(answer: str, complaint: str) -> int:
    """Print what pip-audit's answer says and return the exit code; see `main`."""
    try:
        found = json.loads(answer)["dependencies"]
    except (ValueError, KeyError):
        if any(word in complaint for word in _NO_NETWORK):
            sys.stderr.write("vulnerabilities: not checked, the service cannot be reached\n")
            return 0
        sys.stderr.write(complaint)
        return 2
    wrong = [one for one in found if one.get("vulns")]
    for one in wrong:
        for flaw in one["vulns"]:
            mended = ", ".join(flaw["fix_versions"]) or "no version yet"
            sys.stdout.write(f"{one['name']} {one['version']}: {flaw['id']}, mended in {mended}\n")
    sys.stdout.write(f"vulnerabilities: {len(found)} looked at, {len(wrong)} affected\n")
    return 1 if wrong else 0


def main() -> int:
    """Print what is known; 1 where something has to be upgraded, 2 where the check itself broke."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(LOCK), "--require-hashes"]
    options = ["--disable-pip", "--format", "json", "--progress-spinner", "off"]
    done = subprocess.run([*command, *options], capture_output=True, text=True, check=False)
    return verdict(done.stdout, done.stderr)


if __name__ == "__main__":
    sys.exit(main())
