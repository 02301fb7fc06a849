"""Which hosts a domain covers: itself and everything below it."""

from collections.abc import Collection, Iterator
from urllib.parse import urlsplit

from pipelines.addresses.registered_domains import RefuseAddress, host_in, host_of, normal_host, split_address


def host_or_none(address: str) -> str | None:
    """The host that an address of any scheme, or of none (`//a.example`), names, as `normal_host` writes it."""
    try:
        return normal_host(urlsplit(address).hostname or "")
    except ValueError:  # a RefuseAddress is one, too
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


def on_site(url: str, domains: Collection[str]) -> bool:
    """Whether an address is at or below one of these domains. The port does not matter."""
    try:
        host = host_of(split_address(url))
    except RefuseAddress:
        return False
    return is_covered(host, [host_in(domain) for domain in domains])
