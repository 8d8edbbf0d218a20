"""Report → Reading: a pure function of one report.

The order of the steps is the order of the files' dependence: times and places need the parse alone,
actors the parse, statements the actors, events the statements, positions all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import tee

from spacy.tokens import Doc

from detente.reading.actors import at_home, at_main, at_place, find_cast, only_acting, with_states
from detente.reading.events import find_events
from detente.reading.language import load_language
from detente.reading.measures import find_measures
from detente.reading.page import Page, span_of
from detente.reading.places import find_places
from detente.reading.positions import find_positions
from detente.reading.quotations import find_quotations
from detente.reading.statements import find_statements
from detente.reading.times import find_times
from detente.reading.weighing import weighed
from detente.records import Reading, Report, check

# Reports parsed together. To be swept by bench/speed.py.
BATCH = 16


def read_report(report: Report) -> Reading:
    """All records that one report holds; the same report always gives the same bytes."""
    return read_parsed(report, load_language()(report.text))


def read_reports(reports: Iterable[Report]) -> Iterator[Reading]:
    """`read_report` of each, parsed in batches: one reading for each report, in order."""
    reports, texts = tee(reports)
    docs = load_language().pipe((r.text for r in texts), batch_size=BATCH)
    for report, doc in zip(reports, docs, strict=True):
        yield read_parsed(report, doc)


def read_parsed(report: Report, doc: Doc) -> Reading:
    """The reading of a report whose parse is there already (`doc.text == report.text`)."""
    page = Page(report, doc, find_quotations(report.text))
    times = find_times(page)
    places = find_places(page)
    cast = at_main(page, at_place(page, at_home(find_cast(page), places), places))
    measures = find_measures(page, cast, times, places)
    statements = find_statements(page, cast, times)
    with_places = with_states(cast, places)
    events = weighed(find_events(page, with_places, statements, times, places), page)
    cast = only_acting(cast, with_places, events)
    positions = find_positions(page, cast, statements, events, times)
    return check(
        Reading(
            report=report,
            sentences=tuple(span_of(s[0], s[-1]) for s in page.sentences()),
            actors=cast.actors,
            mentions=cast.mentions,
            statements=statements,
            events=events,
            positions=positions,
            measures=measures,
            times=times,
            places=places,
        )
    )
