"""Agency formats in XML: NewsML-G2 (IPTC), one item or a message of many, and NITF."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, BinaryIO

from detente.sources.draft import Draft, Facts, Skipped
from detente.sources.feeds import read_feed
from detente.sources.markup import text_of_markup, text_of_tree, tidy, xml_tree

_FEEDS = frozenset({"rss", "feed", "RDF"})


def read_xml(stream: BinaryIO) -> Iterator[Draft | Skipped]:
    """The reports of an XML file, by its root: NewsML-G2, NITF, a feed."""
    raw = stream.read()
    try:
        root = xml_tree(raw)
    except ValueError as error:
        if any(b"<" + name.encode() in raw[:2000] for name in _FEEDS):
            yield from read_feed(io.BytesIO(raw))  # feeds are often broken, and feedparser is made for that
        else:
            yield Skipped(
                "", None, f"broken XML ({str(error)[:120]})", "Write it again, or save its text as .txt"
            )
        return
    name = _name(root)
    if name in _FEEDS:
        yield from read_feed(io.BytesIO(raw))
    elif name in ("newsItem", "newsMessage"):
        items = [e for e in root.iter() if _name(e) == "newsItem"]
        for number, item in enumerate(items, 1):
            yield _item(item, f"item {number}" if len(items) > 1 else None)
    elif name == "nitf":
        yield Draft(_nitf_text(root), _nitf_facts(root))
    elif name in ("urlset", "sitemapindex"):
        yield Skipped(
            "", None, "a sitemap, a list of addresses", "Give `detente read` its own address (https://…)"
        )
    else:
        yield Skipped(
            "", None, f"XML of a kind that detente does not read (<{name[:40]}>)", "Save its text as .txt"
        )


def _item(item: Any, place: str | None) -> Draft | Skipped:
    """A news item: its inline text (NITF or XHTML) or plain data; packages and pictures have none."""
    content = _first(item, "contentSet")
    if content is None:
        return Skipped("", place, "a news item without content", "Nothing was read from it")
    inline, data = _first(content, "inlineXML"), _first(content, "inlineData")
    if inline is not None:
        nitf = _first(inline, "nitf")
        text = _nitf_text(nitf) if nitf is not None else text_of_tree(inline)
    else:
        text = text_of_markup(_text(data) or "")
    meta, about = _first(item, "itemMeta"), _first(item, "contentMeta")
    provider = _first(meta, "provider")
    language = _first(about, "language")
    return Draft(
        text,
        Facts(
            title=_text(_first(about, "headline")) or _text(_first(meta, "title")),
            # When the words were written, else when this version of the item was.
            published_at=_text(_first(about, "contentCreated")) or _text(_first(meta, "versionCreated")),
            publisher=_text(_first(provider, "name")) or _code(provider),
            language=language.get("tag") if language is not None else None,
        ),
        place,
    )


def _nitf_text(root: Any) -> str:
    content = _first(root, "body.content")
    return tidy(text_of_tree(content if content is not None else root))


def _nitf_facts(root: Any) -> Facts:
    issued = _first(root, "date.issue")
    producer = _first(root, "distributor")
    return Facts(
        title=_text(_first(root, "hl1")) or _text(_first(root, "title")),
        published_at=_nitf_day(issued.get("norm") or "") if issued is not None else None,
        publisher=_text(producer),
    )


def _nitf_day(norm: str) -> str | None:
    """“20220121T100000Z” as ISO 8601 with its hyphens."""
    digits = norm[:8]
    return (
        f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
        if digits.isdecimal() and len(digits) == 8
        else norm or None
    )


def _name(element: Any) -> str:
    """The name without its namespace; of comments and the like nothing."""
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def _first(element: Any, name: str) -> Any:
    """The first element so called below another, None where there is none."""
    return None if element is None else next((e for e in element.iter() if _name(e) == name), None)


def _text(element: Any) -> str | None:
    return None if element is None else " ".join("".join(element.itertext()).split()) or None


def _code(provider: Any) -> str | None:
    """The code of a provider without its scheme: “nprov:REUTERS”."""
    return None if provider is None else str(provider.get("qcode") or "").rpartition(":")[2] or None
