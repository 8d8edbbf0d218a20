"""Files made to exhaust a reader: each must end in a line that says why, in bounded time and memory, its neighbour read.

    python bench/bombs.py                # all of them
    python bench/bombs.py gzip pdf       # those whose names hold one of these words

Each is made, and read by `open_reports` beside a sound file, in a process of its own. Printed are the size of the file, the
seconds of CPU and the peak memory that reading it took beyond that of a sound file, and what was said of it. Exit code 1 where one
takes more than 60 s or 1 GB, ends in a traceback or a fault of detente, or where its neighbour is not read.
"""

from __future__ import annotations

import argparse
import bz2
import gzip
import io
import lzma
import resource
import subprocess
import sys
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

MOST_SECONDS, MOST_MB = 60.0, 1000
LEDE = "Minister Anna Hale met envoy Karl Brandt in Vienna on Monday."
GB = 2**30

READ = """
import re, sys
from detente.records import Report
from detente.sources import open_reports
found = list(open_reports(sys.argv[1:]))
good = isinstance(found[-1], Report) and found[-1].text.startswith("Minister")
said = [str(f) if not isinstance(f, Report) else f"read: {f.text[:40]!r}" for f in found[:-1]]
print(int(good), int(re.search(r"VmHWM:\\s*(\\d+)", open("/proc/self/status").read())[1]) // 1024)
print(f"{len(said)} × {said[0].partition(': ')[2] if said else 'nothing'}")
"""


def zeros(pack: Callable[[bytes], bytes]) -> bytes:
    """A gigabyte of zeros, packed in pieces that unpack one after the other."""
    return pack(bytes(2**24)) * 64


def one_stream_of_zeros(wbits: int) -> bytes:
    packer = zlib.compressobj(1, wbits=wbits)
    return b"".join([*(packer.compress(bytes(2**24)) for _ in range(64)), packer.flush()])


def zip_of(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in files.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), raw)
    return out.getvalue()


def zip_of_zeros(name: str, size: int) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open(name, "w", force_zip64=True) as member,
    ):
        for _ in range(size // 2**24):
            member.write(bytes(2**24))
    return out.getvalue()


def zip_in_zip(depth: int) -> bytes:
    raw = zip_of(a_txt=bytes(2**26))
    for _ in range(depth):
        raw = zip_of(a_zip=raw, b_zip=raw)
    return raw


def tar_of_zeros(size: int) -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    info = tarfile.TarInfo("a.jsonl")
    info.size = size
    out = [packer.compress(info.tobuf())]
    out += [packer.compress(bytes(2**24)) for _ in range(size // 2**24)]
    return b"".join([*out, packer.flush()])


def docx_of(document: bytes) -> bytes:
    from docx import Document

    whole, out = io.BytesIO(), io.BytesIO()
    Document().save(whole)
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, document if part == "word/document.xml" else old.read(part))
    return out.getvalue()


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def laughs(root: str) -> bytes:
    entities = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">{entities}]>{root}'.encode()


def pdf_of(pages: int, streams: list[tuple[str, bytes]]) -> bytes:
    """A PDF of so many pages that all show the first stream; streams are objects from 4 on, packed, with their dictionaries."""
    kids = " ".join(f"{4 + len(streams) + n} 0 R" for n in range(pages))
    font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {pages}>>".encode(),
        font.encode(),
    ]
    for entries, raw in streams:
        objects.append(
            f"<<{entries}/Filter/FlateDecode/Length {len(raw)}>>stream\n".encode() + raw + b"\nendstream"
        )
    forms = "".join(f"/X{n} {4 + n} 0 R" for n in range(len(streams)))
    page = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 3 0 R>>/XObject<<{forms}>>>>/Contents 4 0 R>>"
    objects += [page.encode()] * pages
    out, places = b"%PDF-1.4\n", []
    for n, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{n} 0 obj".encode() + body + b"endobj\n"
    table = "".join(f"{at:010d} 00000 n \n" for at in places)
    end = f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{table}trailer<</Size {len(places) + 1}/Root 1 0 R>>\n"
    return out + f"{end}startxref\n{len(out)}\n%%EOF".encode()


def pdf_of_forms(depth: int) -> bytes:
    """Forms that each show the next one ten times."""
    words = zlib.compress(b"BT /F1 11 Tf 72 720 Td (Talks) Tj ET")
    streams = []
    for n in range(depth):
        inner = zlib.compress(f"/X{n + 1} Do ".encode() * 10) if n < depth - 1 else words
        resources = f"/Resources<</Font<</F1 3 0 R>>/XObject<</X{n + 1} {5 + n} 0 R>>>>"
        streams.append((f"/Type/XObject/Subtype/Form/BBox[0 0 612 792]{resources}" if n else "", inner))
    return pdf_of(1, streams)


def warc_of(http: bytes, packed: bytes | None = None) -> bytes:
    body = packed or http
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://courier.example/w\r\nWARC-Date: 2024-05-05T00:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def nested_mail(depth: int) -> bytes:
    open_ = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(depth))
    return f"From: a@b.c\nSubject: x\n{open_}\n{LEDE}".encode()


