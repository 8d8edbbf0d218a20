"""Report JSONL: one report a line (`{"text": …, "published_at": …}`), the contract of docs and benchmarks."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from detente.errors import NotText
from detente.records import Record
from detente.sources.draft import Draft, Facts, Skipped

# Bytes of the longest line that is read. A report at the limit of characters takes 6 MB when every
# character is written as an escape of its own; a longer line is passed over without being kept.
LONGEST_LINE = 8 * 1024 * 1024

_SKIPPED = "The line was skipped"


class ReportLine(msgspec.Struct, frozen=True):
    """One line of report JSONL; keys that are not named here are ignored."""

    text: str
    kind: str | None = None
    id: str | int | None = None
    title: str | None = None
    published_at: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None


class OtherLine(msgspec.Struct, frozen=True):
    """A line of which only the kind is asked."""

    kind: str | None = None


_LINE = msgspec.json.Decoder(ReportLine)
_KIND = msgspec.json.Decoder(OtherLine)
# Other lines of `detente code`: no reports and no mistake either.
_OTHER_KINDS = frozenset(
    str(kind.__struct_config__.tag) for kind in Record.__args__ if kind.__struct_config__.tag != "report"
)


def read_jsonl(stream: BinaryIO) -> Iterator[Draft | Skipped]:
    """The reports of a stream, line by line; a broken line is one `Skipped`, an empty one is nothing."""
    for number, raw in numbered_lines(stream):
        place = f"line {number}"
        if raw is None:
            yield Skipped("", place, f"longer than {LONGEST_LINE // 1024**2} MB", _SKIPPED)
        elif number == 1 and raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            raise NotText("UTF-16, and JSON lines are UTF-8")
        elif raw.strip():
            outcome = read_line(raw, place)
            if outcome is not None:
                yield outcome


def numbered_lines(stream: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Each line with its number from 1 on, None instead of one that is too long to be held."""
    number = 0
    while raw := stream.readline(LONGEST_LINE + 1):
        number += 1
        if number == 1:
            raw = raw.removeprefix(codecs.BOM_UTF8)
        if len(raw) <= LONGEST_LINE or raw.endswith(b"\n"):
            yield number, raw
            continue
        while (rest := stream.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
            pass
        yield number, None


def read_line(raw: bytes, place: str) -> Draft | Skipped | None:
    """The report of one line; None where the line is another record of `detente code`."""
    try:
        line = _LINE.decode(raw)
    except msgspec.ValidationError as error:
        if _kind(raw) in _OTHER_KINDS:
            return None
        return Skipped("", place, _say(str(error)), _SKIPPED)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        slow = _read_leniently(raw)
        if isinstance(slow, str):
            return Skipped("", place, slow, _SKIPPED)
        line = slow
    if line.kind in _OTHER_KINDS:
        return None
    facts = Facts(
        None if line.id is None else str(line.id),
        line.title, line.published_at, line.publisher, line.url, line.language,
    )  # fmt: skip
    return Draft(line.text, facts, place)


def _read_leniently(raw: bytes) -> ReportLine | str:
    """The line as Python's own reader takes it (NaN in a key that is not ours), or what is wrong with it."""
    try:
        return msgspec.convert(json.loads(raw.decode("utf-8").rstrip()), ReportLine)
    except UnicodeDecodeError as error:
        return f"not UTF-8 (byte {error.start + 1} of the line)"
    except json.JSONDecodeError as error:
        what = error.msg.removesuffix(" at").removesuffix(" starting").lower()
        return f"not JSON ({what} at column {error.colno})"
    except msgspec.ValidationError as error:
        return _say(str(error))
    except RecursionError:
        return "not a report (JSON nested too deeply)"
    except ValueError as error:  # a number of more digits than Python reads
        return f"not a report ({str(error)[:60]})"


def _kind(raw: bytes) -> str | None:
    try:
        return _KIND.decode(raw).kind
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _say(message: str) -> str:
    """msgspec's sentence in words of the contract."""
    if message == "Object missing required field `text`":
        return "not a report (no `text`)"
    what, _, key = message.partition(" - at `$.")
    what = what[:1].lower() + what[1:].replace("`", "")
    return f"not a report (`{key.rstrip('`')}`: {what})" if key else f"not a report ({what})"
