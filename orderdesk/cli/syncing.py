"""`orderdesk sync`."""

from orderdesk.cli.exits import Exit
from orderdesk.cli.finding import connection_of
from orderdesk.cli.output import problem
from orderdesk.cli.session import Session
from orderdesk.cli.shapes import report_json


async def sync(session: Session) -> int:
    """Read what changed, and say for each connection how it went."""
    named = session.arguments.connections
    keys = [await connection_of(session.desk, text) for text in named] or None
    reports = await session.desk.sync.sync(keys)
    if session.out.as_json:
        session.out.value([report_json(report) for report in reports])
    else:
        for report in reports:
            aside = f", {report.set_aside:,} set aside" if report.set_aside else ""
            aside += f", items of {report.unread:,} not read" if report.unread else ""
            session.out.line(
                f"{report.connection}: {report.orders:,} orders, {report.changed:,} changed{aside},"
                f" {report.requests:,} requests in {report.seconds:.1f} s"
            )
        if not reports:
            problem("there is no connection yet; see `orderdesk connections --help`")
    failed = [report for report in reports if report.error]
    for report in failed:
        problem(f"{report.connection}: {report.error}")
    return Exit.FAILED if failed else Exit.DONE
