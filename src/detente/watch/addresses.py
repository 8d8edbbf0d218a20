"""Which addresses may be fetched: none inside the reader's own network, unless that is asked for."""

from __future__ import annotations

import ipaddress
import socket

from detente.errors import WatchError


class ForbiddenAddress(WatchError):
    """An address that is not fetched; `str()` says why."""


def address_of(host: str, port: int, *, private: bool) -> str:
    """The IP address to connect to for a host name: the one that was looked at is the one that is used, so that a
    name cannot change its mind in between. `ForbiddenAddress` where any address of the name is private, loopback,
    link-local or reserved and `private` is not given; `WatchError` where it has none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise WatchError(f"no host is called {host} ({error})") from error
    addresses = list(dict.fromkeys(str(info[4][0]) for info in found))
    if not private:
        for address in addresses:
            if not is_public(address):
                raise ForbiddenAddress(f"{host} is {address}, inside a private network (--private allows it)")
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open Internet."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        found = found.ipv4_mapped or found.sixtofour or found
    return found.is_global and not found.is_multicast