def lines_of(unit: bytes, size: int) -> Iterator[bytes]:
    for _ in range(size // len(unit) // 4096):
        yield unit * 4096


HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
BOMBS: dict[str, Callable[[], bytes | Iterator[bytes]]] = {
    "gzip of 1 GB of zeros.txt.gz": lambda: zeros(gzip.compress),
    "gzip of a 1 GB line.jsonl.gz": lambda: zeros(gzip.compress),
    "gzip of a 1 GB line.csv.gz": lambda: zeros(gzip.compress),
    "gzip of a 1 GB line.mbox.gz": lambda: zeros(gzip.compress),
    "bzip of 1 GB.jsonl.bz2": lambda: zeros(bz2.compress),
    "xz of 1 GB.jsonl.xz": lambda: zeros(lzma.compress),
    "gzip of 1 GB.parquet.gz": lambda: zeros(gzip.compress),
    "gzip of 1 GB.warc.gz": lambda: zeros(gzip.compress),
    "zip of 1 GB text.zip": lambda: zip_of_zeros("a.txt", GB),
    "zip of 1 GB lines.zip": lambda: zip_of_zeros("a.jsonl", GB),
    "zip of 1 GB table.zip": lambda: zip_of_zeros("a.csv", GB),
    "zips in zips.zip": lambda: zip_in_zip(8),
    "zip of 200,000 files.zip": lambda: zip_of(**{f"{n}_txt": b"" for n in range(200_000)}),
    "tar of 1 GB.tar.gz": lambda: tar_of_zeros(GB),
    "1 GB line.jsonl": lambda: lines_of(b'{"text": "words ', GB),
    "1 GB line.csv": lambda: (b"text,date\n" if n == 0 else b"words " * 170_000 for n in range(1024)),
    "1 GB quoted field.csv": lambda: (b'text,date\n"' if n == 0 else b"word\n" * 200_000 for n in range(1024)),
    "1 GB line.mbox": lambda: (b"From x\n" if n == 0 else b"words " * 170_000 for n in range(1024)),
    "1 GB line.txt": lambda: lines_of(b"words ", GB),
    "laughs.xml": lambda: laughs("<newsItem>&j;</newsItem>"),
    "laughs in a feed.rss": lambda: laughs("<rss version='2.0'><channel><item><title>&j;</title></item></channel></rss>"),
    "laughs in a document.docx": lambda: docx_of(laughs(f"<w:document xmlns:w='{WORD}'><w:body><w:p><w:r><w:t>&j;</w:t></w:r></w:p></w:body></w:document>")),
    "deep.xml": lambda: b"<newsItem>" + b"<a>" * 3_000_000,
    "wide.xml": lambda: b"<newsItem><contentSet><inlineXML>" + b"<p/>" * 7_500_000 + b"</inlineXML></contentSet></newsItem>",
    "wide.rss": lambda: b"<rss version='2.0'><channel>" + b"<item><title>a b</title></item>" * 1_000_000 + b"</channel></rss>",
    "deep.rss": lambda: b"<rss version='2.0'><channel>" + b"<item><a>" * 3_000_000,
    "deep.json": lambda: b"[" * 30_000_000,
    "wide.json": lambda: b"[" + b"{}," * 10_000_000 + b"{}]",
    "number.json": lambda: b'{"text": ' + b"9" * 10_000_000 + b"}",
    "number.jsonl": lambda: b'{"text": "a b", "n": ' + b"9" * 7_000_000 + b"}",
    "deep.jsonl": lambda: b'{"text": ' + b"[" * 7_000_000,
    "deep.html": lambda: b"<html><body>" + b"<div>" * 3_000_000,
    "wide.html": lambda: b"<html><body>" + b"<p>a b</p>" * 1_500_000,
    "attributes.html": lambda: b"<html><body><p " + b"".join(b"a%d=b " % n for n in range(1_200_000)) + b">" + LEDE.encode(),
    "scripts.html": lambda: b"<html><script type='application/ld+json'>" + b"[" * 15_000_000 + b"</script><p>",
    "blanks.txt": lambda: b"Talks" + b" " * 490_000 + b"x\n\nMore.",
    "blank lines.txt": lambda: b"Talks.\n" + b"\n" * 490_000 + b"x",
    "capitals.txt": lambda: b"A-" * 245_000 + b" talks",
    "names.txt": lambda: b"Geneva, " * 60_000,
    "quotes.txt": lambda: "“".encode() * 160_000 + b" talks",
    "document of blanks.docx": lambda: docx_of(b"<w:document xmlns:w='" + WORD.encode() + b"'><w:body>" + b"<w:p/>" * 10_000_000 + b"</w:body></w:document>"),
    "document of 1 GB.docx": lambda: zip_of_zeros("word/document.xml", GB),
    "pages.pdf": lambda: pdf_of(400, [("", zlib.compress(b"BT /F1 11 Tf 72 720 Td " + b"(Talks open) Tj T* " * 200_000 + b"ET"))]),
    "stream of 1 GB.pdf": lambda: pdf_of(1, [("", one_stream_of_zeros(15))]),
    "packed twice.pdf": lambda: pdf_of(1, [("", zlib.compress(one_stream_of_zeros(15)))]).replace(b"/Filter/FlateDecode", b"/Filter[/FlateDecode /FlateDecode]", 1),
    "forms in forms.pdf": lambda: pdf_of_forms(12),
    "page of 1 GB.warc": lambda: warc_of(HTTP + b"<p>a b</p>" * 107_000_000),
    "page packed.warc": lambda: warc_of(HTTP.replace(b"\r\n\r\n", b"\r\nContent-Encoding: gzip\r\n\r\n") + zeros(gzip.compress)),
    "header of 1 GB.warc": lambda: (b"WARC/1.0\r\nX: " if n == 0 else b"y" * 2**20 for n in range(1024)),
    "mail in mail.eml": lambda: nested_mail(100_000),
    "header of 10 MB.eml": lambda: b"From: " + b"<a@b.c>, " * 1_100_000 + b"\nSubject: x\n\n" + LEDE.encode(),
    "subject of 10 MB.eml": lambda: b"From: a@b.c\nSubject: " + b"=?utf-8?q?a?= " * 700_000 + b"\n\n" + LEDE.encode(),
    "a million headers.eml": lambda: b"".join(b"X%d: y\n" % n for n in range(1_000_000)) + b"\n" + LEDE.encode(),
    "blank lines.eml": lambda: b"From: a@b.c\n\n" + b"\n" * 3_000_000 + LEDE.encode(),
}  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    failed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        good = folder / "zz.txt"
        good.write_text(LEDE, encoding="utf-8")
        sound = folder / "sound.txt"
        sound.write_text(LEDE, encoding="utf-8")
        least, least_mb, _ = measured(sound, good)
        print(f"a sound file: {least:.1f} s, {least_mb} MB")
        for title, make in BOMBS.items():
            if options.names and not any(word in title for word in options.names):
                continue
            path = folder / title.replace(" ", "_").replace(",", "")
            made = make()
            with path.open("wb") as out:
                out.writelines([made] if isinstance(made, bytes) else made)
            del made
            size = path.stat().st_size
            seconds, mb, said = measured(path, good)
            path.unlink()
            bad = (
                seconds - least > MOST_SECONDS
                or mb - least_mb > MOST_MB
                or "fault" in said
                or "FAILED" in said
            )
            failed += bad
            print(
                f"{'!' if bad else ' '} {title:30} {size / 2**20:7.1f} MB {seconds - least:6.1f} s {mb - least_mb:5} MB  {said[:120]}",
                flush=True,
            )
    print(f"{failed} of them did harm")
    return int(failed > 0)


def measured(path: Path, good: Path) -> tuple[float, int, str]:
    """Seconds and MB that reading a file and its neighbour takes, and what was said of the file."""
    began = _cpu_of_children()
    try:
        done = subprocess.run(
            [sys.executable, "-c", READ, str(path), str(good)],
            capture_output=True, text=True, timeout=5 * MOST_SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return 5 * MOST_SECONDS, 0, "FAILED: no end"
    seconds = _cpu_of_children() - began
    if done.returncode != 0:
        return seconds, 0, f"FAILED: {done.returncode} {done.stderr.strip()[-100:]}"
    first, said = done.stdout.splitlines()[:2]
    read, mb = map(int, first.split())
    return seconds, mb, said if read else f"FAILED: the neighbour was not read; {said}"


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    sys.exit(main())
