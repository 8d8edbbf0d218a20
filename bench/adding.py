"""What one more report costs a ledger that holds many: seconds beyond reading it.

    python bench/adding.py [--sizes 1000 10000 100000] [--folder DIR] [--reports 40]

The ledger is made of light readings, straight from templates and without the parser: short wire reports with two
positions, three events and six actors each on average (a page of a newspaper holds some five times as many), two
years of them, some copies of one another, a few sides and words in most of them and many in few. It is derived once
in full. Then further reports of the last days are added one by one, as `detente read` does it: each is kept, and stories,
actors and threads are brought up to date. Printed are the median and the slowest of these, how often all had to be
derived anew, the peak of memory while adding, and the time that SQLite takes to keep the same bytes in one bare table of
the same file, to which the figure is a ratio: so that machines can be told apart from ledgers.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

from sqlalchemy import text as sql

from detente.ledger import open_ledger
from detente.ledger.derive import follow
from detente.ledger.reports import put_reading, reading_digest
from detente.ledger.store import Ledger
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
    Statement,
    When,
    digest_id,
    encode,
    make_report,
)

STATES = (
    ("Russia", "RUS"), ("Ukraine", "UKR"), ("United States", "USA"), ("China", "CHN"), ("Iran", "IRN"),
    ("Israel", "ISR"), ("Germany", "DEU"), ("France", "FRA"), ("Turkey", "TUR"), ("India", "IND"),
    ("Pakistan", "PAK"), ("Japan", "JPN"), ("Poland", "POL"), ("Egypt", "EGY"), ("Syria", "SYR"),
    ("Serbia", "SRB"), ("Kosovo", "XKX"), ("Armenia", "ARM"), ("Azerbaijan", "AZE"), ("Georgia", "GEO"),
    ("Greece", "GRC"), ("Cyprus", "CYP"), ("Ethiopia", "ETH"), ("Sudan", "SDN"), ("Mali", "MLI"),
    ("Libya", "LBY"), ("Yemen", "YEM"), ("Qatar", "QAT"), ("Cuba", "CUB"), ("Venezuela", "VEN"),
)  # fmt: skip
OFFICES = ("president", "prime minister", "foreign minister", "defence minister", "spokesman", "ambassador")
GIVEN = (
    "Anna Boris Carlos Dmitri Elena Farid Georg Hana Ivan Jana Karim Lucia Marek Nadia Omar Pavel Rosa Samir Tomas "
    "Vera Yusuf Zoran Adil Bela Chen Dina Emil Fatima Goran Hugo Ines Jonas Katya Leon Mira Nils Olga Petra Rami Sven"
).split()
SYLLABLES = "ka ro mi ten bar lo ve shi dan gor pe lu mar zen tal ri no va sko ber".split()
THINGS = (
    "troops tanks missiles drones warships prisoners grain gas oil weapons inspectors observers refugees convoys "
    "fighters mines artillery aircraft hostages border-posts tariffs sanctions visas loans ports pipelines satellites "
    "elections ceasefire treaty summit dam reactor enrichment airspace corridor fishing-rights embassy consulate"
).split()
PLACES = "border coast capital strait bridge valley province peninsula port island dam airbase enclave north south east".split()
DO = "withdraw remove release return hand-over halt stop resume open close reopen allow ban reduce limit inspect recognise extend deliver destroy".split()
PUT = (
    "must {do} {n}{thing} from the {place}",
    "must {do} the {thing} in the {place} by {due}",
    "should {do} all {thing} at the {place}",
)
FRAMES = {
    "demand": PUT,
    "offer": ("to {do} the {thing} in the {place}", "talks on the {thing} in the {place}"),
    "refusal": ("to {do} the {thing} in the {place}", "to {do} its {thing}", "the demands"),
    "acceptance": ("to {do} the {thing} in the {place}", "the offer of talks on the {thing}"),
    "commitment": ("it will {do} the {thing} in the {place}", "it will {do} {n}{thing} by {due}"),
    "threat": ("the {thing} at the {place} would be met with force",),
    "claim": ("{n}{thing} were sent to the {place}", "the {thing} in the {place} were attacked"),
    "denial": ("{thing} were sent to the {place}", "the {thing} were attacked"),
}
WEIGHTS = {
    "demand": 5,
    "claim": 5,
    "commitment": 4,
    "offer": 2,
    "refusal": 3,
    "denial": 3,
    "threat": 2,
    "acceptance": 1,
}
DEEDS = (
    ("RETREAT", "withdrew the {thing} from the {place}"), ("MOBILIZE", "sent {n}{thing} to the {place}"),
    ("ASSAULT", "attacked the {thing} at the {place}"), ("CONCEDE", "released the {thing} in the {place}"),
    ("AID", "delivered the {thing} to the {place}"), ("CONSULT", "held talks on the {thing}"),
    ("COERCE", "closed the {place} to the {thing}"), ("SANCTION", "put tariffs on the {thing}"),
    ("ACCUSE", "condemned the {thing} at the {place}"),
)  # fmt: skip
FIRST_DAY, DAYS = date(2021, 1, 1), 730


class World:
    """Who there is and what they fall out over: a few of all are in most reports."""

    def __init__(self, seed: int, n_people: int) -> None:
        chance = random.Random(seed)
        self.people = []
        for _ in range(n_people):
            family = "".join(chance.choices(SYLLABLES, k=chance.choice([2, 3, 3]))).title()
            state = _skewed(chance, STATES)
            self.people.append((f"{chance.choice(GIVEN)} {family}", family, state, chance.choice(OFFICES)))
        self.words = ["".join(chance.choices(SYLLABLES, k=4)) for _ in range(4000)]
        # Each pair of sides falls out over a few matters, which most of its stands are about.
        self.matters = {
            (a, b): [(chance.choice(DO), chance.choice(THINGS), chance.choice(PLACES)) for _ in range(12)]
            for a, _ in STATES
            for b, _ in STATES
        }


def _skewed(chance: random.Random, pool: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """The first of a pool much oftener than the last."""
    return pool[
        min(int(chance.paretovariate(0.9)) - 1, len(pool) - 1)
        if chance.random() < 0.9
        else chance.randrange(len(pool))
    ]


def reading_of(world: World, n: int, day: date, like: int) -> Reading:
    """The nth report of a ledger, with its records: a copy of another where it is `like` that one's number."""
    chance = random.Random(like)
    published = day.isoformat()
    sentences: list[str] = []
    stands: list[tuple[int, str, tuple[str, str, str | None], str, str]] = []
    deeds: list[tuple[int, str, str]] = []
    cast: dict[str, Actor] = {}

    def state_of(name: str, code: str) -> str:
        cast.setdefault(name, Actor(f"state:{code}", name, (), "state", code, "GOV"))
        return cast[name].id

    def somebody(code: str) -> tuple[str, str]:
        known = world.people[int(len(world.people) * chance.random() ** 3)]
        name = known[1] if chance.random() < 0.2 else known[0]
        aliases = (known[1],) if name != known[1] else ()
        roles = (Role(known[3], known[2][0]),) if chance.random() < 0.7 else ()
        cast.setdefault(
            name, Actor(digest_id("a", "person", name), name, aliases, "person", known[2][1], "GOV", roles)
        )
        return name, cast[name].id

    due = (day + timedelta(days=chance.randint(2, 20))).strftime("%d %B")
    for _ in range(chance.choice([1, 2, 2, 3])):
        (who, code), (whom, whom_code) = _skewed(chance, STATES), _skewed(chance, STATES)
        if who == whom:
            continue
        speaker, speaker_id = somebody(code) if chance.random() < 0.4 else (who, state_of(who, code))
        type = chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        put = type in ("demand", "offer", "claim", "threat")
        pair = (who, whom) if put else (whom, who)
        do, thing, place = chance.choice(world.matters[pair]) if chance.random() < 0.8 else (
            chance.choice(DO), chance.choice(THINGS), chance.choice(PLACES)
        )  # fmt: skip
        said = chance.choice(FRAMES[type]).format(
            do=do,
            thing=thing.replace("-", " "),
            place=place,
            due=due,
            n=chance.choice(["", "500 ", "1,200 ", "all "]),
        )
        stands.append((len(sentences), type, (speaker_id, whom, whom_code), said, due if due in said else ""))
        sentences.append(f"{speaker} told {whom} {said}.")
    for _ in range(chance.choice([2, 3, 3, 4])):
        who, code = _skewed(chance, STATES)
        state_of(who, code)
        type, frame = chance.choice(DEEDS)
        deed = frame.format(
            thing=chance.choice(THINGS), place=chance.choice(PLACES), n=chance.choice(["", "300 "])
        )
        deeds.append((len(sentences), type, who))
        sentences.append(f"{who} {deed.replace('-', ' ')}.")
    for _ in range(8):
        sentences.append(" ".join(chance.choices(world.words, k=12)).capitalize() + ".")
    sentences.append(f"This is report {n}.")
    text = " ".join(sentences)
    report = make_report(
        text, title=f"Report {n}", published_at=published, publisher=f"Outlet {chance.randrange(60)}"
    )
    starts, at = [], 0
    for sentence in sentences:
        starts.append(at)
        at += len(sentence) + 1
    spans = [Span(start, start + len(s)) for start, s in zip(starts, sentences, strict=True)]
    positions, statements, events = [], [], []
    for k, (i, type, (speaker_id, whom, whom_code), said, until) in enumerate(stands):
        content = Span(spans[i].end - 1 - len(said), spans[i].end - 1)
        toward = (state_of(whom, whom_code),) if chance.random() < 0.7 else ()
        statement = Statement(
            digest_id("s", report.id, k), report.id, speaker_id, (), (), (content,), "indirect", ("assert",), toward,
            None, None, None, False, 0.9,
        )  # fmt: skip
        statements.append(statement)
        when = None
        if until:
            end = _day_of(until, day)
            when = When(None, end, end, "day", until)
        evidence = PositionEvidence(report.id, (content,), statement.id, None)
        positions.append(
            Position(
                digest_id("p", report.id, k),
                type,
                speaker_id,
                toward,
                None,
                said,
                None,
                None,
                when,
                "open",
                None,
                (),
                (evidence,),
                published,
                published,
                chance.choice([0.6, 0.9]),
            )
        )
    for k, (i, type, who) in enumerate(deeds):
        events.append(
            Event(
                digest_id("e", report.id, k),
                report.id,
                type,
                None,
                (),
                None,
                1,
                1.0,
                chance.choice(["occurred", "occurred", "planned"]),
                (cast[who].id,),
                (),
                None,
                None,
                None,
                None,
                EventEvidence(spans[i], spans[i], (), ()),
                0.9,
            )
        )
    mentions = sorted(
        (
            Mention(digest_id("m", report.id, a.id), report.id, Span(at, at + len(name)), a.id, "name")
            for name, a in cast.items()
            if (at := text.find(name)) >= 0
        ),
        key=lambda m: m.span,
    )
    return Reading(
        report,
        tuple(spans),
        tuple(cast.values()),
        tuple(mentions),
        tuple(statements),
        tuple(events),
        tuple(positions),
    )


