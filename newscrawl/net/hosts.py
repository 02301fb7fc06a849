"""What can be said of a host by its name or number alone: public or not, of the source or not, whose slot. Pure."""

import functools
import ipaddress
import re
import socket
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import tldextract

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_AROUND = re.compile(r"\A\s+|[\s.]+\Z")
# The list that the library carries: fetching a newer one would be a request that nobody asked for.
_suffixes = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


def is_public(address: Address) -> bool:
    """Whether anyone on the internet could reach it: a private one opens our own network to the crawled site."""
    inner = _embedded(address)
    if inner is not None:
        return is_public(inner)
    return address.is_global and not address.is_multicast and not address.is_reserved


def _embedded(address: Address) -> Address | None:
    """Answers the IPv4 address that an IPv6 one leads to, such as ::ffff:127.0.0.1."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if address.teredo is not None:
        return address.teredo[1]
    return address.ipv4_mapped or address.sixtofour


def literal_address(host: str) -> Address | None:
    """The address that a host writes out, in any spelling that connects: 127.1, 0x7f000001, 2130706433."""
    try:
        return ipaddress.ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        pass
    try:
        return ipaddress.IPv4Address(socket.inet_aton(host))
    except (OSError, UnicodeError, ValueError):
        return None


@dataclass(frozen=True, slots=True)
class AddressPolicy:
    """Public addresses, and the networks that the operator opened."""

    networks: tuple[Network, ...] = ()

    @classmethod
    def of(cls, networks: Iterable[str]) -> Self:
        return cls(tuple(ipaddress.ip_network(network.strip()) for network in networks))

    def allows(self, address: Address) -> bool:
        return is_public(address) or any(address in network for network in self.networks)


@functools.lru_cache(maxsize=1024)
def ascii_host(host: str) -> str:
    """The host as requests carry it: lower case, punycode, no final dot."""
    # IDNA unfolds letters, too, but only after it looked for dots; and it takes 。 for one.
    host = _trimmed(unicodedata.normalize("NFKC", host).replace("。", ".")).lower()
    try:
        return _trimmed(host.encode("idna").decode("ascii"))
    except UnicodeError:
        return host


def _trimmed(host: str) -> str:
    """Without white space around it and dots behind it, which IDNA may uncover by leaving letters out."""
    return _AROUND.sub("", host)


def is_on_site(host: str, domains: Iterable[str]) -> bool:
    """Whether the host is one of the domains or below one."""
    name = ascii_host(host)
    return any(name == domain or name.endswith(f".{domain}") for domain in map(ascii_host, domains))


@functools.lru_cache(maxsize=1024)
def slot_of(host: str) -> str:
    """The registered domain: www., m. and feeds. of one outlet share one delay, as they share one machine room."""
    name = ascii_host(host)
    if literal_address(name) is not None:
        return name
    registered = _suffixes(name).top_domain_under_public_suffix
    # Once more: what IDNA refused as a whole (an empty label in front) it may take without its beginning.
    return ascii_host(registered or ".".join(name.split(".")[-2:]))
