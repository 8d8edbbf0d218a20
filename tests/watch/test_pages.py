"""Addresses of the web as sources: pages, documents and sitemaps, from a real server on this machine."""

from __future__ import annotations

import gzip
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from detente.ledger import open_ledger
from detente.ledger.intake import take_in
from detente.records import Report
from detente.sources import open_reports
from detente.watch.fetching import Fetcher

LEDE = "Minister Anna Hale met envoy Karl Brandt in Vienna on Monday."
DEMAND = "Hale demanded that Norway withdraw its ships by Friday."


def page(words: str, head: str = "") -> bytes:
    return f"<html><head>{head}</head><body><article><p>{words} {LEDE}</p><p>{DEMAND}</p></article></body></html>".encode()


def sitemap(*entries: str) -> bytes:
    urls = "".join(f"<url>{entry}</url>" for entry in entries)
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    return f"<?xml version='1.0'?><urlset {space}>{urls}</urlset>".encode()


def index(*addresses: str) -> bytes:
    lists = "".join(f"<sitemap><loc>{address}</loc></sitemap>" for address in addresses)
    return (
        f"<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{lists}</sitemapindex>".encode()
    )


def read(*addresses: str) -> tuple[list[Report], list[str]]:
    with Fetcher(private=True, distance=0) as fetcher:
        found = list(open_reports(addresses, fetcher=fetcher))
    return [f for f in found if isinstance(f, Report)], [str(f) for f in found if not isinstance(f, Report)]


HTML = {"Content-Type": "text/html; charset=utf-8"}


@pytest.mark.parametrize(
    ("path", "kind", "body"),
    [
        ("/talks", "text/html", page("One.")),
        ("/talks.php?id=3", "text/html", page("One.")),
        ("/", "", page("One.")),
        ("/wire.jsonl", "application/octet-stream", f'{{"text": "One. {LEDE}\\n\\n{DEMAND}"}}'.encode()),
        ("/wire", "application/json", f'{{"text": "One. {LEDE}\\n\\n{DEMAND}"}}'.encode()),
        ("/talks.txt.gz", "application/gzip", gzip.compress(f"One. {LEDE}\n\n{DEMAND}".encode())),
        ("/notes", "text/plain", f"One. {LEDE}\n\n{DEMAND}".encode()),
    ],
)  # fmt: skip
def test_an_address_is_read_as_the_file_that_it_answers_with(server: Any, path, kind, body) -> None:
    server.pages[path] = (200, {"Content-Type": kind}, body)
    [report], skipped = read(f"{server.address}{path}")
    assert (report.text, report.url, skipped) == (f"One. {LEDE}\n\n{DEMAND}", f"{server.address}{path}", [])
    assert report.published_at is None


def test_a_sitemap_stands_for_its_pages_and_says_what_they_do_not(server: Any) -> None:
    news = (
        "<news:news><news:publication><news:name>The Courier</news:name><news:language>en</news:language></news:publication>"
        "<news:publication_date>2022-01-21</news:publication_date><news:title>Talks open</news:title></news:news>"
    )
    own = '<meta property="article:published_time" content="2022-01-20">'
    server.pages |= {
        "/sitemap.xml": (200, {}, index(f"{server.address}/news.xml.gz", f"{server.address}/old.txt")),
        "/news.xml.gz": (200, {}, gzip.compress(sitemap(
            f"<loc>{server.address}/a</loc><lastmod>2024-05-05</lastmod>{news}",
            f"<loc>{server.address}/b</loc>{news}",
        ))),
        "/old.txt": (200, {"Content-Type": "text/plain"}, f"{server.address}/c\n{server.address}/a\n".encode()),
        "/a": (200, HTML, page("One.")),
        "/b": (200, HTML, page("Two.", own)),
        "/c": (404, {}, b""),
    }  # fmt: skip
    reports, skipped = read(f"{server.address}/sitemap.xml")
    assert [(r.url, r.published_at, r.publisher, r.title) for r in reports] == [
        (f"{server.address}/a", "2022-01-21", "The Courier", "Talks open"),
        (f"{server.address}/b", "2022-01-20", "The Courier", "Talks open"),
    ]
    assert skipped == [f"{server.address}/c: 404 Not Found. Check the address, or save the page yourself."]
    assert server.paths().count("/a") == 1


