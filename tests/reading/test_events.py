"""Who did what to whom: real sentences in, the event out."""

from __future__ import annotations

import pytest

from detente.reading import read_report
from detente.records import Event, Reading, make_report


def read(text: str) -> Reading:
    return read_report(make_report(text, published_at="2022-01-21"))


def names(reading: Reading, ids: tuple[str, ...]) -> list[str]:
    by_id = {a.id: a.name for a in reading.actors}
    return sorted(by_id[i] for i in ids)


def only(reading: Reading, type_: str) -> Event:
    (event,) = [e for e in reading.events if e.type == type_]
    return event


# A sentence, the one event of that type in it, its CAMEO code, and how it is told.
EXAMPLES = [
    ("AGREE", "036", "occurred", "Denmark agreed to meet Sweden."),
    ("AGREE", "035", "occurred", "Norway promised Finland that it would return the ships."),
    ("CONSULT", "040", "occurred", "Russia met with Turkey on Monday."),
    ("CONSULT", "041", "occurred", "Boris Johnson telephoned Emmanuel Macron."),
    ("CONSULT", "042", "occurred", "Emmanuel Macron visited Germany."),
    ("CONSULT", "045", "occurred", "Qatar mediated between Sudan and Chad."),
    ("SUPPORT", "051", "occurred", "Germany praised Poland."),
    ("SUPPORT", "057", "occurred", "Egypt and Israel signed a peace treaty."),
    ("SUPPORT", "055", "occurred", "Japan apologised to Korea."),
    ("CONCEDE", "085", "occurred", "France lifted its embargo on Libya."),
    ("CONCEDE", "0841", "occurred", "Iran released ten American sailors."),
    ("COOPERATE", "063", "occurred", "Spain extradited the banker to France."),
    ("COOPERATE", "064", "occurred", "Britain shared intelligence with Canada."),
    ("AID", "072", "occurred", "Britain sent missiles to Ukraine."),
    ("AID", "073", "occurred", "China sent vaccines to Serbia."),
    ("RETREAT", "087", "occurred", "Ethiopia withdrew its troops from Somalia."),
    ("RETREAT", "0871", "occurred", "Colombia declared a ceasefire with the rebels."),
    ("REQUEST", "100", "occurred", "Poland summoned the commission."),
    ("REQUEST", "1056", "occurred", "Ukraine demanded that Russia withdraw its forces."),
    ("ACCUSE", "112", "occurred", "India accused Pakistan of plotting."),
    ("ACCUSE", "111", "occurred", "Sweden condemned Belarus."),
    ("ACCUSE", "115", "occurred", "Nicaragua sued Germany."),
    ("REJECT", "120", "occurred", "Serbia rejected the request of Kosovo."),
    ("REJECT", "125", "occurred", "Iran refused to meet the United States."),
    ("REJECT", "129", "occurred", "Russia vetoed the resolution."),
    ("THREATEN", "138", "occurred", "North Korea threatened to attack Japan."),
    ("THREATEN", "139", "occurred", "Austria issued an ultimatum to Serbia."),
    ("PROTEST", "141", "occurred", "Thousands of Poles demonstrated against Russia."),
    ("PROTEST", "143", "occurred", "Chilean miners went on strike."),
    ("MOBILIZE", "154", "occurred", "Russia massed troops near Ukraine."),
    ("SANCTION", "163", "occurred", "The European Union imposed sanctions on Belarus."),
    ("SANCTION", "166", "occurred", "Russia expelled two British diplomats."),
    ("SANCTION", "161", "occurred", "Sudan severed ties with Iran."),
    ("SANCTION", "162", "occurred", "Germany suspended aid to Mali."),
    ("COERCE", "173", "occurred", "Turkey arrested two Greek soldiers."),
    ("COERCE", "171", "occurred", "Iran seized a Korean tanker."),
    ("SANCTION", "163", "occurred", "Russia banned imports from Moldova."),
    ("COERCE", "172", "occurred", "Turkey banned the newspaper of the opposition."),
    ("ASSAULT", "192", "occurred", "Iraq invaded Kuwait."),
    ("ASSAULT", "194", "occurred", "Israel shelled Lebanon."),
    ("ASSAULT", "193", "occurred", "Gunmen shot the president of Haiti."),
    ("ASSAULT", "195", "planned", "Britain will bomb Libya."),
    ("ASSAULT", "192", "negated", "Iraq did not invade Kuwait."),
    ("ASSAULT", "192", "hypothetical", "Aides fear that Iraq might invade Kuwait."),
]


@pytest.mark.parametrize(("type_", "cameo", "status", "sentence"), EXAMPLES)
def test_a_plain_sentence_gives_its_event(type_: str, cameo: str, status: str, sentence: str) -> None:
    event = only(read(sentence), type_)
    assert (event.cameo, event.status) == (cameo, status)
    assert event.sources


