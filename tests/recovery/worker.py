"""The process that is killed, or that looks what is left: `python -m tests.recovery.worker`."""

import sys

from orderdesk.qt_import import import_qt


def main() -> int:
    """Import Qt as the program does, then do the job on standard input."""
    import_qt()
    from tests.recovery.session import Job, play

    return play(Job.model_validate_json(sys.stdin.read()))


if __name__ == "__main__":
    sys.exit(main())
