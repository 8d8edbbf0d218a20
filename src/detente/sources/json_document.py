"""JSON, one document a file: a JSON Feed, a ninjs item (IPTC), one report, or a list of these."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from detente.sources.decoding import decode
from detente.sources.draft import Draft, Facts, Skipped
from detente.sources.markup import text_of_markup

Json = dict[str, Any]


def read_json(stream: BinaryIO) -> Iterator[Draft | Skipped]:
    """The reports of a document; what is none of the kinds above is skipped by its place in the file."""
    try:
        whole = json.loads(decode(stream.read()))
    except json.JSONDecodeError as error:
        mend = "One report a line is named .jsonl" if error.msg == "Extra data" else "Write it again"
        yield Skipped("", f"line {error.lineno}", f"not JSON ({error.msg.lower()})", mend)
        return
    except ValueError as error:  # a number of more digits than Python reads
        yield Skipped("", None, f"JSON that cannot be read ({str(error)[:60]})", "Write it again")
        return
    except RecursionError:
        yield Skipped("", None, "JSON nested too deeply", "Write one report a line (.jsonl)")
        return
    if isinstance(whole, dict) and "jsonfeed.org" in str(whole.get("version")):
        yield from _feed(whole)
    elif isinstance(whole, list):
        for number, item in enumerate(whole, 1):
            yield _report(item, f"item {number}")
    else:
        yield _report(whole, None)


def _feed(feed: Json) -> Iterator[Draft | Skipped]:
    items = feed.get("items")
    for number, item in enumerate(items if isinstance(items, list) else [], 1):
        place = f"item {number}"
        if not isinstance(item, dict):
            yield Skipped("", place, "no object", "The item was skipped")
            continue
        text = _word(item, "content_text") or text_of_markup(_word(item, "content_html") or "")
        facts = Facts(
            title=_word(item, "title"),
            published_at=_word(item, "date_published"),
            publisher=_word(feed, "title"),
            url=_word(item, "url"),
            language=_word(item, "language") or _word(feed, "language"),
        )
        yield Draft(text or _word(item, "summary") or "", facts, place)


def _report(item: Any, place: str | None) -> Draft | Skipped:
    if not isinstance(item, dict):
        return Skipped("", place, "no JSON object", 'Write {"text": …}, or name plain text .txt')
    if "text" in item:
        return Draft(
            _word(item, "text") or "",
            Facts(*(_word(item, key) for key in Facts.__struct_fields__)),
            place,
        )
    text = _word(item, "body_text") or text_of_markup(
        _word(item, "body_xhtml") or _word(item, "body_html") or ""
    )
    if not text:  # ninjs 2 and 3: bodies in a list
        bodies = item.get("bodies")
        told = (
            [_word(b, "value") or "" for b in bodies if isinstance(b, dict)]
            if isinstance(bodies, list)
            else []
        )
        text = max(map(text_of_markup, told), key=len, default="")
    if not text:
        return Skipped(
            "", place, "no report (no `text`, no `body_text`)", "See the record contract in the docs"
        )
    headlines = item.get("headlines")
    first = headlines[0] if isinstance(headlines, list) and headlines else None
    facts = Facts(
        title=_word(item, "headline") or (_word(first, "value") if isinstance(first, dict) else None),
        published_at=_word(item, "firstcreated")
        or _word(item, "versioncreated")
        or _word(item, "firstCreated"),
        publisher=_word(item, "copyrightholder") or _word(item, "copyrightHolder"),
        language=_word(item, "language"),
    )
    return Draft(text, facts, place)


def _word(item: Json, key: str) -> str | None:
    """A field that holds words; None where it holds something else or nothing."""
    value = item.get(key)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value.strip() or None if isinstance(value, str) else None