def _day_of(words: str, after: date) -> str:
    day = next(
        after + timedelta(days=n) for n in range(40) if (after + timedelta(days=n)).strftime("%d %B") == words
    )
    return day.isoformat()


def readings(world: World, first: int, last: int, days: int = DAYS) -> Iterator[Reading]:
    """The reports from one number to another, in no order of days; every tenth is a copy of an earlier one."""
    for n in range(first, last):
        chance = random.Random(-n)
        day = FIRST_DAY + timedelta(days=chance.randrange(days))
        yield reading_of(
            world, n, day, n - chance.randint(1, min(n, 50)) if n and chance.random() < 0.1 else n
        )


def fill(ledger: Ledger, made: Iterator[Reading]) -> None:
    """Keep readings, many in one transaction: a ledger that grew one by one looks the same."""
    while some := list(islice(made, 2000)):
        with ledger._database.writing() as connection:
            for reading in some:
                put_reading(connection, reading, reading_digest(reading))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000, 100_000])
    parser.add_argument("--reports", type=int, default=40, help="how many are added one by one")
    parser.add_argument("--folder", type=Path, help="where ledgers are kept, and found again by the next run")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        for size in options.sizes:
            measure(size, options.reports, options.folder or Path(temporary))


def measure(size: int, n_added: int, folder: Path) -> None:
    """Print what adding costs a ledger of this size."""
    world = World(1, max(200, size // 20))
    path = folder / f"{size}.db"
    if not path.exists():
        with open_ledger(path, create=True) as ledger:
            began = Stopwatch()
            fill(ledger, readings(world, 0, size))
            print(f"{size:,} reports kept in {began.seconds}", flush=True)
    with open_ledger(path) as ledger:
        began = Stopwatch()
        ledger.refresh()
        derived = began.seconds
        counts = ledger.counts()
        print(
            f"{size:,} reports ({counts.stories:,} stories, {counts.actors:,} actors, {counts.events:,} events, "
            f"{counts.positions:,} threads, {path.stat().st_size / 1e6:,.0f} MB): derived in {derived}",
            flush=True,
        )
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        # Numbers that no report of the ledger has, so that a ledger that is kept can be measured again.
        first = 10_000_000 + counts.reports
        for kind, days in (("of the last days", 3), ("of any day", DAYS)):
            add_one_by_one(ledger, world, range(first, first + n_added), days, kind)
            first += n_added
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(f"  peak memory {before / 1024:,.0f} MB before, {after / 1024:,.0f} MB after", flush=True)


class Stopwatch:
    """Seconds by the clock and of this process's own work since it was made."""

    def __init__(self) -> None:
        self._began = (time.perf_counter(), time.process_time())

    @property
    def passed(self) -> tuple[float, float]:
        return time.perf_counter() - self._began[0], time.process_time() - self._began[1]

    @property
    def seconds(self) -> str:
        clock, own = self.passed
        return f"{clock:,.0f} s ({own:,.0f} s of its own work)"


def add_one_by_one(ledger: Ledger, world: World, numbers: range, days: int, kind: str) -> None:
    """Add reports of the last days and print what each cost."""
    whole: list[tuple[float, float]] = []
    kept: list[float] = []
    bare: list[float] = []
    full = 0
    for n in numbers:
        day = FIRST_DAY + timedelta(days=DAYS - 1 - random.Random(n).randrange(days))
        reading = reading_of(world, n, day, n)
        began = Stopwatch()
        ledger.add(reading)
        kept.append(began.passed[1])
        with ledger._database.writing() as connection:
            followed = follow(connection)
        if not followed:
            full += 1
            ledger.refresh()
        whole.append(began.passed)
        body = "".join(encode(r).decode() for r in reading.records())
        with ledger._database.writing() as connection:
            connection.execute(sql("CREATE TABLE IF NOT EXISTS bare (body TEXT)"))
        began = Stopwatch()
        with ledger._database.writing() as connection:
            connection.execute(sql("INSERT INTO bare VALUES (:body)"), {"body": body})
        bare.append(began.passed[0])
    with ledger._database.writing() as connection:
        connection.execute(sql("DROP TABLE bare"))
    clock, own = [w[0] for w in whole], [w[1] for w in whole]
    ratio = statistics.median(clock) / statistics.median(bare)
    print(
        f"  one more {kind}: median {statistics.median(clock):.3f} s by the clock, {statistics.median(own):.3f} s of its own "
        f"work ({statistics.median(kept):.3f} to keep it), at most {max(clock):.3f} and {max(own):.3f}; {ratio:,.0f} × a bare "
        f"insert; derived anew {full} of {len(numbers)} times",
        flush=True,
    )


if __name__ == "__main__":
    main()
