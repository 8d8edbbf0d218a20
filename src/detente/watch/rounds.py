"""One round over the feeds: what is new in them is read and kept; each feed is asked again when it is due."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from detente.errors import NotText, WatchError
from detente.in_place import in_place
from detente.ledger import Ledger
from detente.ledger.store import Skip
from detente.records import Report
from detente.sources import admit
from detente.sources.draft import Draft, Facts, Skipped
from detente.sources.html import read_html
from detente.sources.json_document import read_json
from detente.sources.newsml import read_xml
from detente.watch.fetching import Answer, Fetcher, TryLater

# Characters of an entry that is taken for the whole text; a shorter one is a teaser, and its page is fetched.
WHOLE_TEXT = 1_500
# Seconds after which a feed that failed is asked again: doubled with each failure, up to a day.
FIRST_WAIT, LONGEST_WAIT = 300.0, 86_400.0


class Feed(msgspec.Struct):
    """What is remembered of a feed between rounds; times in seconds since 1970."""

    url: str
    etag: str | None = None
    modified: str | None = None
    due: float = 0.0
    failures: int = 0
    # Digests of the entries that stood in it last.
    seen: list[str] = msgspec.field(default_factory=list)


@dataclass(frozen=True)
class Round:
    """What a round found: reports that are new in the ledger, and lines about what was not read."""

    new: tuple[str, ...]
    skipped: tuple[str, ...]


def load_feeds(path: Path, urls: Iterable[str]) -> list[Feed]:
    """What is remembered of the feeds with these addresses."""
    known = _remembered(path)
    return [known.get(url) or Feed(url) for url in dict.fromkeys(urls)]


def keep_feeds(path: Path, feeds: list[Feed]) -> None:
    """Write what is remembered, whole or not at all, beside what is remembered of other feeds."""
    known = _remembered(path) | {feed.url: feed for feed in feeds}
    with in_place(path) as out:
        out.write(msgspec.json.format(msgspec.json.encode(list(known.values()))) + b"\n")


def _remembered(path: Path) -> dict[str, Feed]:
    """The feeds of a file by their address; a file that is no memory of feeds is begun anew."""
    try:
        return {feed.url: feed for feed in msgspec.json.decode(path.read_bytes(), type=list[Feed])}
    except (OSError, msgspec.DecodeError):
        return {}


def watch_round(
    ledger: Ledger, feeds: Iterable[Feed], fetcher: Fetcher, *, now: float, every: float
) -> Round:
    """Ask each feed that is due, read what is new in it into the ledger, and note in the feeds when they are due again.

    `now` is the time, `every` the seconds between two looks at a feed.
    """
    from detente.reading.batch import read_each  # loads the language model

    new: list[str] = []
    skipped: list[Skipped] = []
    looked_at: set[str] = set()

    def admitted() -> Iterator[Report | Skipped]:
        for feed in feeds:
            if feed.due > now:
                continue
            looked_at.add(feed.url)
            try:
                yield from _new_in(feed, fetcher, ledger)
                feed.failures, feed.due = 0, now + every
            except WatchError as error:
                feed.failures += 1
                wait = min(FIRST_WAIT * 2 ** (feed.failures - 1), LONGEST_WAIT)
                asked = error.seconds if isinstance(error, TryLater) else None
                feed.due = now + max(wait, asked or 0.0)
                yield Skipped(feed.url, None, str(error), f"It is asked again in {feed.due - now:.0f} s")

    for outcome in read_each(admitted()):
        if isinstance(outcome, Skipped):
            skipped.append(outcome)
        else:
            ledger.add(outcome, path=outcome.report.url)
            new.append(outcome.report.id)
            looked_at.add(outcome.report.url or "")
    skips = [Skip(s.path, s.place, s.reason, s.mend) for s in skipped]
    ledger.replace_skipped(looked_at.union(skip.path for skip in skips), skips)
    ledger.refresh()
    return Round(tuple(new), tuple(map(str, skipped)))


def _new_in(feed: Feed, fetcher: Fetcher, ledger: Ledger) -> Iterator[Report | Skipped]:
    """The reports of a feed that neither it nor the ledger had."""
    answer = fetcher.get(feed.url, etag=feed.etag, modified=feed.modified)
    if answer.body is None:
        return
    seen: list[str] = []
    for entry in entries_of(answer):
        if isinstance(entry, Skipped):
            yield msgspec.structs.replace(entry, path=feed.url)
            continue
        digest = _digest(entry)
        seen.append(digest)
        if digest in feed.seen:
            continue
        try:
            draft = _whole(entry, fetcher)
        except TryLater as error:
            seen.remove(digest)  # it is new in the next round, too, although the feed may not have changed
            answer = replace(answer, etag=None, modified=None)
            yield Skipped(
                entry.facts.url or feed.url, None, str(error), "It is asked again in the next round"
            )
            continue
        except WatchError as error:
            yield Skipped(entry.facts.url or feed.url, None, str(error), "The entry was skipped")
            continue
        found = admit(draft, entry.facts.url or feed.url, Facts(), Facts())
        if isinstance(found, Skipped) or not ledger.holds(found):
            yield found
    feed.etag, feed.modified, feed.seen = answer.etag, answer.modified, seen


def entries_of(answer: Answer) -> Iterator[Draft | Skipped]:
    """The entries of a feed, whatever it is written in; a single page is one entry."""
    body = answer.body or b""
    start = body.lstrip()[:1]
    if "json" in answer.kind or start in (b"{", b"["):
        source = read_json
    elif "html" in answer.kind and b"<rss" not in body[:1000] and b"<feed" not in body[:1000]:
        source = read_html
    else:
        source = read_xml
    for found in source(io.BytesIO(body)):
        if isinstance(found, Draft) and found.facts.url is None:
            yield Draft(found.text, found.facts.over(Facts(url=answer.url)), found.place)
        else:
            yield found


def _whole(entry: Draft, fetcher: Fetcher) -> Draft:
    """The entry with the text of its page, where it has itself only the beginning; as it is where the page has less."""
    if len(entry.text) >= WHOLE_TEXT or entry.facts.url is None:
        return entry
    answer = fetcher.get(entry.facts.url)
    try:
        pages = [p for p in read_html(io.BytesIO(answer.body or b"")) if isinstance(p, Draft)]
    except NotText:
        pages = []
    if not pages or len(pages[0].text) <= len(entry.text):
        return entry
    return Draft(pages[0].text, entry.facts.over(pages[0].facts), entry.place)


def _digest(entry: Draft) -> str:
    said = "\0".join((entry.facts.url or "", entry.facts.title or "", entry.text))
    return hashlib.blake2b(said.encode("utf-8", "replace"), digest_size=8).hexdigest()
