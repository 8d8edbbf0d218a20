"""Word documents (`.docx`), one report a file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from detente.sources.archives import BROKEN
from detente.sources.draft import Draft, Facts, Skipped
from detente.sources.markup import MOST_TAGS, has_too_many_tags
from detente.sources.plain import find_title

# Bytes that the parts of a document may have when unpacked: the text of the longest report takes 10 MB.
LARGEST_UNPACKED = 64 * 1024 * 1024


def read_docx(stream: BinaryIO) -> Iterator[Draft | Skipped]:
    """The paragraphs and cells of a document, in order. The dates in it are those of the file, not of the report:
    a day of publication comes from a side-car."""
    from docx import Document
    from docx.table import Table

    raw = stream.read()
    if trouble := why_no_package(raw):
        yield trouble
        return
    try:
        document = Document(io.BytesIO(raw))
    except (KeyError, ValueError, SyntaxError, zipfile.BadZipFile) as error:  # lxml's errors are SyntaxErrors
        yield Skipped("", None, f"no Word document ({error})", "Save it as .docx again, or its text as .txt")
        return
    blocks: list[str] = []
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            # A cell that spans columns is met once for each of them.
            cells = dict.fromkeys(cell._tc for row in block.rows for cell in row.cells)
            blocks += ["\n".join(p.text or "" for p in cell.p_lst) for cell in cells]
        else:
            blocks.append(block.text)
    text = "\n\n".join(stripped for b in blocks if (stripped := b.strip()))
    properties = document.core_properties
    title = (properties.title or "").strip() or find_title(text)
    yield Draft(text, Facts(title=title, language=(properties.language or "").strip() or None))


def why_no_package(raw: bytes) -> Skipped | None:
    """What is wrong with a ZIP package before it is parsed; None where nothing is."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            parts = package.infolist()
            size = sum(part.file_size for part in parts)
            if any(part.flag_bits & 1 for part in parts):
                return Skipped("", None, "locked by a password", "Save it without one")
            if size > LARGEST_UNPACKED:
                return Skipped("", None, f"unpacks to {size // 2**20:,} MB", "Save its text as .txt")
            if any(has_too_many_tags(package.read(part)) for part in parts if part.filename.endswith(".xml")):
                return Skipped("", None, f"more than {MOST_TAGS:,} tags in it", "Save its text as .txt")
    except (*BROKEN, OSError, ValueError) as error:
        return Skipped("", None, f"no ZIP package ({error})", "Save it again; it may be cut off")
    return None
