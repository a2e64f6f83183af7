"""`orderdesk` and `python -m orderdesk`: reads the words, then runs a command or the desk."""

import contextlib
import sys
from collections.abc import Callable, Generator, Sequence
from typing import TYPE_CHECKING

from orderdesk.cli.arguments import Arguments, parse

if TYPE_CHECKING:
    from orderdesk.profile import Options
    from orderdesk.start import Begun


def main(argv: Sequence[str] | None = None) -> int:
    """Run what the command line asks for and return the exit code.

    Raises:
        SystemExit: after help, the version, or a sentence on what is wrong with the words.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == ["sandbox"]:
        from orderdesk.sandbox.command import main as sandbox

        return sandbox(words[1:])
    if words[:1] == ["demo-sandbox"]:
        from orderdesk.demo import serve

        return serve(words[1:])
    link = words.pop(0) if words and words[0].startswith("orderdesk:") else ""
    arguments = parse(words)
    if arguments.command is not None:
        from orderdesk.cli.command import run

        return run(arguments)
    return _open_desk(arguments, link)


def _open_desk(arguments: Arguments, link: str) -> int:
    import os

    from orderdesk.preflight import EXIT_UNAVAILABLE, display_problem, library_problem

    problem = display_problem(os.environ, sys.platform) or library_problem()
    if problem is not None:
        sys.stderr.write(f"{problem}\n")
        return EXIT_UNAVAILABLE
    from orderdesk.profile import Options
    from orderdesk.qt_import import import_qt

    import_qt()
    from orderdesk.start import begin

    options = Options(demo=arguments.demo, orders=arguments.orders, seed=arguments.seed, link=link)
    with _alone(options) as alone:
        if not alone:
            return 0
        with begin(options) as begun:
            return begun.meanwhile(_rest)(begun, options)


@contextlib.contextmanager
def _alone(options: "Options") -> Generator[bool]:
    """Say whether to open a desk here; where one is open already, have it come to the front."""
    from orderdesk.one_desk import hand_over, only_desk
    from orderdesk.profile import Profile

    if options.demo:
        yield True  # each has a profile of its own
        return
    profile = Profile.locate()
    profile.prepare()
    with only_desk(profile) as only:
        # One that does not answer hangs or is about to end: a person gets a desk all the same.
        yield only or not hand_over(profile, options.link)


def _rest() -> "Callable[[Begun, Options], int]":
    """Import everything that the first frame does without."""
    from orderdesk.app import go_on

    return go_on


if __name__ == "__main__":
    sys.exit(main())
