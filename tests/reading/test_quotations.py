"""Where quotation marks open and close, in every style that the press uses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.reading.quotations import find_quotations


def quoted(text: str) -> list[str]:
    return [q.inner.of(text) for q in find_quotations(text)]


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("She said “we will come” and left.", ["we will come"]),
        ('She said "we will come" and left.', ["we will come"]),
        ("She said ''we will come'' and left.", ["we will come"]),
        ("She said ``we will come'' and left.", ["we will come"]),
        ("She said ‘we will come’ and left.", ["we will come"]),
        ("She said 'we will come' and left.", ["we will come"]),
        ("Sie sagte „wir kommen“ und ging.", ["wir kommen"]),
        ("Elle a dit « nous viendrons » hier.", [" nous viendrons "]),
        ("“He called it ‘a farce’ again,” she said.", ["He called it ‘a farce’ again,"]),
        ("The generals’ plan and the minister's reply, in the '90s.", []),
        ("A 6' fence, rock 'n' roll and 5\" of rain: don't.", []),
        ("“One,” he said. “Two.”", ["One,", "Two."]),
    ],
)
def test_marks_of_every_style(text: str, inside: list[str]) -> None:
    assert quoted(text) == inside


def test_a_speech_over_two_paragraphs_opens_twice_and_closes_once() -> None:
    first, second = find_quotations("“We came in peace.\n\n“We will leave in peace,” he said.")
    assert not first.closed
    assert first.continued
    assert second.closed


def test_a_missing_closing_mark_ends_with_the_paragraph() -> None:
    text = "“We came in peace, he said.\nThe talks went on."
    assert quoted(text) == ["We came in peace, he said."]


def test_a_hard_wrapped_line_does_not_end_a_quotation() -> None:
    assert quoted("He said “we came\nin peace” today.") == ["we came\nin peace"]


@given(st.text(alphabet="aA .,\n“”‘’\"'«»„`?", max_size=60))
def test_quotations_of_any_text_lie_in_it_in_order(text: str) -> None:
    last = 0
    for q in find_quotations(text):
        assert last <= q.outer.start <= q.inner.start < q.inner.end <= q.outer.end <= len(text)
        last = q.outer.end
