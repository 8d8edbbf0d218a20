"""Each format in which reports come: its words, its facts, and what is wrong with a broken one."""

import gzip
import io
import json
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pyarrow
import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from detente.records import Report
from detente.sources import FORMATS, ReportDefaults, Skipped, open_reports

LEDE = "Minister Anna Hale met envoy Karl Brandt in Vienna on Monday."
DEMAND = "Hale demanded an answer by Friday, “without delay”."
TEXT = f"{LEDE}\n\n{DEMAND}"


def read(path: Path, **defaults) -> tuple[list[Report], list[str]]:
    found = list(open_reports([path], ReportDefaults(**defaults)))
    reports = [f for f in found if isinstance(f, Report)]
    return reports, [str(f) for f in found if isinstance(f, Skipped)]


def written(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def pdf_of(*pages: list[str]) -> bytes:
    """A small PDF with the lines of each page, in the form that every reader knows."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for n, lines in enumerate(pages):
        shown = " ".join(f"({line}) Tj T*" for line in lines)
        content = f"BT /F1 11 Tf 14 TL 72 720 Td {shown} ET"
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 3 0 R>>>>/Contents {5 + 2 * n} 0 R>>"
        )
        objects.append(f"<</Length {len(content)}>>stream\n{content}\nendstream")
    out, places = b"%PDF-1.4\n", []
    for n, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{n} 0 obj{body}endobj\n".encode("cp1252")
    table = "".join(f"{at:010d} 00000 n \n" for at in places)
    end = f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{table}trailer<</Size {len(places) + 1}/Root 1 0 R>>\n"
    return out + f"{end}startxref\n{len(out)}\n%%EOF".encode()


def docx_of(*paragraphs: str, title: str = "") -> bytes:
    document = Document()
    document.core_properties.title = title
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.add_table(1, 2).rows[0].cells[0].text = "Killed: 14"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


RSS = f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>The Courier</title><language>en-gb</language>
<item><title>Talks &amp; terms</title><link>https://courier.example/1</link><pubDate>Fri, 21 Jan 2022 10:00:00 GMT</pubDate>
<description>A teaser.</description><content:encoded><![CDATA[<p>{LEDE}</p><script>alert(1)</script><p>{DEMAND}</p>]]></content:encoded></item>
<item><title>No words</title></item></channel></rss>"""

ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>The Courier</title><entry><title>Talks</title>
<link href="https://courier.example/2"/><published>2022-01-21T10:00:00Z</published>
<content type="html">&lt;p&gt;{LEDE}&lt;/p&gt;&lt;p&gt;{DEMAND}&lt;/p&gt;</content></entry></feed>"""

NEWSML = f"""<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x:1">
<itemMeta><provider qcode="nprov:COURIER"/><versionCreated>2022-01-22T08:00:00Z</versionCreated></itemMeta>
<contentMeta><contentCreated>2022-01-21T10:00:00Z</contentCreated><language tag="en"/><headline>Talks open</headline></contentMeta>
<contentSet><inlineXML contenttype="application/nitf+xml"><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body>
<body.head><hedline><hl1>Talks open</hl1></hedline></body.head>
<body.content><p>{LEDE}</p><p>{DEMAND}</p></body.content></body></nitf></inlineXML></contentSet></newsItem>"""

EML = f"""From: The Courier <desk@courier.example>
To: someone@example.org
Subject: Talks open
Date: Fri, 21 Jan 2022 10:00:00 +0000
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

{LEDE}

{DEMAND}

-- 
The Courier, Vienna

On Thu, 20 Jan 2022, Reader wrote:
> Will there be talks?
"""

NINJS = {
    "uri": "urn:x:2", "headline": "Talks open", "versioncreated": "2022-01-21T10:00:00Z", "language": "en",
    "copyrightholder": "The Courier", "body_xhtml": f"<p>{LEDE}</p><p>{DEMAND}</p>",
}  # fmt: skip

JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1", "title": "The Courier",
    "items": [{"id": "1", "url": "https://courier.example/3", "title": "Talks open",
               "date_published": "2022-01-21T10:00:00Z", "content_html": f"<p>{LEDE}</p><p>{DEMAND}</p>"}],
}  # fmt: skip

WARC_PAGE = f"<html><head><title>Talks open</title></head><body><article><p>{LEDE} {LEDE}</p><p>{DEMAND} {DEMAND}</p></article></body></html>"


def warc_of(*pages: str) -> bytes:
    records = []
    for n, page in enumerate(pages):
        http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}".encode()
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://courier.example/w{n}\r\n"
            f"WARC-Date: 2024-05-05T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:{n:032d}>\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
        )
        records.append(head.encode() + http + b"\r\n\r\n")
    return b"".join(records)


@pytest.mark.parametrize(
    ("name", "content", "facts"),
    [
        ("a.rss", RSS, ("Talks & terms", "Fri, 21", "The Courier", "https://courier.example/1")),
        ("a.xml", RSS, ("Talks & terms", "Fri, 21", "The Courier", "https://courier.example/1")),
        ("a.atom", ATOM, ("Talks", "2022-01-21T10:00:00Z", "The Courier", "https://courier.example/2")),
        ("a.xml", NEWSML, ("Talks open", "2022-01-21T10:00:00Z", "COURIER", None)),
        ("a.eml", EML, ("Talks open", "2022-01-21T10:00:00+00:00", "The Courier", None)),
        ("a.json", json.dumps(NINJS), ("Talks open", "2022-01-21T10:00:00Z", "The Courier", None)),
        ("a.json", json.dumps(JSON_FEED), ("Talks open", "2022-01-21T10:00:00Z", "The Courier", "https://courier.example/3")),
        ("a.json", json.dumps([{"text": TEXT, "title": "Talks open"}]), ("Talks open", None, None, None)),
    ],
)  # fmt: skip
def test_a_document_gives_its_words_in_paragraphs_and_its_facts(tmp_path: Path, name, content, facts) -> None:
    reports, _ = read(written(tmp_path / name, content))
    title, day, publisher, url = facts
    assert reports[0].text == TEXT
    assert (reports[0].title, reports[0].publisher, reports[0].url) == (title, publisher, url)
    assert (reports[0].published_at or "")[:10] == ("2022-01-21" if day else "")


def test_an_entry_without_words_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    reports, skipped = read(written(tmp_path / "a.rss", RSS))
    assert len(reports) == 1
    assert "entry 2: holds no text" in skipped[0]


def test_a_mailbox_is_read_message_by_message(tmp_path: Path) -> None:
    box = f"From desk@courier.example Fri Jan 21 10:00:00 2022\n{EML}\nFrom x Fri Jan 21 11:00:00 2022\n{EML}"
    reports, _ = read(written(tmp_path / "a.mbox", box))
    assert [r.text for r in reports] == [TEXT, TEXT]


def test_a_word_document_gives_its_paragraphs_and_cells_and_no_day(tmp_path: Path) -> None:
    [report], _ = read(written(tmp_path / "a.docx", docx_of(LEDE, "", DEMAND, title="Talks open")))
    assert report.text == f"{TEXT}\n\nKilled: 14"
    assert (report.title, report.published_at) == ("Talks open", None)


def test_a_pdf_gives_whole_paragraphs_without_the_head_of_its_pages(tmp_path: Path) -> None:
    head = "The Courier - page {}"
    one = [
        "Minister Anna Hale met envoy Karl Brandt in",
        "Vienna on Monday.",
        "Hale demanded an answer by Friday, and said that the",
    ]
    two = ["government would not wait any longer for a word from", "the other side of the border."]
    raw = pdf_of([head.format(1), *one], [head.format(2), *two], [head.format(3), "The envoy left."])
    [report], _ = read(written(tmp_path / "a.pdf", raw))
    assert report.text.split("\n\n")[:2] == [
        LEDE,
        "Hale demanded an answer by Friday, and said that the government would not wait any longer for a word "
        "from the other side of the border.",
    ]
    assert "Courier" not in report.text


def test_a_side_car_dates_a_pdf(tmp_path: Path) -> None:
    written(tmp_path / "a.json", json.dumps({"published_at": "2022-01-21", "publisher": "The Courier"}))
    written(tmp_path / "a.pdf", pdf_of([LEDE]))
    [report], skipped = read(tmp_path)
    assert (report.published_at, report.publisher, skipped) == ("2022-01-21", "The Courier", [])


CSV = f'Headline;Date;Body\nTalks open;2022-01-21;"{LEDE}\n\n{DEMAND}"\nNothing;2022-01-22;\nShort row\n'


def test_a_table_is_known_by_the_names_of_its_columns(tmp_path: Path) -> None:
    reports, skipped = read(written(tmp_path / "a.csv", CSV))
    assert [(r.title, r.published_at, r.text) for r in reports] == [("Talks open", "2022-01-21", TEXT)]
    assert [line.partition(": ")[0][-6:] for line in skipped] == ["line 5", "line 6"]


def test_the_user_says_which_column_holds_the_text(tmp_path: Path) -> None:
    path = written(tmp_path / "a.tsv", f"n\twords\n1\t{LEDE}\n")
    assert "no column of texts among n, words" in read(path)[1][0]
    assert read(path, columns=(("text", "Words"),))[0][0].text == LEDE
    assert "no column 'worte' for text" in read(path, columns=(("text", "worte"),))[1][0]


def test_a_parquet_table_is_read_as_a_csv_is(tmp_path: Path) -> None:
    table = pyarrow.table({"title": ["Talks open", None], "content": [TEXT, None]})
    parquet.write_table(table, tmp_path / "a.parquet")
    reports, skipped = read(tmp_path / "a.parquet")
    assert [(r.title, r.text) for r in reports] == [("Talks open", TEXT)]
    assert "row 2: holds no text" in skipped[0]


def test_a_web_archive_gives_its_pages_with_their_address_and_no_day(tmp_path: Path) -> None:
    for name, raw in (
        ("a.warc", warc_of(WARC_PAGE, WARC_PAGE)),
        ("a.warc.gz", gzip.compress(warc_of(WARC_PAGE))),
    ):
        reports, skipped = read(written(tmp_path / name, raw))
        assert {(r.url, r.published_at) for r in reports} >= {("https://courier.example/w0", None)}
        assert (LEDE in reports[0].text, skipped) == (True, [])


def test_a_page_that_its_host_packed_is_read_from_a_web_archive(tmp_path: Path) -> None:
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"
    http += gzip.compress(WARC_PAGE.encode())
    head = f"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: {len(http)}\r\n\r\n"
    [report], _ = read(written(tmp_path / "a.warc", head.encode() + http + b"\r\n\r\n"))
    assert LEDE in report.text


def zip_of(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in files.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), raw)
    return out.getvalue()


def tar_of(**files: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, raw in files.items():
            info = tarfile.TarInfo(name.replace("__", "/").replace("_", "."))
            info.size = len(raw)
            archive.addfile(info, io.BytesIO(raw))
    return out.getvalue()


@pytest.mark.parametrize(("name", "pack"), [("a.zip", zip_of), ("a.tar.gz", tar_of)])
def test_what_lies_in_an_archive_is_read_as_if_it_lay_beside_it(tmp_path: Path, name, pack) -> None:
    path = written(tmp_path / name, pack(in__a_txt=LEDE.encode(), b_bin=b"\0", c_docx=docx_of(DEMAND)))
    reports, skipped = read(path)
    assert [r.text for r in reports] == [LEDE, f"{DEMAND}\n\nKilled: 14"]
    assert f"{name}!b.bin: no kind of file" in skipped[0]


def test_a_name_in_an_archive_leads_nowhere(tmp_path: Path) -> None:
    reports, _ = read(written(tmp_path / "a.zip", zip_of(__etc__evil_txt=LEDE.encode())))
    assert [r.text for r in reports] == [LEDE]
    assert [p.name for p in tmp_path.iterdir()] == ["a.zip"]


def test_a_compressed_file_is_read_as_the_file_in_it(tmp_path: Path) -> None:
    line = json.dumps({"text": TEXT}).encode()
    assert read(written(tmp_path / "a.jsonl.gz", gzip.compress(line)))[0][0].text == TEXT


def broken() -> Iterator[tuple[str, bytes, str]]:
    yield "a.pdf", b"%PDF-1.4 and nothing", "no PDF that can be opened"
    yield "a.pdf", pdf_of([""]), "a PDF without text, most likely a scan"
    yield "a.docx", b"PK\x03\x04", "no ZIP package"
    yield "a.docx", zip_of(a_txt=b"x"), "no Word document"
    yield "a.docx", zip_of(a_txt=bytes(100 * 2**20)), "unpacks to 100 MB"
    yield "a.eml", b"\njust words\n", "no e-mail"
    yield "a.mbox", b"just words\n", "no mailbox"
    yield "a.rss", b"just words", "no RSS or Atom feed"
    yield "a.xml", b"<a><b></a>", "broken XML"
    yield "a.xml", b"<recipe/>", "XML of a kind that detente does not read (<recipe>)"
    yield "a.xml", b"<urlset/>", "a sitemap"
    yield "a.json", b"{", "not JSON"
    yield "a.json", b"[" * 100_000, "nested too deeply"
    yield "a.json", b"[3]", "item 1: no JSON object"
    yield "a.json", b'{"a": 1}', "no report (no `text`, no `body_text`)"
    yield "a.csv", b"", "no column of texts"
    yield "a.csv", b"text\ncaf\xe9 talks\n", "line 2: not UTF-8"
    yield "a.parquet", b"PAR1", "no Parquet file that can be read"
    yield "a.zip", b"PK\x03\x04", "cannot be unpacked"
    yield "a.tar", b"x" * 600, "cannot be unpacked"
    yield "a.jsonl.gz", gzip.compress(b"x" * 9000)[:40], "cannot be unpacked"
    yield "a.txt.gz", gzip.compress(bytes(2**28)), "larger than 2 MB"


@pytest.mark.parametrize(("name", "raw", "line"), [*broken()])
def test_a_broken_file_is_one_line_and_the_others_are_read(tmp_path: Path, name, raw, line) -> None:
    written(tmp_path / name, raw)
    written(tmp_path / "zz.txt", LEDE)
    reports, skipped = read(tmp_path)
    assert [r.text for r in reports] == [LEDE]
    assert len(skipped) == 1
    assert line in skipped[0]
    assert "\n" not in skipped[0]


BILLION = (
    '<!DOCTYPE a [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]><newsItem>&j;</newsItem>"
)
OUTSIDE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><nitf><body.content><p>Talks &x; open</p></body.content></nitf>'


def test_entities_of_xml_open_no_file_and_fill_no_memory(tmp_path: Path) -> None:
    written(tmp_path / "a.xml", BILLION)
    written(tmp_path / "b.xml", OUTSIDE)
    reports, _ = read(tmp_path)
    assert [r.text for r in reports] == ["Talks open"]


def test_every_ending_belongs_to_one_format() -> None:
    endings = [ending for format in FORMATS for ending in format.endings]
    assert len(endings) == len(set(endings))


def parquet_of(**columns: list[str]) -> bytes:
    out = io.BytesIO()
    parquet.write_table(pyarrow.table(columns), out)
    return out.getvalue()


WHOLE = {
    "a.txt": TEXT.encode(),
    "a.html": WARC_PAGE.encode(),
    "a.jsonl": json.dumps({"text": TEXT}).encode() + b"\n",
    "a.pdf": pdf_of([LEDE, LEDE], [LEDE]),
    "a.docx": docx_of(LEDE),
    "a.eml": EML.encode(),
    "a.mbox": b"From x\n" + EML.encode(),
    "a.rss": RSS.encode(),
    "a.atom": ATOM.encode(),
    "a.xml": NEWSML.encode(),
    "a.json": json.dumps([NINJS, {"text": TEXT}]).encode(),
    "b.json": json.dumps(JSON_FEED).encode(),
    "a.csv": CSV.encode(),
    "a.parquet": parquet_of(text=[TEXT, LEDE]),
    "a.warc": warc_of(WARC_PAGE, WARC_PAGE),
    "a.warc.gz": gzip.compress(warc_of(WARC_PAGE)),
    "a.zip": zip_of(a_txt=TEXT.encode(), b_docx=docx_of(LEDE)),
    "a.tar.gz": tar_of(a_txt=TEXT.encode(), b_jsonl=json.dumps({"text": TEXT}).encode()),
    "a.txt.gz": gzip.compress(TEXT.encode()),
}


@pytest.mark.parametrize("name", WHOLE)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_damaged_file_stops_nothing(name: str, data: st.DataObject) -> None:
    raw = bytearray(WHOLE[name])
    for _ in range(data.draw(st.integers(0, 6))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
    cut = data.draw(st.one_of(st.just(len(raw)), st.integers(0, len(raw))))
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(bytes(raw[:cut]))
        (Path(folder) / "zz.txt").write_text(LEDE, encoding="utf-8")
        found = list(open_reports([folder]))
    assert isinstance(found[-1], Report)
    assert found[-1].text == LEDE
    for item in found:
        if isinstance(item, Skipped):
            assert "fault of detente" not in str(item), str(item)
            assert "\n" not in str(item)
