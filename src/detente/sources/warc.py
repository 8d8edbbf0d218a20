"""Web archives: WARC, plain or compressed; each HTML page that was answered with success is a report."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from detente.sources.draft import Draft, Facts, Skipped
from detente.sources.html import read_html

# Bytes of the largest page that is read, as for web pages in files.
LARGEST_PAGE = 16 * 1024 * 1024
_PAGES = ("text/html", "application/xhtml")


def read_warc(stream: BinaryIO) -> Iterator[Draft | Skipped]:
    """The pages of an archive, in its order. The day of the crawl is no day of publication."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    for number, record in enumerate(
        ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=True), 1
    ):
        headers = record.http_headers
        kind = (record.http_content_type or "").lower()
        if headers is None or headers.status_code != 200 or not kind.startswith(_PAGES):
            continue
        address = record.headers.get("WARC-Target-URI") or None
        place = f"record {number}" if address is None else f"record {number} ({address[:200]})"
        raw = _unpacked(record.reader.read(LARGEST_PAGE + 1))
        if len(raw) > LARGEST_PAGE:
            yield Skipped("", place, f"a page of more than {LARGEST_PAGE // 2**20} MB", "It was skipped")
            continue
        for found in read_html(io.BytesIO(raw)):
            if isinstance(found, Skipped):
                yield msgspec.structs.replace(found, place=place)
            else:
                yield Draft(found.text, found.facts.over(Facts(url=address)), place)


def _unpacked(raw: bytes) -> bytes:
    """A page as it was before its host packed it (gzip). The bytes tell, since many archives keep a header that says so
    beside a page that they have unpacked."""
    if not raw.startswith(b"\x1f\x8b"):
        return raw
    try:
        return zlib.decompressobj(wbits=31).decompress(raw, LARGEST_PAGE + 1)
    except zlib.error:
        return raw
