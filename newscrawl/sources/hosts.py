"""Which hosts a domain covers: itself and everything below it."""

from collections.abc import Collection, Iterator
from urllib.parse import urlsplit


def host_of(url: str) -> str | None:
    """The host that an address names, as `ascii_host` writes it; None if it names none."""
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    if host is None:
        return None
    return ascii_host(host)


def ascii_host(name: str) -> str | None:
    """A host name as the network knows it: lower case, xn-- for Arabic labels, no final dot; None if it is none."""
    name = name.removesuffix(".").lower()
    if name.isascii():
        return name or None
    try:
        return name.encode("idna").decode("ascii")
    except UnicodeError:
        return None


def enclosing(host: str) -> Iterator[str]:
    """The host, then each domain above it: a.b.c, b.c, c."""
    while True:
        yield host
        _, dot, host = host.partition(".")
        if not dot:
            return


def is_covered(host: str, domains: Collection[str]) -> bool:
    return any(name in domains for name in enclosing(host))
