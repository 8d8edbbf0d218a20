"""Small readings made by hand: tests of the ledger and its lists neither wait for the reader nor change with it."""

from collections.abc import Callable

import pytest

from detente.ledger import Ledger, open_ledger
from detente.records import (
    Actor,
    Event,
    EventEvidence,
    Measure,
    MeasureEvidence,
    Mention,
    Place,
    Position,
    PositionEvidence,
    Quantity,
    Reading,
    Span,
    Statement,
    When,
    digest_id,
    make_report,
)

Tell = Callable[..., Reading]

STATES = {"Ruritania": "RUR", "Graustark": "GRA", "Zenda": "ZEN"}


def actor_of(name: str, country: str | None = None, sector: str | None = "GOV") -> Actor:
    if name in STATES:
        return Actor(f"state:{STATES[name]}", name, (), "state", STATES[name], "GOV")
    return Actor(digest_id("a", "person", name), name, (), "person", country, sector)


def tell_story(
    speaker: str, target: str, proposition: str, *, day: str = "1962-10-22", country: str | None = "RUR",
    type: str = "demand", act: str = "demand", prefix: str = "", publisher: str = "The Courier",
) -> Reading:  # fmt: skip
    """One report of three sentences: who said what about whom; a meeting; a number."""
    first = f"{speaker} told {target} that {proposition}."
    second = f"{speaker} met {target} in Strelsau."
    third = "About 300 troops were there."
    text = f"{prefix}{first} {second} {third}"
    at = len(prefix)
    report = make_report(text, title=f"{speaker} and {target}", published_at=day, publisher=publisher)
    who, whom = actor_of(speaker, country), actor_of(target)
    sentences = []
    start = at
    for words in (first, second, third):
        sentences.append(Span(start, start + len(words)))
        start += len(words) + 1
    name = Span(at, at + len(speaker))
    content = Span(text.index(proposition), text.index(proposition) + len(proposition))
    told, met = text.index("told"), text.index(" met ") + 1
    number = Span(text.index("About 300"), text.index("About 300 troops") + len("About 300 troops"))
    strelsau = Span(text.index("Strelsau"), text.index("Strelsau") + 8)

    def id_of(prefix: str) -> str:
        return digest_id(prefix, report.id)

    statement = Statement(
        id_of("s"), report.id, who.id, (name,), (Span(told, told + 4),), (content,), "indirect", (act,),
        (whom.id,), None, None, None, False, 0.9,
    )  # fmt: skip
    event = Event(
        id_of("e"), report.id, "CONSULT", "meet", ("diplomatic",), "040", 1, 1.0, "occurred", (who.id,),
        (whom.id,), id_of("pl"), When(None, day, day, "day", None), None, None,
        EventEvidence(sentences[1], Span(met, met + 3), (), ()), 0.8,
    )  # fmt: skip
    position = Position(
        id_of("p"), type, who.id, (whom.id,), None, proposition, None, None, None, "open", None, (),
        (PositionEvidence(report.id, (content,), statement.id, None),), day, day, 0.9,
    )  # fmt: skip
    measure = Measure(
        id_of("q"), report.id, "troops", Quantity(300.0, 300.0, 300.0, "about"), "troops", None, id_of("pl"), None,
        MeasureEvidence(number),
    )  # fmt: skip
    return Reading(
        report=report,
        sentences=tuple(sentences),
        actors=(who, whom),
        mentions=(Mention(id_of("m"), report.id, name, who.id, "name"),),
        statements=(statement,),
        events=(event,),
        positions=(position,),
        measures=(measure,),
        places=(Place(id_of("pl"), report.id, strelsau, "Strelsau", None, None, None, None),),
    )


@pytest.fixture(scope="session")
def tell() -> Tell:
    return tell_story


@pytest.fixture(scope="session")
def crisis() -> tuple[Reading, ...]:
    """Seven reports with turns: a demand told twice, its refusal, and people under several names."""
    return (
        tell_story("Rudolf Rassendyll", "Graustark", "its guns must leave the bridge"),
        tell_story("Rassendyll", "Graustark", "the guns must leave the bridge", day="1962-10-23",
                   country=None),
        tell_story("Beverly Calhoun", "Ruritania", "the guns will stay", day="1962-10-24", country="GRA",
                   type="refusal", act="reject"),
        tell_story("Ruritania", "Zenda", "the toll on grain must fall", day="1962-10-25",
                   publisher="The Herald"),
        tell_story("Zenda", "Ruritania", "it will lower the toll by November", day="1962-10-26",
                   type="commitment", act="promise"),
        tell_story("Graustark", "Zenda", "an attack would be answered with force", day="1962-10-27",
                   type="threat", act="threaten"),
        tell_story("Rudolph Rassendyll", "Zenda", "the talks were useful", day="1962-10-28", type="claim",
                   act="assert"),
    )  # fmt: skip


@pytest.fixture
def ledger(tmp_path) -> Ledger:
    with open_ledger(tmp_path / "detente.db", create=True) as opened:
        yield opened


@pytest.fixture
def filled(ledger, crisis) -> Ledger:
    for reading in crisis:
        ledger.add(reading, path=f"reports/{reading.report.id}.txt")
    return ledger
