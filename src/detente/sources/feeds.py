"""Feeds: RSS, RDF and Atom in files; each entry with words of its own is a report."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, BinaryIO

from detente.sources.draft import Draft, Facts, Skipped
from detente.sources.markup import MOST_TAGS, has_too_many_tags, text_of_markup


def read_feed(stream: BinaryIO) -> Iterator[Draft | Skipped]:
    """The entries of a feed in its order: the full text where the feed carries it, else its summary."""
    import feedparser

    raw = stream.read()
    if has_too_many_tags(raw):
        yield Skipped("", None, f"a feed of more than {MOST_TAGS:,} tags", "Split it")
        return
    found = feedparser.parse(io.BytesIO(raw), sanitize_html=False, resolve_relative_uris=False)
    if not found.get("version"):
        yield Skipped("", None, "no RSS or Atom feed", "A web page is named .html, its text .txt")
        return
    language = found.feed.get("language")
    publisher = _one_line(found.feed.get("title"))
    for number, entry in enumerate(found.entries, 1):
        source = entry.get("source") or {}
        facts = Facts(
            title=text_of_markup(entry.get("title") or "") or None,
            published_at=entry.get("published") or None,
            publisher=_one_line(source.get("title")) or publisher,
            url=entry.get("link") or None,
            language=entry.get("language") or language or None,
        )
        yield Draft(entry_text(entry), facts, f"entry {number}")


def entry_text(entry: Any) -> str:
    """The longest text that an entry carries."""
    told = [c.get("value") for c in entry.get("content", ())] + [entry.get("summary")]
    return max((text_of_markup(t or "") for t in told), key=len)


def _one_line(text: str | None) -> str | None:
    return " ".join((text or "").split()) or None
