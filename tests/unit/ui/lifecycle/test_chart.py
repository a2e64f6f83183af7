"""The diagram's layout: every table gets boxes apart and lines that pass around them."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orderdesk.domain.rules import State, Transition, VendorRules
from orderdesk.ui.lifecycle.chart import Chart, Scale, lay_out, least_width, on_the_way
from orderdesk.ui.lifecycle.routing import Box, Point
from tests.unit.ui.lifecycle.tables import LARGE, SMALL, rules_of


def measure(label: str) -> int:
    return 7 * len(label)


def chart_of(rules: VendorRules, available: int = 380) -> Chart:
    return lay_out(rules, Scale(measure), available=available)


def on_edge(box: Box, point: Point) -> bool:
    x, y = point
    across = box.x <= x <= box.right and y in {box.y, box.bottom}
    down = box.y <= y <= box.bottom and x in {box.x, box.right}
    return across or down


def inside(box: Box, a: Point, b: Point) -> bool:
    return (
        max(a[0], b[0]) > box.x
        and min(a[0], b[0]) < box.right
        and max(a[1], b[1]) > box.y
        and min(a[1], b[1]) < box.bottom
    )


def assert_sound(chart: Chart) -> None:
    for one, other in combinations(chart.boxes.values(), 2):
        assert (
            one.right <= other.x
            or other.right <= one.x
            or (one.bottom <= other.y or other.bottom <= one.y)
        )
    for way in chart.ways:
        assert on_edge(chart.boxes[way.source], way.route[0])
        assert on_edge(chart.boxes[way.target], way.route[-1])
        for a, b in pairwise(way.route):
            assert a[0] == b[0] or a[1] == b[1], "lines are straight or have elbows"
            assert not any(inside(box, a, b) for box in chart.boxes.values())
            assert min(a[0], b[0]) >= 0
            assert min(a[1], b[1]) >= 0
            assert max(a[0], b[0]) <= chart.width
            assert max(a[1], b[1]) <= chart.height


@pytest.mark.parametrize("rules", [SMALL, LARGE])
@pytest.mark.parametrize("available", [200, 380, 900])
def test_known_shapes_are_sound(rules: VendorRules, available: int) -> None:
    chart = chart_of(rules, available)
    assert set(chart.boxes) == {state.word for state in rules.states}
    assert {(way.source, way.target) for way in chart.ways} == {
        (way.source, way.target) for way in rules.transitions
    }
    assert_sound(chart)


def test_neighbours_are_joined_by_one_straight_line() -> None:
    routes = {(way.source, way.target): way.route for way in chart_of(SMALL).ways}
    assert len(routes[("Open", "Worked")]) == 2
    assert len(routes[("Open", "Void")]) == 3, "one elbow"


def test_a_way_and_its_way_back_run_side_by_side() -> None:
    routes = {(way.source, way.target): way.route for way in chart_of(LARGE).ways}
    there, back = routes[("new", "preorder")], routes[("preorder", "new")]
    assert len(there) == len(back) == 2
    assert there[0][0] != back[0][0]


def test_two_states_on_one_place_are_drawn_apart() -> None:
    states = tuple(State(word, None, word, 0) for word in ("a", "b", "c"))
    assert_sound(chart_of(rules_of(states, (Transition("a", "c", None),), ())))


def test_ways_between_the_same_states_are_one_line() -> None:
    states = (State("a", None, "A", 0), State("b", None, "B", 1))
    ways = (Transition("a", "b", "go"), Transition("a", "b", None), Transition("a", "a", "stay"))
    chart = chart_of(rules_of(states, ways, ()))
    assert [len(way.transitions) for way in chart.ways] == [2]


def test_a_way_to_a_state_that_is_not_in_the_table_is_left_out() -> None:
    chart = chart_of(rules_of((State("a", None, "A", 0),), (Transition("a", "gone", "go"),), ()))
    assert chart.ways == ()


def test_spare_room_goes_into_the_gaps_up_to_a_limit() -> None:
    assert chart_of(SMALL, 300).width < chart_of(SMALL, 480).width == chart_of(SMALL, 2000).width


def test_a_table_is_as_wide_as_its_names_and_the_least_gaps() -> None:
    wide = Scale(measure)
    tight = Scale(measure, padding=4, gaps=(10,))
    assert least_width(LARGE, tight) < least_width(LARGE, wide)
    assert chart_of(SMALL, 100).width == least_width(SMALL, wide)


def test_states_that_no_way_touches_are_left_out_but_for_the_current_one() -> None:
    words = ("a", "b", "odd", "even")
    states = tuple(State(word, None, word, place) for place, word in enumerate(words))
    rules = rules_of(states, (Transition("a", "b", None),), ())
    assert [state.word for state in on_the_way(rules, "a").states] == ["a", "b"]
    assert [state.word for state in on_the_way(rules, "even").states] == ["a", "b", "even"]
    assert on_the_way(SMALL, "Open") is SMALL


@st.composite
def tables(draw: st.DrawFn) -> VendorRules:
    places = draw(
        st.lists(
            st.tuples(st.integers(0, 4), st.integers(0, 3), st.text("mi", min_size=1, max_size=14)),
            min_size=1,
            max_size=9,
        )
    )
    states = tuple(
        State(f"s{i}", None, label, column, row) for i, (column, row, label) in enumerate(places)
    )
    index = st.integers(0, len(states) - 1)
    pairs = draw(st.lists(st.tuples(index, index), max_size=12, unique=True))
    ways = tuple(Transition(f"s{a}", f"s{b}", "go") for a, b in pairs)
    return rules_of(states, ways, ())


@settings(max_examples=60)
@given(tables())
def test_any_table_is_sound(rules: VendorRules) -> None:
    assert_sound(chart_of(rules))
