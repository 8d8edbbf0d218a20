"""Files made to exhaust a reader end in a line, and their neighbours are read; bench/bombs.py has them in full size."""

import gzip
import io
import tarfile
import time
import zipfile
from pathlib import Path

import pytest
from docx import Document

from detente.records import Report
from detente.sources import MOST_IN_A_ROW, Skipped, open_reports

LEDE = "Minister Anna Hale met envoy Karl Brandt in Vienna on Monday."
ZEROS = gzip.compress(bytes(2**24)) * 5


def zip_of_zeros(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, bytes(80 * 2**20))
    return out.getvalue()


def tar_of_zeros() -> bytes:
    info = tarfile.TarInfo("a.jsonl")
    info.size = 80 * 2**20
    return gzip.compress(info.tobuf()) + ZEROS


def docx_of_tags() -> bytes:
    whole, out = io.BytesIO(), io.BytesIO()
    Document().save(whole)
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, b"<w:p/>" * 600_000 if part == "word/document.xml" else old.read(part))
    return out.getvalue()


def pdf_of_forms(depth: int) -> bytes:
    """Forms that each show the next one ten times."""
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</XObject<</X0 5 0 R>>>>/Contents 4 0 R>>",
        "<</Length 6>>stream\n/X0 Do\nendstream",
    ]
    for n in range(depth):
        shown = f"/X{n + 1} Do " * 10
        entries = f"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X{n + 1} {6 + n} 0 R>>>>"
        objects.append(f"<<{entries}/Length {len(shown)}>>stream\n{shown}\nendstream")
    out, places = b"%PDF-1.4\n", []
    for n, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{n} 0 obj{body}endobj\n".encode()
    table = "".join(f"{at:010d} 00000 n \n" for at in places)
    end = f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{table}trailer<</Size {len(places) + 1}/Root 1 0 R>>\n"
    return out + f"{end}startxref\n{len(out)}\n%%EOF".encode()


@pytest.mark.parametrize(
    ("name", "raw", "line"),
    [
        ("a.jsonl.gz", ZEROS, "more than 250 times its size"),
        ("a.csv.gz", ZEROS, "no column of texts"),
        ("a.mbox.gz", ZEROS, "more than 250 times its size"),
        ("a.tar.gz", tar_of_zeros(), "more than 250 times its size"),
        ("a.zip", zip_of_zeros("a.jsonl"), "more than 250 times its size"),
        ("a.csv", b'text,date\n"' + b"word\n" * 900_000, "The rest of the table was not read"),
        ("a.csv", b"text,date\n" + b"word " * 900_000, "The rest of the table was not read"),
        ("a.xml", b"<newsItem>" + b"<a/>" * 600_000 + b"</newsItem>", "more than 500,000 tags"),
        ("a.rss", b"<rss version='2.0'><channel>" + b"<item>" * 600_000, "more than 500,000 tags"),
        ("a.docx", docx_of_tags(), "more than 500,000 tags"),
        ("a.json", b'{"text": ' + b"9" * 100_000 + b"}", "JSON that cannot be read"),
        ("a.json", b"[" + b"{}," * 30_000 + b"{}]", "10,000 in a row are no reports"),
        ("a.jsonl", b"\n".join([b"{}"] * 30_000), "10,000 in a row are no reports"),
        ("a.html", b"<html><body><p " + b"a=b " * 100_000 + b">", "endless attributes"),
        ("a.eml", b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000)), "nested too deeply"),
    ],
)  # fmt: skip
def test_a_bomb_is_a_line_and_its_neighbour_is_read(tmp_path: Path, name: str, raw: bytes, line: str) -> None:
    (tmp_path / name).write_bytes(raw)
    (tmp_path / "zz.txt").write_text(LEDE)
    *skipped, last = open_reports([tmp_path])
    assert isinstance(last, Report)
    assert len(skipped) in (1, 2, MOST_IN_A_ROW + 1)
    assert line in str(skipped[-1])
    assert all(isinstance(s, Skipped) and len(str(s)) < 700 for s in skipped)


@pytest.mark.slow
def test_a_pdf_that_never_ends_is_a_line(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf_of_forms(12))
    [skipped] = open_reports([tmp_path])
    assert "a PDF that takes too much time or memory" in str(skipped)


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("a.txt", b"Talks" + b" " * 490_000 + b"x\n\nMore."),
        ("a.txt", b"A-" * 245_000 + b" talks"),
        ("a.eml", b"From: a@b.c\n\n" + b"\n" * 1_000_000 + LEDE.encode()),
        ("a.eml", b"From: " + b"<a@b.c>, " * 100_000 + b"\nSubject: x\n\n" + LEDE.encode()),
    ],
)
def test_what_is_odd_is_read_in_a_moment(tmp_path: Path, name: str, raw: bytes) -> None:
    (tmp_path / name).write_bytes(raw)
    since = time.process_time()
    [report] = open_reports([tmp_path])
    assert isinstance(report, Report)
    assert time.process_time() - since < 10
