"""How many reports there will be is told before they are read, where a look at names and lines tells it."""

from pathlib import Path

import pyarrow
import pytest
from pyarrow import parquet

from detente.sources import open_reports
from detente.sources.counting import count_reports

TEXT = "Minister Anna Hale met envoy Karl Brandt in Vienna on Monday."


def test_files_lines_and_rows_are_counted_as_they_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "a.json").write_text('{"published_at": "2022-01-21"}')
    (tmp_path / "b.jsonl").write_text(f'{{"text": "{TEXT}"}}\n{{"text": \n{{"text": "{TEXT}"}}')
    (tmp_path / "c.bin").write_bytes(b"\0")
    (tmp_path / "d.parquet").write_bytes(b"PAR1")
    parquet.write_table(pyarrow.table({"text": [TEXT] * 3}), tmp_path / "e.parquet")
    assert count_reports([tmp_path, tmp_path / "nowhere.txt"]) == 1 + 3 + 1 + 1 + 3 + 1
    assert len(list(open_reports([tmp_path, tmp_path / "nowhere.txt"]))) == 10


@pytest.mark.parametrize(
    "name", ["-", "https://example.org/a", "s3://wire/a.txt", "a.zip", "a.csv", "a.jsonl.gz"]
)
def test_what_only_reading_tells_is_not_guessed(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    for empty in ("a.zip", "a.csv", "a.jsonl.gz"):
        (tmp_path / empty).write_bytes(b"")
    path = tmp_path / name if name.startswith("a.") else name
    assert count_reports([tmp_path / "a.txt", path]) is None
