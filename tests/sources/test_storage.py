"""Object stores as sources: S3 on a real server of its interface (moto), and fsspec's store in memory."""

from __future__ import annotations

import gzip
import io
import json
import socket
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest

from detente.records import Report
from detente.sources import open_reports

TEXT = "Minister Anna Hale met envoy Karl Brandt in Vienna on Monday."


def read(*addresses: str) -> tuple[list[Report], list[str]]:
    found = list(open_reports(addresses))
    return [f for f in found if isinstance(f, Report)], [str(f) for f in found if not isinstance(f, Report)]


@pytest.fixture(scope="module")
def s3() -> Iterator[Any]:
    """A bucket on a server of this machine, and the environment that leads there."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        environment.setenv("AWS_ACCESS_KEY_ID", "none")
        environment.setenv("AWS_SECRET_ACCESS_KEY", "none")
        environment.setenv("AWS_DEFAULT_REGION", "us-east-1")
        store = fsspec.filesystem("s3", skip_instance_cache=True)
        store.mkdir("wire")
        yield store
    server.stop()


def put(store: Any, **files: bytes) -> None:
    for name, raw in files.items():
        store.pipe(f"wire/{name.replace('__', '/').replace('_', '.')}", raw)
    fsspec.filesystem("s3").invalidate_cache()


def test_a_folder_of_a_bucket_is_read_as_a_folder_of_this_machine(s3: Any) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("in/d.txt", f"Four. {TEXT}")
    put(
        s3,
        day__a_txt=f"One. {TEXT}".encode(),
        day__a_json=json.dumps({"published_at": "2022-01-21", "publisher": "The Courier"}).encode(),
        day__b_jsonl_gz=gzip.compress(json.dumps({"text": f"Two. {TEXT}"}).encode()),
        day__deep__c_txt=f"Three. {TEXT}".encode(),
        day__d_zip=packed.getvalue(),
        day__e_bin=b"\0",
    )  # fmt: skip
    reports, skipped = read("s3://wire/day")
    assert [r.text.split(".")[0] for r in reports] == ["One", "Two", "Four", "Three"]
    assert (reports[0].published_at, reports[0].publisher) == ("2022-01-21", "The Courier")
    assert [line.partition(": ")[0] for line in skipped] == ["s3://wire/day/e.bin"]


def test_a_pattern_and_a_name_stand_for_the_files_that_they_fit(s3: Any) -> None:
    put(s3, some__a_txt=f"One. {TEXT}".encode(), some__b_txt=f"Two. {TEXT}".encode(), some__c_md=b"Three")
    assert len(read("s3://wire/some/*.txt")[0]) == 2
    assert [r.text for r in read("s3://wire/some/b.txt")[0]] == [f"Two. {TEXT}"]


@pytest.mark.parametrize(
    ("address", "line"),
    [
        ("s3://wire/nothing", "nothing is stored there"),
        ("s3://nowhere/at/all", "The specified bucket does not exist"),
        ("nostore://wire/a.txt", "the store does not give it"),
        ("zip://a.txt::s3://wire/d.zip", "an address inside an address"),
    ],
)
def test_an_address_that_leads_nowhere_is_one_line(s3: Any, tmp_path: Path, address: str, line: str) -> None:
    (tmp_path / "zz.txt").write_text(TEXT)
    reports, [skipped] = read(address, str(tmp_path))
    assert ([r.text for r in reports], line in skipped) == ([TEXT], True), skipped


def test_a_store_that_is_gone_is_one_line(s3: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{free.getsockname()[1]}")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    fsspec.filesystem("s3").clear_instance_cache()
    reports, [skipped] = read("s3://wire/day/a.txt")
    fsspec.filesystem("s3").clear_instance_cache()
    assert (reports, "the store does not give it" in skipped) == ([], True)


def test_other_stores_of_fsspec_are_read_alike() -> None:
    fsspec.filesystem("memory").pipe("/wire/a.txt", TEXT.encode())
    [report], skipped = read("memory://wire")
    assert (report.text, skipped) == (TEXT, [])
