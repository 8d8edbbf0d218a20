"""Many machines: the same pure reading of every file as a job of Dask, from files to Parquet in the record contract.

The result is a folder: `<kind>/<part>.parquet` for each kind of record and input file, `skipped/<part>.jsonl` for what could
not be read, `story.parquet` with the story of each report. A part is written beside and put in place whole, and its mark
in `done/` comes last: what a lost worker left half done is done again, and a run that was cut off goes on where it
stopped. Each worker reads one file at a time, so memory does not grow with their number. Needs the extra `scale`.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.in_place import in_place
from detente.parquet import KINDS, RecordWriter
from detente.sources import NO_DEFAULTS, ReportDefaults, Skipped, open_reports
from detente.sources.walk import walk
from detente.stories import Sketch, copies_among, grouped, packed, sketch_of, unpacked

# Workers that may die over one part before it is given up: its file is at fault then.
TRIES = 3
# The columns of the tables beside the records, and their Arrow types.
_SKETCH = {"report": "string", "runs": "binary", "keys": "list<int64>"}
_STORY = {"report": "string", "story": "string", "part": "string"}


@dataclass(frozen=True)
class Part:
    """What became of one input file: its path, how many reports were read and skipped, and what went wrong, if it did."""

    path: str
    reports: int
    skipped: int
    failure: str | None = None


def part_name(path: str) -> str:
    """The name of a file's part: a digest of its path, the same on every machine that sees it there."""
    return hashlib.blake2b(path.encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()


def read_part(path: str, out: str, defaults: ReportDefaults = NO_DEFAULTS) -> Part:
    """Read one file into its Parquet files; what a worker does. Nothing where its mark says that it is done."""
    from detente.reading.batch import read_each

    folder, name = Path(out), part_name(path)
    mark = folder / "done" / f"{name}.json"
    if mark.exists():
        return Part(**json.loads(mark.read_text(encoding="utf-8")))
    reports = 0
    lines: list[str] = []
    sketches: list[dict[str, Any]] = []
    with ExitStack() as stack:
        files = {k: stack.enter_context(in_place(folder / k / f"{name}.parquet")) for k in KINDS}
        writers = {kind: RecordWriter(kind, file) for kind, file in files.items()}
        for found in read_each(open_reports([path], defaults)):
            if isinstance(found, Skipped):
                lines.append(json.dumps({"path": found.path, "place": found.place, "reason": found.reason}))
                continue
            reports += 1
            sketch = sketch_of(found.report.text)
            sketches.append(
                {"report": found.report.id, "runs": packed(sketch.runs), "keys": list(sketch.keys)}
            )
            records = list(found.records())
            for kind, writer in writers.items():
                writer.write(r for r in records if isinstance(r, KINDS[kind]))
        for writer in writers.values():
            writer.close()
    _put_table(folder / "sketch" / f"{name}.parquet", _SKETCH, sketches)
    _put(folder / "skipped" / f"{name}.jsonl", "".join(f"{line}\n" for line in lines))
    _put(mark, json.dumps({"path": path, "reports": reports, "skipped": len(lines)}))
    return Part(path, reports, len(lines))


def read_at_scale(
    paths: Iterable[str | os.PathLike[str]],
    out: Path,
    *,
    defaults: ReportDefaults = NO_DEFAULTS,
    cluster: str | None = None,
    workers: int = 2,
) -> Iterator[Part]:
    """Read files on a Dask cluster into the folder `out`; yields each part when it is done, in no order.

    `cluster` is the address of a scheduler (`tcp://…`), whose workers see the files and `out` under the same paths; without
    it as many `workers` are started here. When all parts are done, `finish` brings them together.
    """
    from distributed import Client, LocalCluster, as_completed

    given: list[str] = []
    for found in walk(paths):
        if isinstance(found, Skipped):
            yield Part(found.path, 0, 1, str(found))
        else:
            given.append(os.path.abspath(found) if isinstance(found, Path) else str(found))
    with ExitStack() as stack:
        address: Any = cluster
        if address is None:
            local = LocalCluster(
                n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None
            )
            address = stack.enter_context(local)
        client = stack.enter_context(Client(address))
        futures = {
            client.submit(read_part, path, str(out), defaults, pure=False, retries=TRIES): path
            for path in given
        }
        for future in as_completed(futures):
            error = future.exception()
            yield (
                future.result()
                if error is None
                else Part(futures[future], 0, 0, f"{type(error).__name__}: {error}")
            )
            future.release()
    finish(out)


def finish(out: Path) -> int:
    """Write `story.parquet`: each report once, with its story and the part that holds it; returns how many there are.

    A report that stands in several files is one: the part whose name comes first holds it. A function of the parts.
    """
    from pyarrow import parquet

    held: dict[str, str] = {}
    sketches: dict[str, Sketch] = {}
    for file in sorted((out / "sketch").glob("*.parquet")):
        for row in parquet.read_table(file).to_pylist():
            if row["report"] not in held:
                held[row["report"]] = file.stem
                sketches[row["report"]] = Sketch(unpacked(row["runs"]), tuple(row["keys"]))
    story = {id: id for id in held}
    for name, ids in grouped(copies_among(sketches)).items():
        story.update(dict.fromkeys(ids, name))
    rows = [{"report": id, "story": story[id], "part": held[id]} for id in sorted(held)]
    _put_table(out / "story.parquet", _STORY, rows)
    return len(rows)


def _put_table(path: Path, columns: Mapping[str, str], rows: Sequence[dict[str, Any]]) -> None:
    import pyarrow
    from pyarrow import parquet

    types = {
        "string": pyarrow.string(),
        "binary": pyarrow.binary(),
        "list<int64>": pyarrow.list_(pyarrow.int64()),
    }
    schema = pyarrow.schema([(name, types[type_]) for name, type_ in columns.items()])
    with in_place(path) as out:
        parquet.write_table(pyarrow.Table.from_pylist(list(rows), schema), out, compression="zstd")


def _put(path: Path, text: str) -> None:
    with in_place(path) as out:
        out.write(text.encode("utf-8"))
