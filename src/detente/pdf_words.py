"""The words of a PDF, in a process of its own: PDF on standard input, JSON on standard output.

A few kilobytes of a forged PDF keep PDFium busy for days or fill the memory, and no thread can stop it: this process takes no
more than so much of both.
"""

from __future__ import annotations

import re
import sys
from contextlib import suppress

import msgspec

# Pages of the longest document that is read: 500,000 characters, the longest report, are about 170.
MOST_PAGES = 400
# Characters from which a document is no report, whatever is left out of it.
MOST_CHARS = 2_000_000
# Seconds of CPU and bytes of memory: documents of 400 pages take under 5 s and 200 MB.
MOST_SECONDS, MOST_MEMORY = 20, 1024 * 1024 * 1024

# PDFium marks a hyphen at the end of a line by U+0002 or U+FFFE where the word goes on.
_SPLIT_WORD = re.compile("[\x02\ufffe\u00ad]\\s*\n?")


class PdfWords(msgspec.Struct, frozen=True):
    """The lines of each page and the title, or the fault for which nothing is read, with its mend."""

    pages: list[list[str]] = []
    title: str = ""
    fault: str = ""
    mend: str = ""


def main() -> None:
    with suppress(ImportError):  # where there is no such limit, the caller's patience is the only one
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stdout.buffer.write(msgspec.json.encode(words_of(sys.stdin.buffer.read())))


def words_of(raw: bytes) -> PdfWords:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            return PdfWords(fault="locked by a password", mend="Save it without one")
        return PdfWords(
            fault="no PDF that can be opened", mend="Print it to a new PDF, or save its text as .txt"
        )
    if len(document) > MOST_PAGES:
        return PdfWords(
            fault=f"{len(document):,} pages, more than {MOST_PAGES}", mend="Split it into reports"
        )
    pages: list[list[str]] = []
    chars = 0
    for number in range(len(document)):
        text = ""  # of a page that is broken
        with suppress(pypdfium2.PdfiumError):
            text = str(document[number].get_textpage().get_text_bounded())
        chars += len(text)
        if chars > MOST_CHARS:
            return PdfWords(fault=f"more than {MOST_CHARS:,} characters", mend="Split it into reports")
        text = _SPLIT_WORD.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
        pages.append([" ".join(line.split()) for line in text.split("\n")])
    title = " ".join(str(document.get_metadata_dict().get("Title") or "").split())
    return PdfWords(pages, title)


if __name__ == "__main__":
    main()
