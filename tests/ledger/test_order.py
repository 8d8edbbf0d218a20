"""Reports may come one by one, many at once, in any order, again, and go: what the ledger holds is the same."""

import random
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente import threads
from detente.ledger import derive_threads, open_ledger
from detente.records import (
    Actor,
    Event,
    EventEvidence,
    Mention,
    Position,
    PositionEvidence,
    Reading,
    Role,
    Span,
    When,
    digest_id,
    make_report,
)
from detente.threads import NEAR

# Few people, words and days, so that everything has to do with everything: one name for several people, several
# names for one, the same demand in other words, answers to many, deeds that keep promises, copies.
STATES = (("Ruritania", "RUR"), ("Graustark", "GRA"), ("Zenda", "ZEN"))
PEOPLE = (
    "Rudolf Rassendyll", "Rudolph Rassendyll", "Rassendyll", "Michael Elphberg", "Elphberg", "Flavia Elphberg",
    "Black Michael", "Beverly Calhoun", "Calhoun",
)  # fmt: skip
SAYINGS = {
    "demand": ("its guns must leave the bridge", "the guns must leave the bridge by 30 October",
               "all 500 guns must be withdrawn from the bridge", "the toll on grain must fall",
               "the toll on grain must be cut to half"),
    "offer": ("to lower the toll on grain", "to withdraw 200 guns from the bridge", "talks on the toll"),
    "refusal": ("to withdraw its guns from the bridge", "those demands", "the offer of talks on the toll"),
    "acceptance": ("the demand", "to lower the toll on grain", "the offer to withdraw the guns"),
    "commitment": ("it will lower the toll on grain", "it will withdraw the guns from the bridge",
                   "it will respond to the demands next week"),
    "claim": ("the guns fired on the bridge at night", "the toll on grain was raised twice"),
    "denial": ("the guns fired on the bridge", "those claims"),
    "threat": ("an attack would be answered with force",),
}  # fmt: skip
DEEDS = (
    ("RETREAT", "withdrew its guns from the bridge"),
    ("CONCEDE", "lowered the toll on grain"),
    ("ASSAULT", "attacked the bridge with guns"),
)


def reading_of(seed: int, *, version: int = 0) -> Reading:
    """A report of a few sentences, with its records; another version of it has other ones."""
    chance = random.Random(seed * 10 + version)
    day = chance.choice(
        [None, *(f"1962-{month}-{n:02}" for month in ("01", "10", "11") for n in (1, 2, 9, 28))]
    )
    sentences: list[str] = []
    told: list[tuple[str, str, str, str]] = []
    done: list[tuple[str, str, str]] = []
    for _ in range(chance.randint(0, 4)):
        who, to = chance.sample([*PEOPLE, *(name for name, _ in STATES)], 2)
        type = chance.choice(list(SAYINGS))
        said = chance.choice(SAYINGS[type])
        sentences.append(f"{who} told {to}: {said}.")
        told.append((type, who, to, said))
    for _ in range(chance.randint(0, 2)):
        who = chance.choice([name for name, _ in STATES])
        type, deed = chance.choice(DEEDS)
        sentences.append(f"{who} {deed}.")
        done.append((type, who, deed))
    agency = chance.choice(["", " ".join(f"word{chance.randint(0, 3)}{n}" for n in range(30))])
    text = " ".join([f"Report {seed}.", *sentences, agency]).strip()
    report = make_report(text, title=f"Report {seed}", published_at=day)
    report = msgspec.structs.replace(report, id=f"r-{seed:04}")
    cast: dict[str, Actor] = {}

    def actor(name: str) -> str:
        country = dict(STATES).get(name)
        if country is not None:
            cast[name] = Actor(f"state:{country}", name, (), "state", country, "GOV")
        elif name not in cast:
            aliases = (name.split()[-1],) if chance.random() < 0.3 else ()
            roles = (Role("king", "Ruritania"),) if chance.random() < 0.2 else ()
            from_ = chance.choice([None, "RUR", "RUR", "GRA"])
            cast[name] = Actor(digest_id("a", name), name, aliases, "person", from_, None, roles)
        return cast[name].id

    positions, events = [], []
    for n, (type, who, to, said) in enumerate(told):
        start = text.index(f"{who} told {to}: {said}") + len(f"{who} told {to}: ")
        toward = (actor(to),) if chance.random() < 0.7 else ()
        due = When(None, None, "1962-10-30", "day", "30 October") if "30 October" in said else None
        evidence = PositionEvidence(report.id, (Span(start, start + len(said)),), None, None)
        positions.append(
            Position(
                digest_id("p", report.id, version, n),
                type,
                actor(who),
                toward,
                None,
                said,
                None,
                None,
                due,
                "open",
                None,
                (),
                (evidence,),
                day,
                day,
                chance.choice([0.5, 0.9]),
            )
        )
    for n, (type, who, deed) in enumerate(done):
        start = text.index(f"{who} {deed}")
        span = Span(start, start + len(f"{who} {deed}"))
        events.append(
            Event(
                digest_id("e", report.id, version, n),
                report.id,
                type,
                None,
                (),
                None,
                1,
                1.0,
                chance.choice(["occurred", "occurred", "planned"]),
                (actor(who),),
                (),
                None,
                When(None, day, day, "day", None),
                None,
                None,
                EventEvidence(span, span, (), ()),
                0.9,
            )
        )
    mentions = [
        Mention(digest_id("m", report.id, a.id), report.id, Span(text.index(name), text.index(name) + len(name)), a.id,
                "name")
        for name, a in cast.items()
    ]  # fmt: skip
    return Reading(
        report=report,
        sentences=(Span(0, len(text)),),
        actors=tuple(cast.values()),
        mentions=tuple(sorted(mentions, key=lambda m: m.span)),
        positions=tuple(positions),
        events=tuple(events),
    )


