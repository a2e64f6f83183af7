"""`orderdesk` and `python -m orderdesk`: reads the words, then runs a command or the desk."""

import sys
from collections.abc import Sequence

from orderdesk.cli.arguments import Arguments, parse


def main(argv: Sequence[str] | None = None) -> int:
    """Run what the command line asks for and return the exit code.

    Raises:
        SystemExit: after help, the version, or a sentence on what is wrong with the words.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == ["sandbox"]:
        from orderdesk.sandbox.command import main as sandbox

        return sandbox(words[1:])
    arguments = parse(words)
    if arguments.command is not None:
        from orderdesk.cli.command import run

        return run(arguments)
    return _open_desk(arguments)


def _open_desk(arguments: Arguments) -> int:
    import os

    from orderdesk.preflight import EXIT_UNAVAILABLE, display_problem, library_problem

    problem = display_problem(os.environ, sys.platform) or library_problem()
    if problem is not None:
        sys.stderr.write(f"{problem}\n")
        return EXIT_UNAVAILABLE
    from orderdesk.app import run
    from orderdesk.config import Options

    return run(Options(demo=arguments.demo, orders=arguments.orders, seed=arguments.seed))


if __name__ == "__main__":
    sys.exit(main())
