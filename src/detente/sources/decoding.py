"""Bytes → text: what encoding a file is in, and what is no text at all."""

from __future__ import annotations

import codecs
import re

from detente.errors import NotText

# What files begin with that are often put beside reports, and what to do about them.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"SQLite format 3\x00", "a database"),
    (b"\x7fELF", "a program"),
    (b"{\\rtf", "a rich-text document"),
)

# The order matters: UTF-32's mark begins with UTF-16's.
_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Bytes that no text file holds: control characters other than tab, newlines, form feed, escape.
_CONTROL = re.compile(rb"[\x00-\x06\x0e-\x1a\x1c-\x1f\x7f]")

# Share of such bytes from which a file is binary. Text has none; random bytes have 11 %.
BINARY_SHARE = 0.01

# Share of ASCII from which an undeclared eight-bit file is taken for Windows-1252, a superset of Latin-1's
# printable part: English prose has over 97 %, Cyrillic or Greek prose in an eight-bit code under 30 %.
MOSTLY_ASCII = 0.85


def decode(raw: bytes, *, declared: str | None = None) -> str:
    """The text of a file without its byte order mark, newlines as `\\n`; `NotText` where there is none.

    The byte order mark decides, then UTF-8 where the bytes are valid UTF-8 (other encodings' texts are not
    by chance), then the encoding that the file declares, then detection.
    """
    return one_newline(_decode(raw, declared))


def one_newline(text: str) -> str:
    """The text with `\\r\\n` and `\\r` as `\\n`."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _decode(raw: bytes, declared: str | None) -> str:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            try:
                return raw[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise NotText(f"broken {encoding.upper()} at byte {error.start + len(mark)}") from error
    for magic, what in _MAGIC:
        if raw.startswith(magic):
            raise NotText(f"not text but {what}")
    if b"\x00" in raw or len(_CONTROL.findall(raw)) > BINARY_SHARE * len(raw):
        raise NotText("not text but binary data")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if declared:
        try:
            return raw.decode(declared)
        except (UnicodeDecodeError, LookupError):
            pass
    return _detect(raw)


def _detect(raw: bytes) -> str:
    lenient = raw.decode("utf-8", "replace")
    broken = lenient.count("\ufffd")
    ascii_bytes = sum(1 for c in lenient if c < "\x80")
    sound = len(lenient) - ascii_bytes - broken
    if sound > broken:  # UTF-8 with a few damaged characters, which stay visible as U+FFFD
        return lenient
    if ascii_bytes >= MOSTLY_ASCII * len(raw):
        try:
            return raw.decode("cp1252")
        except UnicodeDecodeError:
            pass
    from charset_normalizer import from_bytes  # slow to import, seldom needed

    best = from_bytes(raw).best()
    if best is None:
        raise NotText("text in an unknown encoding")
    return str(best)
