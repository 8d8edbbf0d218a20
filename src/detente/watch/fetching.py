"""A polite client: it asks robots.txt, keeps a distance between requests to one host, and asks only for what changed."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Self
from urllib.robotparser import RobotFileParser

import httpx2

from detente.errors import WatchError
from detente.watch.addresses import address_of

AGENT = "detente"
# Bytes of the largest answer that is kept, as for a web page in a file.
LARGEST = 16 * 1024 * 1024
# Bytes of robots.txt that are looked at (RFC 9309, 2.5: at least 500 kB).
LARGEST_ROBOTS = 512 * 1024
MOST_REDIRECTS = 5
# Seconds: for connecting and for each wait; and for all of one answer, so that a slow drip ends.
PATIENCE, LONGEST_ANSWER = 20.0, 120.0
# Seconds between two requests to one host, and the most that a Crawl-delay may ask for.
DISTANCE, LONGEST_DISTANCE = 2.0, 60.0


class TryLater(WatchError):
    """The host asks for patience; `seconds` is how much, None where it does not say."""

    def __init__(self, message: str, seconds: float | None) -> None:
        super().__init__(message)
        self.seconds = seconds


@dataclass(frozen=True)
class Answer:
    """What a host answered: the address after redirects, the bytes (None: as before), and what to ask with next."""

    url: str
    body: bytes | None
    kind: str
    etag: str | None
    modified: str | None


@dataclass
class Fetcher:
    """The client with what it remembers of hosts: their robots.txt and when they were last asked.

    `private` allows private and loopback addresses, `distance` is the time between requests to one host in seconds,
    `sleep` and `clock` are the clock's.
    """

    private: bool = False
    distance: float = DISTANCE
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _asked: dict[str, float] = field(default_factory=dict)
    _robots: dict[str, RobotFileParser] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # Proxies and passwords of the environment are not used: they would lead past the check of addresses.
        self._client = httpx2.Client(timeout=PATIENCE, follow_redirects=False, trust_env=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def get(self, address: str, *, etag: str | None = None, modified: str | None = None) -> Answer:
        """What stands at an address. `WatchError` says why nothing came, `TryLater` that the host wants patience."""
        headers = {"If-None-Match": etag, "If-Modified-Since": modified}
        asked = {name: value for name, value in headers.items() if value}
        for _ in range(MOST_REDIRECTS + 1):
            url = _web_address(address)
            if not self._rules(url).can_fetch(AGENT, str(url)):
                raise WatchError(f"{url}: the host's robots.txt asks not to")
            found = self._ask(url, asked, LARGEST)
            if not isinstance(found, str):
                return found
            address = found
        raise WatchError(f"{address}: more than {MOST_REDIRECTS} redirects")

    def _ask(self, url: httpx2.URL, headers: dict[str, str], largest: int) -> Answer | str:
        """The answer at one address, or the address that it sends on to."""
        self._keep_distance(url)
        port = url.port or (443 if url.scheme == "https" else 80)
        target = url.copy_with(host=address_of(url.host, port, private=self.private))
        sent = {"Host": url.netloc.decode("ascii"), "User-Agent": f"{AGENT} (news reader)", **headers}
        request = self._client.build_request(
            "GET", target, headers=sent, extensions={"sni_hostname": url.host}
        )
        began = self.clock()
        try:
            response = self._client.send(request, stream=True)
            try:
                if response.is_redirect and "location" in response.headers:
                    return str(url.join(response.headers["location"]))
                _refuse(response, url)
                body = b""
                if response.status_code != 304:
                    for piece in response.iter_bytes():
                        body += piece
                        if len(body) > largest:
                            raise WatchError(f"{url}: larger than {largest // 2**20} MB")
                        if self.clock() - began > LONGEST_ANSWER:
                            raise WatchError(f"{url}: no end after {LONGEST_ANSWER:.0f} s")
            finally:
                response.close()
        except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError) as error:
            raise TryLater(f"{url}: no answer ({type(error).__name__}: {error})", None) from error
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        return Answer(
            str(url),
            body if response.status_code != 304 else None,
            kind,
            response.headers.get("etag"),
            response.headers.get("last-modified"),
        )

    def _rules(self, url: httpx2.URL) -> RobotFileParser:
        """What a host's robots.txt says: all is allowed where there is none, nothing where the host fails (RFC 9309)."""
        host = f"{url.scheme}://{url.netloc.decode('ascii')}"
        if host in self._robots:
            return self._robots[host]
        rules = RobotFileParser()
        address, lines = f"{host}/robots.txt", list[str]()
        try:
            for _ in range(MOST_REDIRECTS + 1):
                found = self._ask(_web_address(address), {}, LARGEST_ROBOTS)
                if isinstance(found, Answer):
                    lines = (found.body or b"").decode("utf-8", "replace").splitlines()
                    break
                address = found
        except TryLater:
            raise
        except WatchError:
            pass  # no such file, so no rules
        rules.parse(lines)
        self._robots[host] = rules
        return rules

    def _keep_distance(self, url: httpx2.URL) -> None:
        """Wait until the host may be asked again."""
        rules = self._robots.get(f"{url.scheme}://{url.netloc.decode('ascii')}")
        wanted = float((rules.crawl_delay(AGENT) if rules else None) or 0)
        distance = max(self.distance, min(wanted, LONGEST_DISTANCE))
        now = self.clock()
        free = self._asked.get(url.host, now - distance) + distance
        if free > now:
            self.sleep(free - now)
        self._asked[url.host] = max(free, now)


def _web_address(address: str) -> httpx2.URL:
    try:
        url = httpx2.URL(address)
    except (httpx2.InvalidURL, TypeError, ValueError) as error:
        raise WatchError(f"{address[:200]}: no address ({error})") from error
    if url.scheme not in ("http", "https") or not url.host:
        raise WatchError(f"{address[:200]}: no address of the web (http or https)")
    if url.userinfo:
        raise WatchError(f"{url.host}: an address with a password in it; detente sends none")
    return url


def _refuse(response: httpx2.Response, url: httpx2.URL) -> None:
    status = response.status_code
    if status in (429, 503):
        raise TryLater(
            f"{url}: asked for patience ({status})", _patience(response.headers.get("retry-after"))
        )
    if status >= 500:
        raise TryLater(f"{url}: the host failed ({status})", None)
    if status >= 400 or status not in (200, 203, 206, 304):
        raise WatchError(f"{url}: {status} {response.reason_phrase}")
    # Each packing may blow up a thousandfold: one is what servers use, and what the limit on the body can hold.
    if "," in response.headers.get("content-encoding", ""):
        raise WatchError(f"{url}: an answer packed several times over")


def _patience(written: str | None) -> float | None:
    """Seconds of a Retry-After header, a number or a date; None where it is neither."""
    if written is None:
        return None
    if written.strip().isdecimal():
        return float(written)
    try:
        return max(0.0, parsedate_to_datetime(written).timestamp() - time.time())
    except ValueError:
        return None
