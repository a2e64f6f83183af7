"""`orderdesk` and `python -m orderdesk`: reads the words, then runs a command or the desk."""

import contextlib
import sys
from collections.abc import Callable, Generator, Sequence
from typing import TYPE_CHECKING

from orderdesk.cli.arguments import Arguments, parse
from orderdesk.safe_mode import RESTART, draw_as_usual, draw_by_software

if TYPE_CHECKING:
    from orderdesk.profile import Options
    from orderdesk.run_marks import RunMarks
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

    if arguments.safe_mode:
        draw_by_software(os.environ)
    import_qt()
    from orderdesk.start import begin

    options = Options(
        demo=arguments.demo,
        orders=arguments.orders,
        seed=arguments.seed,
        link=link,
        safe=arguments.safe_mode,
    )
    with _alone(options) as marks:
        if marks is None:
            return 0
        with begin(options, marks) as begun:
            code = begun.meanwhile(_rest)(begun, options) if begun.wanted else 0
    return _again() if code == RESTART else code


def _again() -> int:
    """Start the desk once more, as usual, now that this one has let go of the profile."""
    import os

    from PySide6.QtCore import QProcess

    from orderdesk.own_program import own_command

    draw_as_usual(os.environ)
    program, *words = own_command()
    QProcess.startDetached(program, words)
    return 0


@contextlib.contextmanager
def _alone(options: "Options") -> Generator["RunMarks | None"]:
    """Give what this run marks; None where a desk is open already, which came to the front."""
    from orderdesk.desk_lock import only_desk
    from orderdesk.one_desk import hand_over
    from orderdesk.profile import Profile
    from orderdesk.run_marks import RunMarks

    if options.demo:
        yield RunMarks(None)  # each has a profile of its own
        return
    profile = Profile.locate()
    profile.prepare()
    with only_desk(profile) as only:
        if only:
            with RunMarks(profile).kept() as marks:
                yield marks
        else:
            # One that does not answer hangs or is about to end: a person gets a desk all the same.
            yield None if hand_over(profile, options.link) else RunMarks(None)


def _rest() -> "Callable[[Begun, Options], int]":
    """Import everything that the first frame does without."""
    from orderdesk.app import go_on

    return go_on


if __name__ == "__main__":
    sys.exit(main())
