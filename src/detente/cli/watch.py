"""`detente watch`: follow feeds, and say what changed in the ledger."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from detente.cli.output import ledger_option
from detente.views.plain import plain

if TYPE_CHECKING:
    from detente.ledger import Ledger
    from detente.records import Record

# Seconds between two looks at the clock while nothing is due.
TICK = 5.0

private_option = click.option(
    "--private", is_flag=True, help="Fetch from addresses inside your own network too."
)


@click.command()
@click.argument("feeds", nargs=-1, required=True, metavar="FEED…")
@click.option(
    "--every", default=15.0, show_default=True, type=click.FloatRange(min=1), help="Minutes between looks."
)
@click.option("--once", is_flag=True, help="One round, then stop.")
@click.option("--format", "form", type=click.Choice(["lines", "json"]), default="lines", show_default=True)
@click.option("--webhook", metavar="URL", help="Also send the new records there, as JSON.")
@private_option
@ledger_option
def command(
    feeds: tuple[str, ...],
    every: float,
    once: bool,
    form: str,
    webhook: str | None,
    private: bool,
    ledger_file: str | None,
) -> None:
    """Follow feeds: read what is new into the ledger, and say what it changed there.

    FEEDs are addresses of RSS, Atom or JSON feeds. Where a feed carries only teasers, the pages are fetched.
    robots.txt is kept, a host is asked at most every two seconds, a feed that fails is asked ever more rarely, and
    private addresses are not fetched unless --private says so. What was seen is remembered beside the ledger.

    \b
    Examples:
      detente watch https://example.org/world.rss
      detente watch --once --format json https://example.org/world.rss > new.jsonl
    """
    from detente.ledger import open_ledger
    from detente.watch.fetching import Fetcher
    from detente.watch.rounds import keep_feeds, load_feeds, watch_round

    failed = False
    with open_ledger(ledger_file, create=True) as ledger, Fetcher(private=private) as fetcher:
        memory = ledger.beside(".feeds.json")
        known = load_feeds(memory, feeds)
        try:
            while True:
                found = watch_round(ledger, known, fetcher, now=time.time(), every=every * 60)
                keep_feeds(memory, known)
                for line in found.skipped:
                    click.echo(f"detente: {plain(line)}", err=True)
                failed = failed or bool(found.skipped)
                changes = list(changed(ledger, found.new))
                for record in changes:
                    click.echo(as_line(ledger, record) if form == "lines" else as_json_line(record))
                if webhook and changes:
                    send(webhook, changes)
                if once:
                    break
                while min(feed.due for feed in known) > time.time():
                    time.sleep(TICK)
        except KeyboardInterrupt:
            click.echo("detente: stopped; the same command goes on from here.", err=True)
            sys.exit(130)
    sys.exit(1 if failed else 0)


def changed(ledger: Ledger, reports: tuple[str, ...]) -> Iterator[Record]:
    """Each new report, followed by the positions and events that it tells."""
    from detente.ledger import Filter

    for id in reports:
        yield ledger.report(id)
        yield from ledger.positions(Filter(report=id))
        yield from ledger.events(Filter(report=id))


def as_line(ledger: Ledger, record: Record) -> str:
    """A report with its outlet and day; what it tells below it."""
    from detente.records import Event, Report
    from detente.views.record import in_one_line

    if isinstance(record, Report):
        about = ", ".join(filter(None, (record.publisher, (record.published_at or "")[:10], record.url)))
        return plain(f"{record.title or record.id} ({about or record.id})")
    words = ledger.words([record])[record.id] if isinstance(record, Event) else ""
    return plain(f"  {in_one_line(record, ledger.names(), words)}  {record.id}")


def as_json_line(record: Record) -> str:
    from detente.records import encode

    return encode(record).decode()


def send(webhook: str, records: list[Record]) -> None:
    """Send the records as one JSON list; a host that does not take them is named, and the watch goes on."""
    import httpx2

    body = "[" + ",".join(map(as_json_line, records)) + "]"
    try:
        httpx2.post(
            webhook, content=body, headers={"Content-Type": "application/json"}, timeout=20
        ).raise_for_status()
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        click.echo(f"detente: {plain(f'{webhook}: the records were not taken ({error}).')}", err=True)
