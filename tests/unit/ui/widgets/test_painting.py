"""Badges, elided labels and progress lines: room, words for who cannot see, and colours."""

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from orderdesk.domain.status import OrderStatus
from orderdesk.ui.icons import Icons
from orderdesk.ui.theme import Appearance, Theme
from orderdesk.ui.widgets.badge import Badge, BadgeLabel, BadgePainter, state_badge
from orderdesk.ui.widgets.labels import ElidedLabel, PlainLabel
from orderdesk.ui.widgets.progress_line import ProgressLine


@pytest.mark.parametrize("state", OrderStatus)
def test_every_state_has_a_badge(state: OrderStatus) -> None:
    badge = state_badge(state)
    assert badge is not None
    assert badge.icon
    assert badge.text


def test_a_state_we_do_not_know_has_none() -> None:
    assert state_badge(None) is None
    assert state_badge("halfway") is None


def test_a_derived_state_is_dashed() -> None:
    derived, known = state_badge("pending", derived=True), state_badge("pending")
    assert derived is not None
    assert known is not None
    assert (derived.dashed, known.dashed) == (True, False)


def test_a_badge_is_read_out_and_takes_the_room_it_needs(
    qtbot: QtBot, light: Theme, icons: Icons
) -> None:
    light.set_appearance(Appearance.LIGHT)
    label = BadgeLabel(light, icons, Badge("Pending", "amber", "clock"))
    qtbot.addWidget(label)
    assert label.accessibleName() == "Pending"
    size = BadgePainter(light, icons).size(Badge("Pending", "amber", "clock"))
    assert label.sizeHint() == size
    label.resize(size)
    ground = label.grab().toImage().pixelColor(size.width() - 4, size.height() // 2)
    assert ground == light.colour("amber_bg")
    label.show_badge(None)
    assert label.isHidden()
    assert label.sizeHint().isEmpty()


def test_an_elided_label_shows_the_whole_in_its_tool_tip(qtbot: QtBot) -> None:
    label = ElidedLabel("A <long> text that has no room here at all")
    qtbot.addWidget(label)
    label.resize(60, 20)
    label.grab()
    assert "&lt;long&gt;" in label.toolTip()
    label.resize(600, 20)
    label.grab()
    assert label.toolTip() == ""


def test_a_label_takes_its_text_literally(qtbot: QtBot) -> None:
    label = PlainLabel("<b>bold?</b>", tone="muted")
    qtbot.addWidget(label)
    wide = PlainLabel("bold?")
    qtbot.addWidget(wide)
    assert label.sizeHint().width() > wide.sizeHint().width()


@pytest.mark.parametrize(
    ("maximum", "value", "filled"), [(100, 0, 0), (100, 50, 100), (100, 100, 200)]
)
def test_a_progress_line_is_filled_as_far_as_it_is(
    qtbot: QtBot, light: Theme, *, maximum: int, value: int, filled: int
) -> None:
    line = ProgressLine(light)
    qtbot.addWidget(line)
    line.resize(200, 6)
    line.setRange(0, maximum)
    line.setValue(value)
    image = line.grab().toImage()
    accent = light.colour("accent")
    shown = sum(image.pixelColor(x, 3) == accent for x in range(200))
    assert abs(shown - filled) <= 4


def test_without_an_end_a_piece_wanders(qtbot: QtBot, light: Theme) -> None:
    line = ProgressLine(light)
    qtbot.addWidget(line)
    line.resize(200, 6)
    line.setRange(0, 0)
    line.show()
    first = line.grab().toImage()
    accent = QColor(light.colour("accent"))
    assert any(first.pixelColor(x, 3) == accent for x in range(200))
    qtbot.waitUntil(lambda: line.grab().toImage() != first)
