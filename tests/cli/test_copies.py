"""Copies of one report in the lists: they do not pass for independent sources."""

import csv
import io

from detente.ledger import open_ledger

WIRE = "".join(
    f"Before noon porter number {n} carried a crate of oranges up to the old customs house. "
    for n in range(9)
)

OTHER = "".join(
    f"Clerk number {n} of the harbour office would not say a word about the matter. " for n in range(9)
)


def test_lists_tell_how_many_stories_stand_behind_what_several_reports_print(run, tmp_path, tell):
    told = [
        tell("Rassendyll", "Graustark", "its guns must leave the bridge", prefix=WIRE, publisher="The Courier"),
        tell("Rassendyll", "Graustark", "its guns must leave the bridge", prefix=WIRE + "Rain fell. ", publisher="The Herald"),
        tell("Rassendyll", "Graustark", "its guns must leave the bridge", day="1962-10-23", prefix=OTHER, publisher="The Echo"),
    ]  # fmt: skip
    with open_ledger(tmp_path / "detente.db", create=True) as ledger:
        for reading in told:
            ledger.add(reading, path=f"{reading.report.id}.txt")
    wire = min(reading.report.id for reading in told[:2])

    def rows(*arguments):
        return list(csv.DictReader(io.StringIO(run(*arguments, "--format", "csv").stdout)))

    (position,) = rows("positions")
    assert (position["reports"], position["stories"]) == ("3", "2")
    assert sorted(row["story"] for row in rows("events")) == ["", wire, wire]
    assert sorted(row["story"] for row in rows("search", "guns", "--kind", "report")) == ["", wire, wire]
    assert "In 3 reports, 2 stories." in run("search", "guns").stderr
    assert "In 1 report, 1 story." in run("search", "rain", "--kind", "report").stderr
