"""A marked text is the same text: cutting it for colour loses and invents nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from detente.desk.marks import Marked, paragraphs, segments
from detente.records import Span


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[Marked]]:
    text = draw(st.text(min_size=1, max_size=60))
    marks = []
    for n in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        marks.append(Marked(f"r{n}", "event", (Span(start, end),)))
    return text, marks


@given(marked_texts())
def test_the_segments_joined_are_the_text(case: tuple[str, list[Marked]]):
    text, marks = case
    assert "".join(s.text for s in segments(text, marks)) == text


@given(marked_texts())
def test_every_character_of_a_record_is_marked_with_it(case: tuple[str, list[Marked]]):
    text, marks = case
    for mark in marks:
        words = "".join(s.text for s in segments(text, marks) if mark.id in s.ids)
        assert words == mark.spans[0].of(text)


def test_paragraphs_break_at_line_breaks_and_keep_their_marks():
    cut = segments("One.\n\nTwo, three.", [Marked("r", "event", (Span(0, 9),))])
    shown = [[(s.text, s.ids) for s in p] for p in paragraphs(cut)]
    assert shown == [[("One.", ("r",))], [("Two", ("r",)), (", three.", ())]]