def test_a_sitemap_that_lists_itself_or_no_sitemap_comes_to_an_end(server: Any) -> None:
    here = f"{server.address}/sitemap.xml"
    server.pages["/sitemap.xml"] = (200, {}, index(here, f"{server.address}/page"))
    server.pages["/page"] = (200, HTML, page("One."))
    reports, skipped = read(here)
    assert (reports, len(skipped)) == ([], 1)
    assert "no sitemap, though one lists it as such" in skipped[0]


def test_robots_txt_and_private_addresses_are_kept_for_pages_too(server: Any) -> None:
    server.pages["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /talks\n")
    assert "robots.txt asks not to" in read(f"{server.address}/talks")[1][0]
    with Fetcher(distance=0) as fetcher:
        [skipped] = open_reports([f"{server.address}/other"], fetcher=fetcher)
    assert "inside a private network (--private allows it)" in str(skipped)


def test_a_host_that_asks_for_patience_is_asked_once_more(server: Any) -> None:
    server.pages["/busy"] = (429, {"Retry-After": "7"}, b"")
    waited: list[float] = []
    with Fetcher(private=True, distance=0, sleep=waited.append) as fetcher:
        [skipped] = open_reports([f"{server.address}/busy"], fetcher=fetcher)
    assert (waited, server.paths().count("/busy")) == ([7.0], 2)
    assert "asked for patience (429). Read it again later" in str(skipped)


def test_an_answer_packed_many_times_over_is_left(server: Any) -> None:
    body = page("One.")
    for _ in range(3):
        body = gzip.compress(body)
    server.pages["/bomb"] = (200, HTML | {"Content-Encoding": "gzip, gzip, gzip"}, body)
    assert "packed several times over" in read(f"{server.address}/bomb")[1][0]


def test_without_being_asked_nothing_is_fetched(server: Any) -> None:
    [skipped] = open_reports([f"{server.address}/talks"])
    assert "nothing is fetched here" in str(skipped)
    assert server.asked == []


def test_a_run_over_a_sitemap_goes_on_where_it_stopped(server: Any, tmp_path: Path) -> None:
    here = f"{server.address}/sitemap.xml"
    entries = [f"<loc>{server.address}/{n}</loc>" for n in range(3)]
    server.pages["/sitemap.xml"] = (200, {}, sitemap(*entries))
    server.pages |= {f"/{n}": (200, HTML, page(f"Number {n}.")) for n in range(2)}
    with open_ledger(tmp_path / "detente.db", create=True) as ledger:
        with Fetcher(private=True, distance=0) as fetcher:
            [*_, intake] = take_in(ledger, [here], fetcher=fetcher)
        assert (intake.read, [s.path for s in ledger.skipped()]) == (2, [f"{server.address}/2"])
        server.pages["/2"] = (200, HTML, page("Number 2."))
        before = len(server.asked)
        with Fetcher(private=True, distance=0) as fetcher:
            [*_, intake] = take_in(ledger, [here], fetcher=fetcher)
        assert (intake.read, intake.held, ledger.skipped()) == (1, 2, ())
        assert server.paths()[before:] == ["/robots.txt", "/sitemap.xml", "/2"]
        assert ledger.paths(ledger.reports()[0].id)[0].startswith(server.address)


def test_the_command_reads_an_address(server: Any, tmp_path: Path) -> None:
    server.pages["/talks"] = (200, HTML, page("One."))
    command = [sys.executable, "-c", "from detente.cli import main; main()", "read", "--private"]
    done = subprocess.run(
        [*command, f"{server.address}/talks"], cwd=tmp_path, capture_output=True, text=True, timeout=120
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "1 report read; ledger detente.db\n", "")
