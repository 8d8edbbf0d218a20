"""A folder of Parquet says what the ledger says that it was written from."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from detente.dataset import DataSet
from detente.errors import DetenteError, UnknownName
from detente.ledger import Filter, Ledger, open_ledger
from detente.reading import read_report
from detente.records import make_report
from detente.temperature import temperature
from detente.views.exports import export
from detente.views.temperature import temperature_of, temperature_of_files, told_deeds

NEWS = "Norway and Denmark accused Sweden of spying on Monday. Sweden's army attacked a Norwegian base. "
TEXTS = [
    ("2022-01-17", NEWS + "Prime Minister Anna Hale met with Swedish and Danish officials."),
    ("2022-01-17", NEWS + "Prime Minister Anna Hale met with Swedish and Danish officials!"),
    ("2022-01-20", "Sweden said that Norwegian troops shelled a Swedish base. Norway may attack Sweden. Norway sent aid to Sweden."),
    ("2022-02-01", "Protesters marched in Oslo. The United Nations condemned Norway. Swedish companies sued Norway."),
    (None, "Norway attacked Sweden."),
]  # fmt: skip
FILTERS = [
    Filter(),
    Filter(dyad=("NOR", "SWE")),
    Filter(actor="Norway"),
    Filter(source="SWE", target="Norway"),
    Filter(actor="Norway", type="ASSAULT"),
    Filter(since="2022-01-18", until="2022-01-25"),
]


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    with open_ledger(tmp_path_factory.mktemp("dataset") / "l.db", create=True) as ledger:
        for n, (day, text) in enumerate(TEXTS):
            ledger.add(read_report(make_report(text, published_at=day, publisher=str(n))))
        yield ledger


@pytest.fixture(scope="module")
def folder(ledger: Ledger, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("parquet")
    export(ledger, folder, "parquet")
    return folder


@pytest.mark.parametrize("wanted", FILTERS, ids=str)
def test_the_files_say_what_the_ledger_says(ledger: Ledger, folder: Path, wanted: Filter) -> None:
    own = told_deeds(ledger, wanted)
    with DataSet(folder) as files:
        deeds = files.choose(wanted).deeds()
        assert [(d.day, d.source, d.target, d.type, d.events[0], d.stories) for d in deeds] == [
            (d.day, d.source, d.target, d.type, d.events[0], d.stories) for d in own
        ]
        assert [d.weight for d in deeds] == pytest.approx([d.weight for d in own], abs=1e-8)
        assert [d.intensity for d in deeds] == pytest.approx([d.intensity for d in own], abs=1e-8)
        for found, expected in zip(
            temperature(files.daily(), by="day"), temperature_of(ledger, wanted, by="day").points, strict=True
        ):
            a, b = (
                [v for v in msgspec.to_builtins(p).values() if isinstance(v, float)]
                for p in (found, expected)
            )
            assert a == pytest.approx(b, abs=1e-6)


def test_deeds_have_the_words_of_their_reports(folder: Path) -> None:
    with DataSet(folder) as files:
        words = files.words(files.choose(Filter(dyad=("NOR", "SWE"), type="AID")).deeds())
        assert list(words.values()) == ["AID · NOR → SWE: Norway sent aid to Sweden"]


def test_the_parts_of_what_was_read_at_scale_are_one(ledger: Ledger, folder: Path, tmp_path: Path) -> None:
    for kind in ("event", "report", "actor"):
        (tmp_path / kind).mkdir()
        (folder / f"{kind}.parquet").rename(tmp_path / kind / "p1.parquet")
    with DataSet(tmp_path) as files:
        found = temperature_of_files(files, FILTERS[1])
        assert [p.deeds for p in found.points] == [p.deeds for p in temperature_of(ledger, FILTERS[1]).points]
        with pytest.raises(UnknownName, match="Nowhere"):
            files.choose(Filter(actor="Nowhere"))
    with pytest.raises(DetenteError, match=r"no event\.parquet"):
        DataSet(tmp_path / "event")
