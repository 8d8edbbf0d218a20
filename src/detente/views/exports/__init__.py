"""The ledger in other people's forms: a form a file, each a function from the ledger to named files.

To add a form, write its function, `(ledger) -> Iterator[tuple[file name, pieces of bytes]]`, and name it in `FORMS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from detente.in_place import in_place
from detente.ledger import Ledger
from detente.views.exports.acled import acled
from detente.views.exports.as_others_do import gdelt, icews, polecat
from detente.views.exports.geography import geojson
from detente.views.exports.network import graphml
from detente.views.exports.records import csv_tables, jsonl, parquet_tables
from detente.views.exports.web_annotation import web_annotations

Form = Callable[[Ledger], Iterator[tuple[str, Iterable[bytes]]]]

FORMS: dict[str, Form] = {
    "jsonl": jsonl,
    "parquet": parquet_tables,
    "csv": csv_tables,
    "icews": icews,
    "polecat": polecat,
    "gdelt": gdelt,
    "acled": acled,
    "geojson": geojson,
    "graphml": graphml,
    "annotations": web_annotations,
}


def export(ledger: Ledger, folder: Path, form: str) -> tuple[Path, ...]:
    """Write the files of a form into a folder, which is made; each is put in place whole or not at all.

    Returns the files written. `form` is a key of `FORMS`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, pieces in FORMS[form](ledger):
        with in_place(folder / name) as out:
            out.writelines(pieces)
        written.append(folder / name)
    return tuple(written)
