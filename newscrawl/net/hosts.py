"""What can be said of a host by its name or number alone: public or not, and whose slot. Pure."""

import ipaddress
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from pipelines.addresses.public_suffixes import platform
from pipelines.addresses.registered_domains import RefuseAddress, normal_host

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


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


def lenient_host(host: str) -> str:
    """The host as `normal_host` writes it; one that it refuses stays as it is: whoever refuses it names it so."""
    try:
        return normal_host(host)
    except RefuseAddress:
        return host


def slot_of(host: str) -> str:
    """Whose requests share one delay: www., m. and feeds. of one outlet do, as they share one machine room."""
    try:
        return platform(normal_host(host))
    except RefuseAddress:
        return host
