"""PDF, one report a file: the words of its pages, lines joined to paragraphs again."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from detente.pdf_words import PdfWords
from detente.sources.draft import Draft, Facts, Skipped
from detente.sources.plain import find_title

# Seconds that a PDF may take in all, those in which the machine does other things included.
PATIENCE = 300.0
# A line shorter than this share of a full line, with a full stop at its end, closes a paragraph.
SHORT_LINE = 0.8
# A line that opens a paragraph and is shorter than this share is a heading or a byline.
SHORT_HEADING = 0.6

_END = re.compile(r"[.!?:…][\"'”’»)\]]*$")


def read_pdf(stream: BinaryIO) -> Iterator[Draft | Skipped]:
    """The text of a PDF that has one; a scan is skipped. Its dates are those of the file, so they are not read."""
    words = _words_of(stream.read())
    if words.fault:
        yield Skipped("", None, words.fault, words.mend)
        return
    pages, title = words.pages, words.title
    if not any(any(c.isalpha() for line in page for c in line) for page in pages):
        yield Skipped(
            "", None, "a PDF without text, most likely a scan", "Run it through text recognition (OCR)"
        )
        return
    text = "\n\n".join(paragraphs(without_running_lines(pages)))
    yield Draft(text, Facts(title=find_title(text) or title or None))


def _words_of(raw: bytes) -> PdfWords:
    """The words of a PDF, read by a process beside this one."""
    command = [sys.executable, "-P", "-m", "detente.pdf_words"]
    try:
        done = subprocess.run(command, input=raw, capture_output=True, timeout=PATIENCE, check=True)
        return msgspec.json.decode(done.stdout, type=PdfWords)
    except (subprocess.SubprocessError, msgspec.DecodeError):
        return PdfWords(fault="a PDF that takes too much time or memory", mend="Save its text as .txt")


def without_running_lines(pages: list[list[str]]) -> list[str]:
    """The lines of all pages without heads and feet: first and last lines that return on half of the pages or
    more, page numbers aside."""
    ends: Counter[str] = Counter()
    for page in pages:
        filled = [line for line in page if line]
        ends.update({_without_number(line) for line in (filled[:1] + filled[-1:])})
    running = {line for line, n in ends.items() if len(pages) > 2 and n * 2 >= len(pages)}
    found: list[str] = []
    for page in pages:
        places = [n for n, line in enumerate(page) if line]
        drop = {n for n in (places[:1] + places[-1:]) if _without_number(page[n]) in running}
        found += [line for n, line in enumerate(page) if n not in drop]
    return found


def paragraphs(lines: list[str]) -> list[str]:
    """Lines as set on a page → paragraphs: one ends at an empty line, where a line that ends a sentence is shorter
    than the others, and after a heading."""
    filled = [line for line in lines if line]
    full = sorted(map(len, filled))[len(filled) * 3 // 4] if filled else 0  # most lines fill the column
    found: list[str] = []
    open_ = False
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        if not line:
            open_ = open_ and not _END.search(found[-1])
            continue
        if open_:
            found[-1] = f"{found[-1][:-1]}{line}" if _is_split(found[-1], line) else f"{found[-1]} {line}"
        else:
            found.append(line)
        ends = len(line) < SHORT_LINE * full and _END.search(line)
        heads = not open_ and len(line) < SHORT_HEADING * full and not after[:1].islower()
        open_ = not (ends or heads)
    return found


def _is_split(before: str, line: str) -> bool:
    """Whether a word was split at the end of a line: “inter-” and “national”, not “U.S.-” and “led”."""
    return bool(re.search(r"[a-z]-$", before)) and line[:1].islower()


def _without_number(line: str) -> str:
    return re.sub(r"\d+", "0", line)
