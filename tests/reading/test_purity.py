"""Reading is a function of the report alone: not of the run, the batch, the process, or what was read before."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.reading import read_report, read_reports
from detente.records import Report, check, decode, encode, make_report
from detente.sources import open_reports

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture(scope="module")
def reports() -> list[Report]:
    return [r for r in open_reports([SAMPLES]) if isinstance(r, Report)]


def lines(reading: object) -> list[bytes]:
    return [encode(r) for r in reading.records()]  # type: ignore[attr-defined]


def test_a_report_reads_the_same_alone_and_in_any_company(reports: list[Report]):
    together = {r.report.id: lines(r) for r in read_reports(reports)}
    backwards = {r.report.id: lines(r) for r in read_reports(reversed(reports))}
    assert together == backwards
    for report in reports[:5]:
        assert lines(read_report(report)) == together[report.id]


def test_two_processes_write_the_same_bytes():
    def run(seed: str) -> bytes:
        env = {**os.environ, "PYTHONHASHSEED": seed}
        return subprocess.run(
            [sys.executable, "-m", "detente", "code", str(SAMPLES)],
            env=env,
            stdout=subprocess.PIPE,
            check=False,
        ).stdout

    assert run("1") == run("2") != b""


def test_every_record_of_the_samples_keeps_the_contract(reports: list[Report]):
    for reading in read_reports(reports):
        assert check(reading) is reading
        for record in reading.records():
            assert decode(encode(record)) == record


def test_positions_and_statements_quote_the_report(reports: list[Report]):
    for reading in read_reports(reports[:6]):
        text = reading.report.text
        for position in reading.positions:
            words = " ".join(" ".join(s.of(text) for e in position.evidence for s in e.spans).split())
            for part in position.proposition.split(" … "):
                assert part in words, position.id


PIECES = st.sampled_from([
    "Moscow", "said", "“", "”", '"', "that", "Kyiv", "will", "withdraw", "if", "the minister", "on Friday", ",", ".",
    "\n\n", "he", "rejected", "100,000 troops", "’s", "—", "demanded", "not", "(", "\u200b", "é", "𝔘", "next week",
    "accused", "of", "killing", "Mr", "Lavrov", "and", "NATO", "they", ":", "...", "\t", "U.S.", "$5 million",
])  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=40), st.sampled_from([None, "2024-02-29"]))
def test_no_text_breaks_the_reader_or_the_contract(pieces: list[str], day: str | None):
    reading = read_report(make_report(" ".join(pieces), published_at=day))
    assert check(reading) is reading


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=200))
def test_nor_does_any_text_at_all(text: str):
    reading = read_report(make_report(text, published_at="2024-02-29"))
    assert [decode(encode(r)) for r in reading.records()]


@pytest.mark.parametrize("text", ["", " ", "\n\n\n", ".", "“", "\ufeff", "a" * 5000, "( " * 500])
def test_a_text_that_says_nothing_has_no_positions(text: str):
    assert read_report(make_report(text)).positions == ()
