"""Reading on a real local cluster: each report once, the same with one worker killed, and again after a cut."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

import polars
import pytest

from detente.parquet import KINDS
from detente.reading import read_report
from detente.records import make_report
from detente.scale import finish, part_name, read_at_scale, read_part

TEXTS = [
    f"VIENNA, Jan. {n} — Norway demanded on Monday that Sweden withdraw its {n}0 ships. Stockholm rejected the demand. "
    f"Envoys of {country} met in Geneva."
    for n, country in enumerate(("Peru", "Chile", "Ghana", "Kenya", "Japan", "India"), 11)
]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for n, text in enumerate(TEXTS):
        lines = [
            {"id": f"r{n}{k}", "text": f"{text} Part {k}.", "published_at": "2022-01-17"} for k in range(4)
        ]
        (folder / f"{n}.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    (folder / "9.jsonl").write_text(
        '{"text": ""}\n'
        + json.dumps({"id": "r00", "text": f"{TEXTS[0]} Part 0.", "published_at": "2022-01-17"})
    )
    return folder


def rows(out: Path) -> dict[str, list[dict[str, object]]]:
    found = {kind: polars.read_parquet(out / kind / "*.parquet").to_dicts() for kind in KINDS}
    return {kind: sorted(rows, key=str) for kind, rows in found.items()} | {
        "story": polars.read_parquet(out / "story.parquet").to_dicts()
    }


@pytest.fixture
def unbroken(files: Path, tmp_path: Path) -> dict[str, list[dict[str, object]]]:
    out = tmp_path / "unbroken"
    for path in sorted(files.iterdir()):
        read_part(str(path), str(out))
    finish(out)
    return rows(out)


def test_a_killed_worker_changes_nothing_of_the_result(files: Path, tmp_path: Path, unbroken) -> None:
    from distributed import Client, LocalCluster

    out = tmp_path / "out"
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        victims = list(client.run(os.getpid).values())
        parts = read_at_scale([files], out, cluster=cluster.scheduler_address)
        done = [next(parts)]
        os.kill(victims[0], signal.SIGKILL)
        done += parts
    assert [part.failure for part in done] == [None] * 7
    assert (sum(p.reports for p in done), sum(p.skipped for p in done)) == (25, 1)
    assert rows(out) == unbroken


def test_a_run_that_was_cut_off_does_only_what_is_left(files: Path, tmp_path: Path, unbroken) -> None:
    out = tmp_path / "out"
    read_part(str(files / "0.jsonl"), str(out))
    kept = out / "event" / f"{part_name(str(files / '0.jsonl'))}.parquet"
    before = kept.stat().st_mtime_ns
    assert len(list(read_at_scale([files], out, workers=1))) == 7
    assert kept.stat().st_mtime_ns == before
    assert rows(out) == unbroken


def test_every_report_is_in_the_table_of_stories_once(unbroken) -> None:
    ids = [row["report"] for row in unbroken["story"]]
    assert len(ids) == len(set(ids)) == 24


def test_the_records_are_those_of_the_reading(unbroken) -> None:
    text = f"{TEXTS[2]} Part 1."
    reading = read_report(make_report(text, id="r21", published_at="2022-01-17"))
    assert [row["id"] for row in unbroken["event"] if row["report"] == "r21"] == sorted(
        e.id for e in reading.events
    )
