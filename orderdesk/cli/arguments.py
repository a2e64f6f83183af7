"""The command line's words; imports nothing but what reads them, so that help comes at once."""

import argparse
from collections.abc import Sequence
from typing import Final, NoReturn

from orderdesk import __version__

WRONG_USE: Final = 2

_COMMANDS = """\
commands:
  list [QUERY]              orders, the newest first
  show ORDER                one order with its items and what may be done with it
  do ACTION ORDER           act on an order: cancel, process, edit, add_item, ...
  do create CONNECTION      make a new order
  do ACTION --query QUERY   act on every order that is found: a plan, then a ledger
  do ACTION ORDER --stage   keep an edit here, shown and marked, until it is sent
  staged                    what is staged; `staged send` and `staged discard` end it
  sync [CONNECTION]         read what changed at the vendors
  connections ...           list, add, test, import or remove connections
  doctor                    is this installation sound, and what to do if it is not
  restore [BACKUP]          the local store's backups, and one put back in place
  capabilities              what may be done at which vendor in which state, as Markdown
  sandbox ...               stand-ins for the vendors' services, with made-up orders

exit codes:
  0 done   2 wrong use   3 refused by the rules   4 rejected by the vendor
  5 failed, not reachable or not signed in   6 outcome unknown   7 still waiting

environment:
  ORDERDESK_HOME            keep every file of the profile under this folder
  ORDERDESK_PASSPHRASE      keep secrets in a file encrypted under this passphrase

`orderdesk COMMAND --help` says more of each."""

_QUERY = """\
QUERY is words, "several words", field:value, a minus before what must not be, and AND:
  orderdesk list 'state:pending customer:"North Shop" -type:transfer placed:last-7d'
  orderdesk list 'total:>100 expires:next-24h' --sort total --limit 20
Fields: state, vendor_state, payment, fulfilment, type, connection, vendor, id, number, name,
customer, location, employee, item, placed, expires, items, total, discount, currency, pending,
staged. pending:yes is what was given to be sent and is not settled; staged:yes what still waits
for a person to send it, and is not pending.
Only orders and pre-orders are found unless a type is asked for: type:invoice, type:delivery_note,
type:delivery, or type:any for every document. fulfilment is none, assigned, part, fulfilled or
rejected. Words look through the items of those orders whose items have been read.
Values: a,b for either; none for not known; >, >=, <, <= and a..b for numbers and times; times
are 2026-11-22, 2026-11, today, last-7d, next-24h and the like."""

_DO = """\
ORDER is an order's id as `list` shows it, or its vendor's id or number where only one has it.
FIELD is a key that `orderdesk show ORDER --json` names for the action; an empty VALUE clears it.
edit_item and remove_item take --set line=LINE_ID as well; what is asked by items takes
--set lines='2 x LINE_ID', one pair a line, and without it means all that is outstanding. A field
that refers to something takes its id. Long values come by --input FILE, a JSON object of fields.
  orderdesk do cancel north:81a2 --json
  orderdesk do edit north:81a2 --set Name='Call before delivery'
  orderdesk do edit_item north:81a2 --set line=7 --set Quantity=3
  orderdesk do dispatch north:81a2 --set lines='2 x 7'
  orderdesk do change_status north:81a2 --set status='Ready to pick'
  orderdesk do create north --input order.json
A new order is {"fields": {...}, "lines": [{...}]}; fields may stand beside "lines" as well.
It is sent at once and waited for up to 60 seconds, or with --wait until it is settled. What
could not be sent is withdrawn.
With --query, all orders found are planned first and only those that the rules allow are sent;
--dry-run prints the plan and sends nothing. The ledger says of each order: done, refused, failed,
not_tried or unknown. The exit code is that of the gravest. After 60 seconds in which nothing
moves, the rest is not tried any more, but with --wait.
  orderdesk do cancel --query 'state:pending placed:last-7d' --dry-run
  orderdesk do edit --query 'customer:"North Shop" state:open' --set Name='Call first' --json"""

_STAGED = """\
An ID is a change's as it is listed; ID.FIELD is one field of it. Sending decides again, reads each
order again and then writes, one order's changes after one another; what cannot be sent is staged
still. The exit code is that of the gravest outcome.
  orderdesk do edit north:81a2 --set Name='Call first' --stage
  orderdesk staged --json
  orderdesk staged send
  orderdesk staged discard 7c1d2a60-0f1e-4a5b-9a57-3f2f60c1b9aa.Name"""

_RESTORE = """\
What was typed since the backup is carried over: changes that wait and how those sent have ended,
drafts, layouts, connections. What an older form of the store has no place for is written to a
file, change by change. Orders are read again from their vendors. What was in place is kept.
  orderdesk restore
  orderdesk restore before-0012 --dry-run
  orderdesk restore before-0012"""

