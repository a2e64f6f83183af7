"""Puts the window and everything that answers it together."""

from PySide6.QtWidgets import QWidget

from orderdesk.ui.actions import OrderActions
from orderdesk.ui.context import Context
from orderdesk.ui.failures import Failures
from orderdesk.ui.main_window import MainWindow
from orderdesk.ui.news import News, Responses
from orderdesk.ui.requests import Openers, Requests


def desk_window(context: Context, failures: Failures, kept: dict[str, str]) -> MainWindow:
    """Return the desk's window, ready to be shown."""
    actions = OrderActions(context.desk.connections.descriptions(), context.icons)
    detail = QWidget()
    detail.setAccessibleName("Order")
    window = MainWindow(context, actions, detail, kept)
    actions.setParent(window)
    openers = Openers(new_order=lambda: None, connections=print, activity=lambda: None)
    requests = Requests(context, window, openers, window)
    responses = Responses(
        show_order=window.page.show_order,
        open_connection=openers.connections,
        sync=requests.sync,
        leave_demo=requests.leave_demo,
    )
    news = News(context, window.notices, window.watch, actions, responses, window)
    failures.happened.connect(news.say_failure)
    return window
