"""Sitemaps (sitemaps.org): lists of a site's pages, as XML, an index of such lists, or an address a line; news sitemaps
also say title, day, outlet and language."""

from __future__ import annotations

import re
import zlib
from typing import Any, NamedTuple

from detente.sources.draft import Facts
from detente.sources.markup import xml_tree
from detente.sources.published import read_published

# Bytes of the largest sitemap by the protocol; what a packed one would unpack to beyond is not looked at.
LARGEST_SITEMAP = 50 * 1024 * 1024

_ADDRESSES = re.compile(rb"\s*(?:https?://\S+\s+)*https?://\S+\s*")


class Sitemap(NamedTuple):
    """What a sitemap lists: pages with what it says about them, and further sitemaps."""

    pages: tuple[tuple[str, Facts], ...]
    sitemaps: tuple[str, ...]


def sitemap_of(raw: bytes) -> Sitemap | None:
    """The sitemap that the bytes of a file are, packed (gzip) or not; None where they are something else."""
    if raw.startswith(b"\x1f\x8b"):
        try:
            raw = zlib.decompressobj(wbits=31).decompress(raw, LARGEST_SITEMAP)
        except zlib.error:
            return None
    if _ADDRESSES.fullmatch(raw):
        return Sitemap(tuple((line, Facts()) for line in raw.decode("utf-8", "replace").split()), ())
    if not re.search(rb"<(?:\w+:)?(?:urlset|sitemapindex)\b", raw[:4096]):
        return None
    try:
        root = xml_tree(raw)
    except ValueError:
        return None
    pages = [
        (address, _news_facts(e)) for e in root.iterchildren("{*}url") if (address := _text(e, "{*}loc"))
    ]
    sitemaps = [address for e in root.iterchildren("{*}sitemap") if (address := _text(e, "{*}loc"))]
    return Sitemap(tuple(pages), tuple(sitemaps))


def _news_facts(entry: Any) -> Facts:
    """What a news sitemap says of a page. The day of a change (`lastmod`) is no day of publication."""
    day = _text(entry, "{*}news/{*}publication_date")
    return Facts(
        title=_text(entry, "{*}news/{*}title"),
        published_at=day if day and read_published(day) else None,
        publisher=_text(entry, "{*}news/{*}publication/{*}name"),
        language=_text(entry, "{*}news/{*}publication/{*}language"),
    )


def _text(entry: Any, path: str) -> str | None:
    return " ".join((entry.findtext(path) or "").split()) or None
