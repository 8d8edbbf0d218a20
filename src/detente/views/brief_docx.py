"""The brief as a Word document."""

from __future__ import annotations

import io
import zipfile

from docx import Document
from docx.document import Document as DocumentType
from docx.shared import Pt, RGBColor
from docx.text.run import Run

from detente.views.brief import Brief, Section, cited, heading, source_in_words
from detente.views.plain import plain

# What stands beside the words: records, and the command that lists the rest.
_GREY = RGBColor(0x66, 0x66, 0x66)


def as_docx(found: Brief) -> bytes:
    """The brief as .docx, its sections as headings; the same brief gives the same bytes."""
    document = Document()
    title = f"Brief: {heading(found)}"
    document.core_properties.title = title
    document.core_properties.author = "detente"
    document.add_heading(title, 0)
    for section in found.sections:
        _put(document, section, 1)
    document.add_heading("Sources", 1)
    for n, report in enumerate(found.reports, 1):
        document.add_paragraph(f"[{n}] {_clean(source_in_words(report))}")
    out = io.BytesIO()
    document.save(out)
    return _without_clock(out.getvalue())


def _put(document: DocumentType, section: Section, depth: int) -> None:
    document.add_heading(_clean(section.title), depth)
    for line in section.lines:
        paragraph = document.add_paragraph(f"{_clean(line.text)} {cited(line)} ", style="List Bullet")
        _grey(paragraph.add_run(line.record))
    for part in section.parts:
        _put(document, part, min(depth + 1, 9))
    if section.more:
        _grey(document.add_paragraph().add_run(f"… {section.more} more: {section.command}"))


def _grey(run: Run) -> None:
    run.font.size, run.font.color.rgb = Pt(8), _GREY


def _clean(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return plain(text).translate({0xFFFE: "�", 0xFFFF: "�"})


def _without_clock(packed: bytes) -> bytes:
    """The same archive with no time in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
