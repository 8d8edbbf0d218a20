"""E-mail: one message a file (`.eml`), or a mailbox of many (`.mbox`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import BinaryIO

from detente.sources.decoding import one_newline
from detente.sources.draft import Draft, Facts, Skipped
from detente.sources.markup import text_of_markup, tidy

# Bytes of the longest message of a mailbox; what is longer is passed over without being kept.
LONGEST_MESSAGE = 32 * 1024 * 1024

# Characters of the longest header that is read: Python's module takes a minute for lists of addresses of 100,000.
LONGEST_HEADER = 4_000

# What mail programs put above the message that is answered; from there on the words are another's.
_ANSWERED = re.compile(
    r"^[^\S\n]*(?:-{2,} ?Original Message ?-{2,}|-{5,} ?Forwarded message ?-{5,}|On .{6,120} wrote:)[^\S\n]*$",
    re.MULTILINE,
)
_QUOTED = re.compile(r"^>.*\n?", re.MULTILINE)
_SIGNATURE = re.compile(r"^-- \n.*", re.MULTILINE | re.DOTALL)


def read_eml(stream: BinaryIO) -> Iterator[Draft | Skipped]:
    """The one message of a file: its own words, without what it quotes of others and without a signature."""
    yield _draft(stream.read(), None)


def read_mbox(stream: BinaryIO) -> Iterator[Draft | Skipped]:
    """The messages of a mailbox, one by one; a message begins with a line `From …` after an empty one."""
    number, lines, size, before = 0, list[bytes](), 0, b"\n"
    for line in iter(lambda: stream.readline(LONGEST_MESSAGE), b""):
        if line.startswith(b"From ") and not before.strip():
            if number:
                yield _message(lines, size, number)
            number, lines, size = number + 1, [], 0
        elif number:
            size += len(line)
            if size <= LONGEST_MESSAGE:
                lines.append(line[1:] if re.match(rb">+From ", line) else line)
        before = line
    if number:
        yield _message(lines, size, number)
    else:
        yield Skipped("", None, "no mailbox (no line begins with “From ”)", "A single message is named .eml")


def _message(lines: list[bytes], size: int, number: int) -> Draft | Skipped:
    place = f"message {number}"
    if size > LONGEST_MESSAGE:
        return Skipped("", place, f"larger than {LONGEST_MESSAGE // 2**20} MB", "The message was skipped")
    return _draft(b"".join(lines), place)


def _draft(raw: bytes, place: str | None) -> Draft | Skipped:
    try:
        message = message_from_bytes(raw, policy=policy.default)
        assert isinstance(message, EmailMessage)
        _drop_long_headers(message)
    except RecursionError:
        return Skipped("", place, "a message of parts nested too deeply", "Save its text as .txt")
    if not message.keys():
        return Skipped("", place, "no e-mail (it has no header)", "If it is plain text, name it .txt")
    try:
        return Draft(_own_words(_body(message)), _facts(message), place)
    except (
        AttributeError,
        IndexError,
        TypeError,
        ValueError,
    ) as error:  # Python's module, on damaged headers
        return Skipped("", place, f"a header that cannot be read ({error})", "Save its text as .txt")


def _drop_long_headers(message: EmailMessage) -> None:
    """Take away, from the message and its parts, the headers that are too long to be read in a moment."""
    for part in message.walk():
        for name, value in list(part.raw_items()):
            if len(str(value)) > LONGEST_HEADER:
                del part[name]


def _body(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain", "html"))
    if not isinstance(part, EmailMessage):
        return ""
    try:
        content = part.get_content()
    except (LookupError, UnicodeError, KeyError, ValueError):  # an encoding that nobody knows
        payload = part.get_payload(decode=True)
        content = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    content = one_newline(str(content))
    return text_of_markup(content) if part.get_content_subtype() == "html" else content


def _own_words(text: str) -> str:
    """The message without what it quotes; all of it where nothing else is in it."""
    own = _ANSWERED.split(_SIGNATURE.sub("", text), maxsplit=1)[0]
    own = tidy(_QUOTED.sub("", own))
    return own or tidy(text)


def _facts(message: EmailMessage) -> Facts:
    sender = message["From"]
    addresses = getattr(sender, "addresses", ())
    publisher = next((a.display_name or a.addr_spec for a in addresses), None)
    return Facts(
        title=_header(message, "Subject"),
        published_at=_day(message),
        publisher=publisher or None,
        language=_header(message, "Content-Language"),
    )


def _header(message: EmailMessage, name: str) -> str | None:
    return " ".join(str(message[name] or "").split()) or None


def _day(message: EmailMessage) -> str | None:
    """When it was sent; a date that no calendar has is none, since mail programs write what they like."""
    moment = getattr(message["Date"], "datetime", None)
    return moment.isoformat() if moment is not None else None