def dump_at_once(readings, path: Path) -> list[str]:
    with open_ledger(path, create=True) as ledger:
        for reading in readings:
            ledger.add(reading)
        return list(ledger.dump())


@pytest.fixture(scope="module")
def readings() -> list[Reading]:
    return [reading_of(seed) for seed in range(40)]


def test_fifty_orders_in_several_runs_give_the_same_ledger(readings, tmp_path):
    expected = dump_at_once(readings, tmp_path / "expected.db")
    assert sum(line.startswith("position [") for line in expected) > 20
    for seed in range(50):
        chance = random.Random(seed)
        order = chance.sample(readings, len(readings))
        ends = sorted(chance.sample(range(1, len(order)), 4))
        path = tmp_path / f"{seed}.db"
        for start, end in zip([0, *ends], [*ends, len(order)], strict=True):
            with open_ledger(path, create=True) as ledger:
                for reading in order[start:end]:
                    ledger.add(reading)
                ledger.refresh()
        with open_ledger(path) as ledger:
            assert list(ledger.dump()) == expected, seed


steps = st.lists(
    st.tuples(st.sampled_from(["add", "add", "add", "other", "remove", "refresh"]), st.integers(0, 24)),
    max_size=30,
)


@pytest.fixture(scope="module", params=[NEAR, 3])
def near(request) -> Iterator[int]:
    """How many tellings and puts back a position looks: more than these tests make, and fewer."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(threads, "NEAR", request.param)
        patch.setattr(derive_threads, "NEAR", request.param)
        yield request.param


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(steps=steps, every_time=st.booleans())
def test_what_changes_one_by_one_is_what_all_give_at_once(near, steps, every_time):
    held: dict[int, Reading] = {}
    with TemporaryDirectory() as folder:
        with open_ledger(Path(folder, "one.db"), create=True) as ledger:
            for step, seed in steps:
                if step == "remove":
                    ledger.remove(f"r-{seed:04}")
                    held.pop(seed, None)
                elif step != "refresh":
                    held[seed] = reading_of(seed, version=int(step == "other"))
                    ledger.add(held[seed])
                if step == "refresh" or every_time:
                    ledger.refresh()
            changed = list(ledger.dump())
        assert changed == dump_at_once(held.values(), Path(folder, "all.db"))
