"""What stands in the columns of exported tables: a Frictionless data package (specs.frictionlessdata.io, version 1)."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import PurePath


@dataclass(frozen=True)
class Described:
    """A file and its columns, each with its name and Frictionless type; how its cells are parted, and whether the
    columns are named in it."""

    path: str
    columns: tuple[tuple[str, str], ...]
    delimiter: str | None = None
    header: bool = True


def package(*tables: Described) -> bytes:
    """The description of some tables as JSON."""
    resources = []
    for table in tables:
        path = PurePath(table.path)
        form = {"\t": "tsv"}.get(table.delimiter or "", path.suffix[1:].lower())
        resource: dict[str, object] = {
            "name": path.stem.lower(),
            "path": table.path,
            "format": form,
            "encoding": "utf-8",
            "profile": "tabular-data-resource",
            "schema": {"fields": [{"name": name, "type": type_} for name, type_ in table.columns]},
        }
        if table.delimiter is not None:
            resource["dialect"] = {"delimiter": table.delimiter, "header": table.header}
        resources.append(resource)
    return json.dumps({"name": "detente-ledger", "resources": resources}, indent=1).encode() + b"\n"


def typed(
    columns: Sequence[str],
    *,
    numbers: Collection[str] = (),
    integers: Collection[str] = (),
    days: Collection[str] = (),
) -> tuple[tuple[str, str], ...]:
    """Columns with their types; what is named in none of the collections is text."""
    types = {
        **dict.fromkeys(numbers, "number"),
        **dict.fromkeys(integers, "integer"),
        **dict.fromkeys(days, "date"),
    }
    return tuple((name, types.get(name, "string")) for name in columns)