def test_both_sides_are_kept() -> None:
    reading = read("Sweden and Norway condemned Belarus and Russia.")
    event = only(reading, "ACCUSE")
    assert names(reading, event.sources) == ["Norway", "Sweden"]
    assert names(reading, event.targets) == ["Belarus", "Russia"]


def test_a_passive_names_its_target_and_invents_no_source() -> None:
    reading = read("Four Ukrainian officials were sanctioned.")
    event = only(reading, "SANCTION")
    assert event.sources == ()
    assert len(event.targets) == 1
    assert event.magnitude is not None
    assert event.magnitude.value == 4


def test_a_passive_with_by_names_its_source() -> None:
    reading = read("The airport was bombed by Israel.")
    assert names(reading, only(reading, "ASSAULT").sources) == ["Israel"]


def test_a_meeting_stands_on_both_sides() -> None:
    reading = read("Egypt and Israel met in Geneva.")
    event = only(reading, "CONSULT")
    assert names(reading, event.sources) == names(reading, event.targets) == ["Egypt", "Israel"]


def test_an_event_noun_tells_its_sides() -> None:
    reading = read("The delivery of arms to Ukraine by Britain angered many.")
    event = only(reading, "AID")
    assert (names(reading, event.sources), names(reading, event.targets)) == (["United Kingdom"], ["Ukraine"])


def test_easing_is_no_sanction() -> None:
    assert {e.type for e in read("Russia lifted its ban on Georgian wine.").events} == {"CONCEDE"}


def test_a_demand_is_no_retreat() -> None:
    events = read("Kyiv told Moscow to pull back its troops.").events
    assert "REQUEST" in {e.type for e in events}
    assert all(e.status == "demanded" for e in events if e.type == "RETREAT")


def test_a_denied_attack_is_a_denial() -> None:
    events = read("Rwanda denied attacking Congo.").events
    assert "REJECT" in {e.type for e in events}
    assert all(e.status == "negated" for e in events if e.type == "ASSAULT")


def test_words_of_another_world_are_other_events() -> None:
    assert {e.type for e in read("Hungary attacked the proposal of Germany.").events} == {"ACCUSE"}
    assert {e.type for e in read("Zambia met the deadline of the United Nations.").events} == set()
    assert {e.type for e in read("France struck a deal with Britain.").events} == {"AGREE"}
    assert "ASSAULT" not in {e.type for e in read("Vladimir Putin fired his defence minister.").events}


def test_massed_troops_are_a_state_that_goes_on() -> None:
    event = only(read("With 100,000 Russian troops massed near Ukraine, Germany waits."), "MOBILIZE")
    assert event.status == "ongoing"
    assert event.magnitude is not None
    assert event.magnitude.value == 100_000


def test_an_old_event_keeps_its_own_date() -> None:
    event = only(read("Russia seized control of the Crimean peninsula in 2014."), "ASSAULT")
    assert event.when is not None
    assert event.when.start == "2014-01-01"


def test_what_somebody_says_is_that_persons_claim() -> None:
    reading = read("Sergei Lavrov said that the United States had attacked Serbia.")
    event = only(reading, "ASSAULT")
    (statement,) = [s for s in reading.statements if s.id == event.claimed_by]
    assert statement.speaker in {a.id for a in reading.actors}


def test_a_promise_in_words_is_an_agreement() -> None:
    assert "AGREE" in {e.type for e in read("Libya said it would release the British sailors.").events}


def test_every_span_slices_to_its_evidence() -> None:
    text = "On Friday, Iran, which denies it, seized a Korean tanker and released ten sailors of India."
    for event in read(text).events:
        assert event.evidence.span.contains(event.evidence.trigger)
        assert event.evidence.trigger.of(text) in ("denies", "seized", "released")


def test_the_same_report_gives_the_same_events() -> None:
    text = "Iran seized a Korean tanker. Korea condemned Iran and recalled its ambassador from Tehran."
    assert read(text).events == read(text).events


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("Iran test-fired two missiles on Wednesday.", "MOBILIZE"),
        ("Brazil re-imposed its embargo on Paraguay.", "SANCTION"),
    ],
)
def test_a_deed_told_by_a_word_with_a_hyphen_is_read(text, type_):
    assert type_ in [e.type for e in read_report(make_report(text)).events]


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Kenya asked for US help against the locusts.", "United States"),
        ("Britain mobilised reservists for a war against Iraq.", "Iraq"),
    ],
)
def test_whom_a_deed_is_meant_for_may_stand_further_off(text, target):
    reading = read_report(make_report(text))
    names = {a.id: a.name for a in reading.actors}
    assert [names[t] for e in reading.events for t in e.targets] == [target]
