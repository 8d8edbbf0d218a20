"""The desk as files: a site that any web server can serve, or a browser read from a stick, without detente."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from pathlib import Path, PurePosixPath
from urllib.parse import quote, unquote, urlsplit

from starlette.testclient import TestClient

from detente.desk.app import make_app
from detente.desk.lists import LISTS
from detente.in_place import in_place
from detente.ledger import open_ledger

_LINK = re.compile(r'(?P<attribute>href|src)="(?P<address>/[^"]*)"')
# What needs a server: the forms, and links to lists that a form would narrow.
_FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
_ANCHOR = re.compile(r'<a\b[^>]*href="(?P<address>/[^"]*)"[^>]*>(?P<words>.*?)</a>', re.DOTALL)
_UNSAFE = re.compile(r"[^A-Za-z0-9.-]")  # with “_”, which marks the others


def write_site(path: str | Path | None, folder: Path) -> Iterator[Path]:
    """Write the pages of the desk over the ledger at `path` into a folder, which is made; yields each file written.

    All links are relative. Forms and search are left out, since they need a server; every list is there as a page and as
    CSV. A page's rows are as many as the desk shows.
    """
    with open_ledger(path) as ledger:
        reports = [report.id for report in ledger.reports()]
    client = TestClient(make_app(path), follow_redirects=False)
    pages = {
        "/": "index.html",
        "/reports": "reports.html",
        "/brief": "brief.html",
        "/temperature": "temperature.html",
        "/sides": "sides.html",
        "/map": "map.html",
        "/network": "network.html",
    }
    pages |= {f"/{name}": f"{name}.html" for name in LISTS}
    pages |= {f"/reports/{quote(id)}": f"reports/{file_name(id)}.html" for id in reports}
    files = {f"/{name}.csv": f"{name}.csv" for name in LISTS} | {"/temperature.svg": "temperature.svg"}
    static = resources.files("detente.desk").joinpath("static")
    files |= {
        f"/static/{entry.name}": f"static/{entry.name}" for entry in static.iterdir() if entry.is_file()
    }
    known = pages | files

    @cache
    def place_of(record: str) -> str:
        return client.get(record).headers.get("location", "")

    def target(address: str, at: str) -> str | None:
        """Where a link of the desk leads in the site, seen from the file `at`; None where nothing is there."""
        split = urlsplit(address.replace("&amp;", "&"))
        if split.path.startswith("/records/"):
            split = urlsplit(place_of(split.path))
        name = known.get(split.path) or known.get(quote(unquote(split.path)))
        if name is None or split.query:
            return None
        up = "../" * (len(PurePosixPath(at).parts) - 1)
        return f"{up}{name}{f'#{split.fragment}' if split.fragment else ''}"

    def standing_alone(page: str, at: str) -> str:
        def anchor(found: re.Match[str]) -> str:
            return found[0] if target(found["address"], at) is not None else found["words"]

        def link(found: re.Match[str]) -> str:
            return f'{found["attribute"]}="{target(found["address"], at) or "#"}"'

        return _LINK.sub(link, _ANCHOR.sub(anchor, _FORM.sub("", page)))

    for address, name in known.items():
        answer = client.get(address)
        if answer.status_code != 200:  # the chart, where the libraries that draw it are missing
            continue
        content = standing_alone(answer.text, name).encode() if address in pages else answer.content
        with in_place(folder / name) as out:
            out.write(content)
        yield folder / name


def file_name(id: str) -> str:
    """A report's id as the name of a file, whatever is in it; ids that differ have names that differ."""
    return _UNSAFE.sub(lambda found: f"_{ord(found[0]):x}_", id) if id.strip(".") else f"_{len(id)}_"
