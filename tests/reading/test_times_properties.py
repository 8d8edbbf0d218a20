"""What holds for times and measures of any text."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from detente.reading.actors import Cast
from detente.reading.amounts import find_amounts
from detente.reading.language import load_language
from detente.reading.measures import find_measures
from detente.reading.page import Page
from detente.reading.time_grammar import find_expressions, read_lexemes
from detente.reading.times import find_times, time_of
from detente.records import make_report

WORDS = (
    "the this last next past two 5 31 1999 2022 12:30 p.m. days weeks month year years quarter Monday May March Jan. "
    "early mid - – , . 's ago earlier after since until between and to of $ million dozens killed 40,000 troops "
    "post-1959 pre-2014 mid-2015 12-May Q3 FY2022 Christmas weekend today summer 1990s 03/04/2022 2022-02-31 that same first fiscal \n will"
).split(" ")
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(" ".join)
days = st.sampled_from([None, "2022-01-21", "2024-02-29", "0001-01-01", "9999-12-31"])


@settings(max_examples=150, deadline=None, derandomize=True)
@given(texts, days)
def test_any_text_gives_ordered_spans_and_days_in_order(text, published):
    page = Page(make_report(text, published_at=published), load_language()(text), ())
    times = find_times(page)
    end = 0
    for time in times:
        assert end <= time.span.start < time.span.end <= len(text)
        assert time.text == time.span.of(text)
        assert time.start is None or time.start <= time.end
        end = time.span.end
    assert times == find_times(page)
    end = 0
    for measure in find_measures(page, Cast((), ()), times, ()):
        assert end <= measure.evidence.span.start < measure.evidence.span.end <= len(text)
        end = measure.evidence.span.end
    for token in page.doc:
        time_of(token, times)


@settings(max_examples=500, deadline=None, derandomize=True)
@given(st.text(alphabet="0123456789.,:/-–$€%'’ apmstndhkbQ+\n٣²Ⅷ", max_size=24))
def test_figures_of_any_shape_are_read_without_a_fault(text):
    lexemes = read_lexemes(text)
    assert all(a.end <= b.start for a, b in pairwise(lexemes))
    amounts = list(find_amounts(text))
    assert all(a.number.end <= b.number.start for a, b in pairwise(amounts))
    assert list(find_expressions(text, lambda _: True)) == list(find_expressions(text, lambda _: True))
