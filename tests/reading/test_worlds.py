"""Pages of sport, markets, the arts, the kitchen and the weather name hardly any events; pages of politics keep theirs."""

from __future__ import annotations

from pathlib import Path

from detente.reading import read_report, read_reports
from detente.reading.language import load_language
from detente.reading.worlds import worlds_of
from detente.records import make_report

HERE = Path(__file__).parent
SAMPLES = HERE.parent.parent / "samples"

# 110 events were found on the 59 pages before worlds were told apart, 14 when the floor was set, 8 of them on the
# twelve pages that were written last and never looked at while the words were collected. May only fall.
MOST_EVENTS = 16


def pages() -> list[str]:
    lines = (HERE / "elsewhere.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def test_pages_of_other_worlds_name_hardly_any_events() -> None:
    found = [
        f"{event.type} {event.evidence.trigger.of(reading.report.text)}: {reading.report.text[:40]}"
        for reading in read_reports([make_report(text) for text in pages()])
        for event in reading.events
    ]
    assert len(pages()) == 59
    assert len(found) <= MOST_EVENTS, "\n".join(found)


def test_no_sentence_of_a_report_on_a_crisis_is_of_another_world() -> None:
    for path in sorted(SAMPLES.glob("*.txt")):
        doc = load_language()(path.read_text(encoding="utf-8"))
        assert not any(worlds_of(doc).elsewhere), path.name


def test_a_raid_on_a_football_ground_is_still_an_event() -> None:
    text = (
        "Arsenal beat Chelsea 3-1 with two late goals. The striker shot wide in the first half. "
        "Police arrested forty Dutch fans outside the stadium. The coach praised his defenders."
    )
    assert [e.type for e in read_report(make_report(text)).events] == ["COERCE"]


def test_words_of_war_in_markets_and_sport_are_no_deeds() -> None:
    for text in (
        "Shares shot up in Tokyo.",
        "The Serb double-faulted at 5-5.",
        "An audience of leaders listened to the envoy.",
        "The chief executive resigned on Monday.",
        "He said she must leave the flat by Friday.",
        "Two people were killed when a bus hit a lorry on the motorway.",
    ):
        assert read_report(make_report(text)).events == (), text


def test_rape_is_an_assault_and_so_is_a_beating_by_the_police() -> None:
    for text in ("The militia raped women in Bunia.", "Police beat students in Dhaka."):
        assert [e.type for e in read_report(make_report(text)).events] == ["ASSAULT"]
