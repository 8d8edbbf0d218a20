"""Feeds followed from a real server on this machine: what is new is read once, politely, and from nowhere private."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from detente.errors import WatchError
from detente.ledger import open_ledger
from detente.watch.addresses import ForbiddenAddress, address_of, is_public
from detente.watch.fetching import Fetcher, TryLater
from detente.watch.rounds import Feed, Round, keep_feeds, load_feeds, watch_round

LEDE = "Minister Anna Hale met envoy Karl Brandt in Vienna on Monday."
DEMAND = "Hale demanded that Norway withdraw its ships by Friday."
PAGE = f"<html><head><title>Talks</title></head><body><article><p>{LEDE} {LEDE}</p><p>{DEMAND}</p></article></body></html>"


def rss(*items: str) -> bytes:
    return f'<rss version="2.0"><channel><title>The Courier</title>{"".join(items)}</channel></rss>'.encode()


def item(link: str, text: str = "A teaser.") -> str:
    return f"<item><title>Talks</title><link>{link}</link><pubDate>Fri, 21 Jan 2022 10:00:00 GMT</pubDate><description>{text}</description></item>"


@pytest.fixture
def site(server: Any) -> Any:
    """The server, with a feed of one teaser and its page."""
    server.pages["/feed"] = (200, {"ETag": '"1"'}, rss(item(f"{server.address}/talks")))
    server.pages["/talks"] = (200, {"Content-Type": "text/html"}, PAGE.encode())
    return server


def look(path: Path, feeds: list[Feed], now: float = 0.0) -> Round:
    with open_ledger(path / "ledger.db", create=True) as ledger, Fetcher(private=True, distance=0) as fetcher:
        return watch_round(ledger, feeds, fetcher, now=now, every=900)


def test_a_teaser_is_read_from_its_page_with_the_facts_of_the_feed(site: Any, tmp_path: Path) -> None:
    feed = Feed(f"{site.address}/feed")
    found = look(tmp_path, [feed])
    with open_ledger(tmp_path / "ledger.db") as ledger:
        report = ledger.report(found.new[0])
        [demand] = [p for p in ledger.positions() if p.type == "demand"]
    assert report.text == f"{LEDE} {LEDE}\n\n{DEMAND}"
    assert (report.publisher, (report.published_at or "")[:10]) == ("The Courier", "2022-01-21")
    assert report.url == f"{site.address}/talks"
    assert demand.holder is not None
    assert (found.skipped, feed.due) == ((), 900)


def test_what_was_seen_is_not_asked_again(site: Any, tmp_path: Path) -> None:
    feed = Feed(f"{site.address}/feed")
    look(tmp_path, [feed])
    before = len(site.asked)
    assert look(tmp_path, [feed], now=1) == Round((), ())
    assert len(site.asked) == before
    assert look(tmp_path, [feed], now=1000) == Round((), ())
    assert site.paths()[before:] == ["/robots.txt", "/feed"]
    assert site.asked[-1][1]["If-None-Match"] == '"1"'


def test_an_entry_that_comes_later_is_read_and_the_others_are_not(site: Any, tmp_path: Path) -> None:
    feed = Feed(f"{site.address}/feed")
    look(tmp_path, [feed])
    long = f"{DEMAND} {LEDE} " * 30
    site.pages["/feed"] = (
        200,
        {"ETag": '"2"'},
        rss(item(f"{site.address}/more", long), item(f"{site.address}/talks")),
    )
    before = len(site.asked)
    assert len(look(tmp_path, [feed], now=1000).new) == 1
    assert site.paths()[before:] == ["/robots.txt", "/feed"]  # the feed had its whole text


def test_a_run_that_was_cut_off_reads_nothing_twice(site: Any, tmp_path: Path) -> None:
    look(tmp_path, [Feed(f"{site.address}/feed")])
    assert look(tmp_path, [Feed(f"{site.address}/feed")]) == Round((), ())


def test_robots_txt_is_kept(site: Any, tmp_path: Path) -> None:
    site.pages["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /talks\n")
    found = look(tmp_path, [Feed(f"{site.address}/feed")])
    assert found.new == ()
    assert "robots.txt asks not to" in found.skipped[0]
    assert "/talks" not in site.paths()


def test_a_feed_that_fails_is_asked_ever_more_rarely(site: Any, tmp_path: Path) -> None:
    feed = Feed(f"{site.address}/broken")
    site.pages["/broken"] = (500, {}, b"")
    now = 0.0
    waits = []
    for _ in range(3):
        found = look(tmp_path, [feed], now=now)
        assert "the host failed (500)" in found.skipped[0]
        waits.append(feed.due - now)
        now = feed.due
    assert waits == [300, 600, 1200]


def test_what_is_read_at_last_is_no_longer_listed_as_skipped(site: Any, tmp_path: Path) -> None:
    feed = Feed(f"{site.address}/feed")
    talks = site.pages["/talks"]
    site.pages["/talks"] = (503, {}, b"")
    look(tmp_path, [feed])
    with open_ledger(tmp_path / "ledger.db") as ledger:
        assert [skip.path for skip in ledger.skipped()] == [f"{site.address}/talks"]
    site.pages["/talks"] = talks
    look(tmp_path, [feed], now=feed.due)
    with open_ledger(tmp_path / "ledger.db") as ledger:
        assert (ledger.counts().reports, ledger.skipped()) == (1, ())


def test_a_host_that_asks_for_patience_gets_it(site: Any, tmp_path: Path) -> None:
    feed = Feed(f"{site.address}/feed")
    site.pages["/feed"] = (429, {"Retry-After": "4000"}, b"")
    look(tmp_path, [feed])
    assert feed.due == 4000


def test_one_feed_does_not_stop_the_others(site: Any, tmp_path: Path) -> None:
    found = look(
        tmp_path, [Feed("http://nowhere.invalid/feed"), Feed("ftp://x/y"), Feed(f"{site.address}/feed")]
    )
    assert len(found.new) == 1
    assert "no host is called nowhere.invalid" in found.skipped[0]
    assert "no address of the web" in found.skipped[1]


def test_requests_to_one_host_keep_their_distance(site: Any) -> None:
    slept: list[float] = []
    site.pages["/robots.txt"] = (200, {}, b"User-agent: *\nCrawl-delay: 7\n")
    with Fetcher(private=True, distance=2, sleep=slept.append, clock=lambda: 100.0) as fetcher:
        fetcher.get(f"{site.address}/feed")
        fetcher.get(f"{site.address}/talks")
    assert slept == [7, 14]  # the clock stands still


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "169.254.169.254",
        "::1",
        "fe80::1",
        "::ffff:127.0.0.1",
        "0.0.0.0",
        "224.0.0.1",
    ],
)
def test_private_addresses_are_not_public(address: str) -> None:
    assert not is_public(address)


def test_nothing_private_is_fetched_unless_that_is_asked_for(site: Any) -> None:
    with Fetcher(distance=0) as fetcher, pytest.raises(ForbiddenAddress, match="inside a private network"):
        fetcher.get(f"{site.address}/feed")
    with pytest.raises(ForbiddenAddress):
        address_of("localhost", 80, private=False)
    assert site.asked == []


def test_redirects_are_followed_to_addresses_of_the_web_alone(site: Any) -> None:
    site.pages["/moved"] = (301, {"Location": "/feed"}, b"")
    site.pages["/out"] = (302, {"Location": "file:///etc/passwd"}, b"")
    site.pages["/round"] = (302, {"Location": "/round"}, b"")
    with Fetcher(private=True, distance=0) as fetcher:
        assert fetcher.get(f"{site.address}/moved").url == f"{site.address}/feed"
        for path in ("/out", "/round"):
            with pytest.raises(WatchError):
                fetcher.get(site.address + path)


def test_an_answer_that_is_too_large_is_left(site: Any) -> None:
    site.pages["/robots.txt"] = (200, {}, b"# " + bytes(600 * 1024))
    site.pages["/feed"] = (200, {}, b"x" * (17 * 2**20))
    with Fetcher(private=True, distance=0) as fetcher, pytest.raises(WatchError, match="larger than 16 MB"):
        fetcher.get(f"{site.address}/feed")


def test_no_answer_is_a_reason_to_try_later(site: Any) -> None:
    with Fetcher(private=True, distance=0) as fetcher, pytest.raises(TryLater, match="no answer"):
        fetcher.get("http://127.0.0.1:9/feed")


def test_what_is_remembered_of_feeds_is_kept_beside_that_of_others(tmp_path: Path) -> None:
    memory = tmp_path / "feeds.json"
    keep_feeds(memory, [Feed("a", etag="1"), Feed("b")])
    keep_feeds(memory, [Feed("b", failures=2)])
    assert load_feeds(memory, ["b", "a", "c"]) == [Feed("b", failures=2), Feed("a", etag="1"), Feed("c")]
    memory.write_text("broken")
    assert load_feeds(memory, ["a"]) == [Feed("a")]


def test_the_command_says_what_changed_and_sends_it_on(site: Any, tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from detente.cli import main; main()", "watch", "--once", "--private"]
    ledger = ["--ledger", str(tmp_path / "ledger.db")]
    hook = ["--webhook", f"{site.address}/hook"]
    done = subprocess.run(
        [*command, *ledger, *hook, f"{site.address}/feed"], capture_output=True, text=True, timeout=120
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(
        f"Talks (The Courier, 2022-01-21, {site.address}/talks)\n  demand (open) · "
    )
    sent = json.loads(next(asked["body"] for path, asked in site.asked if path == "/hook"))
    assert [record["kind"] for record in sent][:2] == ["report", "position"]
    again = subprocess.run(
        [*command, *ledger, f"{site.address}/feed"], capture_output=True, text=True, timeout=120
    )
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
