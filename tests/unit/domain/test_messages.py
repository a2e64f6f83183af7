"""A message is a source text and its facts, rendered where it is shown."""

from hypothesis import given
from hypothesis import strategies as st

from orderdesk.domain.errors import DeskError, InputError, QueryError, VendorError
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message, verbatim


def test_facts_are_filled_in() -> None:
    message = Message("{action} is not possible: {why}.", {"action": "Cancel", "why": "late"})
    assert message.render() == str(message) == "Cancel is not possible: late."


def test_facts_that_are_messages_are_translated_too() -> None:
    german = {"{what} is {state}.": "{what} ist {state}.", "late": "verspätet"}
    message = Message("{what} is {state}.", {"what": "SO-1", "state": Message("late")})
    assert message.render(german.__getitem__) == "SO-1 ist verspätet."
    assert message.render() == "SO-1 is late."


@given(st.text())
def test_vendors_words_are_never_a_template(words: str) -> None:
    assert verbatim(words).render() == words
    inside = Message("It said: {words}", {"words": verbatim(words)})
    assert inside.render() == f"It said: {words}"
    assert Message("{a}", {"a": words}).render() == words


def test_translation_mark_changes_nothing() -> None:
    assert QT_TRANSLATE_NOOP("messages", "Late") == "Late"


def test_equal_messages_are_one_in_a_set() -> None:
    one = Message("{a} {b}", {"a": "1", "b": Message("x")})
    same = Message("{a} {b}", {"b": Message("x"), "a": "1"})
    other = Message("{a} {b}", {"a": "1", "b": Message("y")})
    assert {one, same, other} == {one, other}


def test_error_says_what_happened_and_what_to_do_on_one_line() -> None:
    what, way = Message("The disk is full."), Message("Make room.")
    assert DeskError(what, way_out=way).sentence() == "The disk is full. Make room."
    assert DeskError(what).sentence() == str(DeskError(what)) == "The disk is full."


def test_errors_carry_what_is_known() -> None:
    odd = QueryError(Message("Odd."), position=3)
    assert isinstance(odd, InputError)
    assert (odd.field, odd.position) == ("query", 3)
    refused = VendorError(Message("No."), words="Nein", status=409, request_id="r1")
    assert (refused.words, refused.status, refused.request_id) == ("Nein", 409, "r1")
