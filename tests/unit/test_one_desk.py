"""One desk a profile, and what a link may say."""

from pathlib import Path

import pytest

from orderdesk.desk_lock import only_desk
from orderdesk.one_desk import address_of, hand_over, order_of_link
from orderdesk.profile import Profile


@pytest.mark.parametrize(
    ("link", "order"),
    [
        ("orderdesk://order/north:81a2", "north:81a2"),
        ("orderdesk://order/north:81a2/", "north:81a2"),
        ("orderdesk://order/north%3A8%201", "north:8 1"),
        ("orderdesk://order/", None),
        ("orderdesk://order/%0a", None),
        ("orderdesk://customer/1", None),
        ("https://order/1", None),
        ("orderdesk://order/" + "9" * 2_000, None),
    ],
)
def test_a_link_names_an_order(link: str, order: str | None) -> None:
    assert order_of_link(link) == order


def test_a_profile_has_one_desk_at_a_time(tmp_path: Path) -> None:
    profile, other = Profile.under(tmp_path / "a"), Profile.under(tmp_path / "b")
    for one in (profile, other):
        one.prepare()
    with only_desk(profile) as first, only_desk(profile) as second, only_desk(other) as elsewhere:
        assert (first, second, elsewhere) == (True, False, True)
    with only_desk(profile) as again:
        assert again
    assert address_of(profile) != address_of(other)


def test_nobody_hears_where_no_desk_is_open(tmp_path: Path) -> None:
    assert not hand_over(Profile.under(tmp_path), "orderdesk://order/north:1")
