"""What others have coded stands in the ledger beside the records, marked, and in no order."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations
from pathlib import Path

import pytest

from detente.errors import UnknownName
from detente.ledger import Filter, Ledger, open_ledger
from detente.sources.coded import Coded
from detente.temperature import daily
from detente.turning import turning_points

ATTACK = Coded(
    date(2022, 1, 18),
    "NOR",
    "SWE",
    "ASSAULT",
    -10.0,
    "gdelt",
    "1",
    source_name="NORWAY",
    target_name="SWEDEN",
)
TALKS = replace(ATTACK, id="2", type="CONSULT", intensity=1.0, source="SWE", target="NOR")
NOBODY = replace(ATTACK, id="3", source=None, source_name="REBELS")


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    with open_ledger(tmp_path / "l.db", create=True) as ledger:
        yield ledger


def test_what_is_kept_comes_back_whole_and_twice_is_once(ledger: Ledger) -> None:
    ledger.keep_coded([ATTACK, TALKS, NOBODY])
    ledger.keep_coded([TALKS])
    assert set(ledger.coded("gdelt")) == {ATTACK, TALKS, NOBODY}
    assert ledger.coders() == {"gdelt": 3}
    assert ledger.events() == ()


def test_the_latest_version_stays_in_whatever_order_they_come(tmp_path: Path) -> None:
    versions = [
        ATTACK,
        replace(ATTACK, version="9", dead=3),
        replace(ATTACK, version="10", dead=4),
        replace(ATTACK, dead=1),
    ]
    kept = set()
    for n, order in enumerate(permutations(versions)):
        with open_ledger(tmp_path / f"{n}.db", create=True) as ledger:
            for version in order:
                ledger.keep_coded([version])
            kept.add(tuple(line for line in ledger.dump() if line.startswith("imported")))
            [event] = ledger.coded("gdelt")
            assert (event.version, event.dead) == ("10", 4)
    assert len(kept) == 1


def test_deeds_are_of_the_countries_that_are_asked_for(ledger: Ledger) -> None:
    again = replace(ATTACK, id="4", intensity=-9.0)
    ledger.keep_coded([ATTACK, again, TALKS, NOBODY, replace(ATTACK, id="5", target="DNK", coder="icews")])

    def deeds(**wanted: object) -> list[tuple[str, str, float, int]]:
        return [
            (d.source, d.type, d.intensity, d.stories) for d in ledger.coded_deeds("gdelt", Filter(**wanted))
        ]

    attacked, met = ("NOR", "ASSAULT", -9.5, 2), ("SWE", "CONSULT", 1.0, 1)
    assert deeds(dyad=("Norway", "SWE")) == [attacked, met]
    assert deeds(source="SWE") == [met]
    assert deeds(actor="SWE", type="ASSAULT") == [("", "ASSAULT", -10.0, 1), attacked]
    assert deeds(since="2022-01-19") == []
    with pytest.raises(UnknownName, match="no actor"):
        deeds(actor="Nowhere")


def test_one_coder_can_be_forgotten(ledger: Ledger) -> None:
    ledger.keep_coded([ATTACK, replace(TALKS, coder="icews")])
    assert ledger.forget_coder("gdelt") == 1
    assert ledger.coders() == {"icews": 1}


def test_the_database_adds_up_what_the_deeds_add_up_to(ledger: Ledger) -> None:
    dice = random.Random(3)
    ledger.keep_coded(
        replace(
            ATTACK,
            id=str(n),
            day=date(2022, 1, 1) + timedelta(n % 90),
            type=dice.choice(("ASSAULT", "CONSULT", "ACCUSE")),
            intensity=dice.gauss(-4 if n % 90 < 50 else 3, 1),
            target=dice.choice(("SWE", "DNK", None)),
        )
        for n in range(400)
    )
    for wanted in (Filter(), Filter(dyad=("NOR", "SWE")), Filter(actor="DNK")):
        deeds = ledger.coded_deeds("gdelt", wanted)
        own, told = daily(deeds), ledger.coded_daily("gdelt", wanted)
        assert told.days == own.days
        assert told.sums == pytest.approx(own.sums, abs=1e-6)
        turns = ledger.coded_turns("gdelt", wanted)
        assert [t.day for t in turns] == [t.day for t in turning_points(deeds)] != []
        assert [d.events for t in turns for d in t.deeds] == [
            d.events for t in turning_points(deeds) for d in t.deeds
        ]
