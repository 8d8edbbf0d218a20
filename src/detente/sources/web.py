"""Pages of the web, and the sitemaps that list them: an address is read as the file that it answers with."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO, NamedTuple
from urllib.parse import unquote, urlsplit

from detente.errors import WatchError
from detente.sources.draft import Skipped
from detente.sources.sitemap import sitemap_of
from detente.sources.walk import WebPage
from detente.watch.fetching import Answer, Fetcher, TryLater

# Seconds that a host may ask to wait before it is asked once more.
LONGEST_WAIT = 120.0

# What a host says that it sends → the ending of files of that kind. Other kinds are known by the address's own ending.
_ENDING = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/json": ".json",
    "application/feed+json": ".json",
    "application/x-ndjson": ".jsonl",
    "application/jsonl": ".jsonl",
    "application/rss+xml": ".rss",
    "application/atom+xml": ".atom",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "text/csv": ".csv",
    "message/rfc822": ".eml",
}


class FetchedFile(NamedTuple):
    """An answer as a file: named by its address, with the ending of what its host says that it is."""

    answer: Answer

    def __str__(self) -> str:
        return self.answer.url

    @property
    def name(self) -> str:
        name = PurePosixPath(unquote(urlsplit(self.answer.url).path)).name or "index"
        unsaid = "" if PurePosixPath(name).suffix else ".txt" if self.answer.kind == "text/plain" else ".html"
        ending = _ENDING.get(self.answer.kind, unsaid)
        return name if name.lower().endswith(ending) else name + ending

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.name).suffix

    def open(self, mode: str) -> BinaryIO:
        return io.BytesIO(self.answer.body or b"")


def pages_at(url: str, fetcher: Fetcher) -> Iterator[WebPage | Skipped]:
    """The pages that an address stands for: those of a sitemap and of the sitemaps that it lists, each once, else itself."""
    waiting, known = [url], {url}
    while waiting:
        address = waiting.pop(0)
        answer = answer_of(address, fetcher)
        if isinstance(answer, Skipped):
            yield answer
            continue
        sitemap = sitemap_of(answer.body or b"")
        if sitemap is None and address == url:
            yield WebPage(url, answer=answer)
        elif sitemap is None:
            yield Skipped(address, None, "no sitemap, though one lists it as such", "It was skipped")
        else:
            further = [a for a in sitemap.sitemaps if a not in known]
            waiting += further
            pages = [page for page in sitemap.pages if page[0] not in known]
            known.update(further, (page for page, _ in pages))
            yield from (WebPage(page, facts, listed=True) for page, facts in dict(pages).items())


def answer_of(url: str, fetcher: Fetcher) -> Answer | Skipped:
    """What an address answers, asked a second time where its host asks for a little patience."""
    try:
        try:
            return fetcher.get(url)
        except TryLater as error:
            if error.seconds is None or error.seconds > LONGEST_WAIT:
                raise
            fetcher.sleep(error.seconds)
            return fetcher.get(url)
    except WatchError as error:
        mend = (
            "Read it again later"
            if isinstance(error, TryLater)
            else "Check the address, or save the page yourself"
        )
        return Skipped(url, None, str(error).removeprefix(f"{url}: "), mend)
