"""Readers and one writer at the desk at a time: how long they wait, and whether anything fails.

    .venv/bin/python bench/desk.py LEDGER --readers 200 --seconds 60

The ledger is copied. Each reader asks for the next view as soon as it has the last one; meanwhile one writer accepts and takes back
a record, again and again. Prints the median and the 99th percentile of each view beside those of a bare query of the ledger
in the same run.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

import httpx2

from detente.ledger import Filter, open_ledger

VIEWS = (
    "/",
    "/sides",
    "/calendar",
    "/redlines",
    "/temperature",
    "/reports",
    "/positions",
    "/api/v1/positions?limit=20",
)


async def read(
    client: httpx2.AsyncClient, views: list[str], until: float, waited: dict[str, list[float]]
) -> int:
    """One reader; how often it failed."""
    failed, n = 0, 0
    while time.monotonic() < until:
        view = views[n % len(views)]
        began = time.monotonic()
        try:
            answer = await client.get(view)
            if answer.status_code >= 400:
                failed += 1
                print(f"{view}: {answer.status_code} {answer.text[:200]}")
        except httpx2.HTTPError as error:
            failed += 1
            print(f"{view}: {error!r}")
        waited[view.partition("?")[0]].append(time.monotonic() - began)
        n += 1
    return failed


async def write(client: httpx2.AsyncClient, id: str, until: float, waited: dict[str, list[float]]) -> int:
    """The writer; how often it failed."""
    failed = 0
    while time.monotonic() < until:
        began = time.monotonic()
        body = {"action": "accept", "ids": [id], "reason": "load"}
        try:
            made = await client.post("/api/v1/corrections", json=body)
            undo = {"action": "undo", "ids": [made.json()["id"]], "reason": "load"}
            failed += (await client.post("/api/v1/corrections", json=undo)).status_code != 201
        except (httpx2.HTTPError, KeyError):
            failed += 1
        waited["write and undo"].append(time.monotonic() - began)
        await asyncio.sleep(1.0)
    return failed


async def load(
    address: str, report: str, event: str, readers: int, seconds: float
) -> tuple[int, dict[str, list[float]]]:
    waited: dict[str, list[float]] = defaultdict(list)
    views = [*VIEWS, f"/reports/{report}"]
    limits = httpx2.Limits(max_connections=readers + 2)
    async with httpx2.AsyncClient(base_url=address, timeout=60, limits=limits) as client:
        for view in views:  # what is loaded once is not what is measured
            await client.get(view)
        until = time.monotonic() + seconds
        turned = [views[n % len(views) :] + views[: n % len(views)] for n in range(readers)]
        failed = await asyncio.gather(
            *(read(client, own, until, waited) for own in turned), write(client, event, until, waited)
        )
    return sum(failed), waited


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ledger", type=Path)
    parser.add_argument("--readers", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        path = Path(shutil.copy(options.ledger, Path(folder) / "load.db"))
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        with open_ledger(path) as ledger:
            report, event = ledger.reports()[-1].id, ledger.events()[0].id
        command = [
            sys.executable,
            "-m",
            "detente",
            "serve",
            "--ledger",
            str(path),
            "--port",
            str(port),
            "--author",
            "Load",
        ]
        process = subprocess.Popen(command, stdout=subprocess.PIPE)
        try:
            for _ in range(240):
                with socket.socket() as knock:
                    if knock.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.25)
            failed, waited = asyncio.run(
                load(f"http://127.0.0.1:{port}", report, event, options.readers, options.seconds)
            )
        finally:
            process.terminate()
            process.wait()
        bare = []
        with open_ledger(path) as ledger:
            for _ in range(50):
                began = time.monotonic()
                ledger.positions(Filter(limit=20))
                bare.append(time.monotonic() - began)
    for view, times in sorted({**waited, "bare query": bare}.items()):
        median, high = (
            statistics.median(times),
            statistics.quantiles(times, n=100)[-1] if len(times) > 1 else times[0],
        )
        print(f"{view:22} {len(times):6} median {median * 1000:7.0f} ms  p99 {high * 1000:7.0f} ms")
    every = [t for view, times in waited.items() if view != "write and undo" for t in times]
    median, high = statistics.median(every), statistics.quantiles(every, n=100)[-1]
    print(f"all views: {len(every)} answers, {failed} failed, p99 / median = {high / median:.1f}")


if __name__ == "__main__":
    main()