_SECRETS = """\
Secrets are asked for unseen, or come from --secrets-from (a JSON object by name; - for standard
input), or from ORDERDESK_SECRET_NAME, as in ORDERDESK_SECRET_PASSWORD; never from the command
line, which other programs can read."""


class Arguments(argparse.Namespace):
    """What was asked for; which of it matters depends on `command` and `part`."""

    demo: bool = False
    safe_mode: bool = False
    orders: int = 5000
    seed: int = 1
    command: str | None = None
    """None: open the desk."""
    part: str | None = None
    """What of `connections` is wanted."""
    json: bool = False
    query: Sequence[str] = ()
    limit: int | None = None
    sort: str = "placed_at"
    ascending: bool = False
    order: str = ""
    refresh: bool = False
    action: str = ""
    target: str | None = None
    """None: with `among`, which orders are found by."""
    among: str | None = None
    dry_run: bool = False
    values: Sequence[str] = ()
    input: str | None = None
    wait: bool = False
    stage: bool = False
    ids: Sequence[str] = ()
    """Which staged changes are meant, all where none is named."""
    connections: Sequence[str] = ()
    vendor: str = ""
    name: str | None = None
    urls: Sequence[str] = ()
    settings: Sequence[str] = ()
    secrets_from: str | None = None
    file: str = ""
    backup: str = ""
    """Which backup `restore` is to put in place; none: they are listed."""
    save: str = ""
    """Where `doctor` is to write its diagnostics."""


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, without the whole usage before it."""

    def error(self, message: str) -> NoReturn:
        self.exit(WRONG_USE, f"{self.prog}: {message}; see `{self.prog} --help`.\n")


def parse(argv: Sequence[str]) -> Arguments:
    """Read the command line.

    Raises:
        SystemExit: after help, the version, or a sentence on what is wrong.
    """
    parser = _parser()
    arguments = parser.parse_args(_queries_kept(argv), Arguments())
    if arguments.command == "do" and arguments.target is None and arguments.among is None:
        parser.error("do needs ORDER or --query QUERY")
    return arguments


def _queries_kept(argv: Sequence[str]) -> list[str]:
    """Keep `-state:pending`, a part of a query, from being taken for options."""
    if argv[:1] != ["list"]:
        return list(argv)
    return [
        f" {word}" if word[:1] == "-" and word[1:2].isalpha() and word != "-h" else word
        for word in argv
    ]


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="orderdesk",
        usage="orderdesk [--demo | --safe-mode] | orderdesk://order/ID | COMMAND ...",
        description="The orders of several vendors on one desk. Without a command, opens the desk.",
        epilog=_COMMANDS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"orderdesk {__version__}")
    parser.add_argument(
        "--demo", action="store_true", help="open the desk on made-up orders, apart from your own"
    )
    parser.add_argument(
        "--safe-mode",
        action="store_true",
        help="open the desk as if new: default look and settings, nothing synced or sent by itself",
    )
    parser.add_argument("--orders", type=_count, metavar="N", help="how many, in the demo (5000)")
    parser.add_argument("--seed", type=int, metavar="N", help="which ones, in the demo (1)")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", help=argparse.SUPPRESS)
    for name, add in (
        ("list", _add_list),
        ("show", _add_show),
        ("do", _add_do),
        ("staged", _add_staged),
        ("sync", _add_sync),
        ("connections", _add_connections),
        ("doctor", _add_doctor),
        ("restore", _add_restore),
        ("capabilities", _add_capabilities),
    ):
        add(
            commands.add_parser(
                name,
                prog=f"orderdesk {name}",
                formatter_class=argparse.RawDescriptionHelpFormatter,
            )
        )
    return parser


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")


def _add_list(parser: argparse.ArgumentParser) -> None:
    parser.description = "List orders, as last read from the vendors."
    parser.epilog = _QUERY
    parser.add_argument("query", nargs="*", metavar="QUERY", help="which orders (all)")
    parser.add_argument("--limit", type=_count, metavar="N", help="at most so many")
    parser.add_argument("--sort", metavar="COLUMN", default="placed_at", help="by (placed_at)")
    parser.add_argument("--ascending", action="store_true", help="the smallest or oldest first")
    _json(parser)


def _add_show(parser: argparse.ArgumentParser) -> None:
    parser.description = "Show an order, its items, and what may be done with it and why not."
    parser.add_argument("order", metavar="ORDER", help="its id, or its vendor's id or number")
    parser.add_argument("--refresh", action="store_true", help="read it from the vendor first")
    _json(parser)


def _add_do(parser: argparse.ArgumentParser) -> None:
    parser.description = "Act on an order, or make a new one."
    parser.usage = (
        "orderdesk do ACTION ORDER [--set FIELD=VALUE ...] [--input FILE] [--wait] [--json]\n"
        "       orderdesk do ACTION ORDER --stage [--set FIELD=VALUE ...] [--json]\n"
        "       orderdesk do ACTION --query QUERY [--dry-run] [--set FIELD=VALUE ...] [--json]\n"
        "       orderdesk do create CONNECTION --input FILE [--wait] [--json]"
    )
    parser.epilog = _DO
    parser.add_argument("action", metavar="ACTION", help="what to do")
    parser.add_argument(
        "target", metavar="ORDER", nargs="?", help="with which order; for create: where"
    )
    parser.add_argument(
        "--query", dest="among", metavar="QUERY", help="with every order that is found, see `list`"
    )
    parser.add_argument("--dry-run", action="store_true", help="with --query: only print the plan")
    parser.add_argument(
        "--set",
        dest="values",
        action="append",
        default=[],
        metavar="FIELD=VALUE",
        help="repeatable",
    )
    parser.add_argument(
        "--input", metavar="FILE", help="the new order as JSON; - is standard input"
    )
    parser.add_argument("--wait", action="store_true", help="until settled, however long it takes")
    parser.add_argument("--stage", action="store_true", help="an edit: keep it here, do not send")
    _json(parser)


def _add_staged(parser: argparse.ArgumentParser) -> None:
    parser.description = "What is staged: edits that are shown here and not sent."
    parser.epilog = _STAGED
    parser.add_argument("part", nargs="?", choices=("send", "discard"), help="else they are listed")
    parser.add_argument("ids", nargs="*", metavar="ID[.FIELD]", help="which ones (all)")
    parser.add_argument("--wait", action="store_true", help="until settled, however long it takes")
    _json(parser)


def _add_sync(parser: argparse.ArgumentParser) -> None:
    parser.description = "Read what changed at the vendors, and wait until it is done."
    parser.add_argument("connections", nargs="*", metavar="CONNECTION", help="which ones (all)")
    _json(parser)


def _add_doctor(parser: argparse.ArgumentParser) -> None:
    parser.description = "Look whether this installation is sound; the store is only read."
    parser.add_argument(
        "--save",
        metavar="FILE",
        default="",
        help="write one zip with versions, settings, counts and what happened, in which nobody's "
        "name, order, address or secret stands",
    )
    _json(parser)


def _add_restore(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "List the backups that were made before the local store was brought up to date, or put "
        "one back in place, for an older program. The desk must be closed."
    )
    parser.epilog = _RESTORE
    parser.add_argument("backup", nargs="?", metavar="BACKUP", default="", help="which one")
    parser.add_argument("--dry-run", action="store_true", help="only say what it would mean")
    _json(parser)


def _add_capabilities(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Show what may be done at which vendor in which state, from the connectors' rule tables."
    )
    _json(parser)


def _add_connections(parser: argparse.ArgumentParser) -> None:
    parser.description = "The configured accounts of vendors."
    parts = parser.add_subparsers(dest="part", metavar="PART", required=True)
    for name, help_text, add in (
        ("list", "how each is doing", _json),
        ("add", "configure an account", _add_add),
        ("test", "test it step by step", _add_test),
        ("import", "take the JSON that `orderdesk sandbox` prints", _add_import),
        ("remove", "forget it, its secrets and its orders here", _add_remove),
    ):
        part = parts.add_parser(
            name,
            prog=f"orderdesk connections {name}",
            help=help_text,
            description=f"{help_text[:1].upper()}{help_text[1:]}.",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        add(part)


def _add_add(parser: argparse.ArgumentParser) -> None:
    parser.epilog = _SECRETS
    parser.add_argument("vendor", metavar="VENDOR", help="which vendor's account it is")
    parser.add_argument("--name", metavar="NAME", help="what you call it")
    parser.add_argument(
        "--url", dest="urls", action="append", default=[], metavar="NAME=URL", help="repeatable"
    )
    parser.add_argument(
        "--set",
        dest="settings",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a setting; repeatable",
    )
    parser.add_argument("--secrets-from", metavar="FILE", help="a JSON object; - is standard input")
    _json(parser)


def _add_test(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("connections", nargs="*", metavar="CONNECTION", help="which ones (all)")
    _json(parser)


def _add_import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=str, metavar="FILE", help="- is standard input")
    _json(parser)


def _add_remove(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("connections", nargs=1, metavar="CONNECTION", help="its key")
    _json(parser)


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError("must not be negative")
    return number
