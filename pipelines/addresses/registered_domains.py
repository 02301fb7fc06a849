"""Whose site an address is on: one spelling of each host, its registered domain, the id of an unclaimed source."""

import functools
import hashlib
import ipaddress
import re
from collections.abc import Mapping
from urllib.parse import SplitResult, unquote, urlsplit

import idna

from pipelines.addresses.public_suffixes import registered

# On the wire, as the server sees it. An Arabic letter takes 6 bytes there, so a headline as slug takes thousands.
MAX_ADDRESS_BYTES = 8000

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
# Drawn as nothing: soft hyphen, zero-width characters, direction marks and overrides.
INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*", re.ASCII)


class RefuseAddress(ValueError):  # noqa: N818 (named by its effect)
    """Raised for what is not an address of a page that we could ask for; the message says why."""


def split_address(url: str) -> SplitResult:
    """The parts of an http(s) address, checked; a control character inside it may be an attack on logs."""
    url = url.strip()
    if not url.isascii():
        url = INVISIBLE.sub("", url).strip()
    if _CONTROL.search(url):
        raise RefuseAddress("control character in the address")
    check_length(url)
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise RefuseAddress(f"unreadable address: {error}") from error
    if parts.scheme not in {"http", "https"}:
        raise RefuseAddress(f"not an http(s) address: {parts.scheme[:20] or 'no scheme'}")
    if "@" in parts.netloc:
        raise RefuseAddress("user name in the address")
    return parts


def check_length(url: str) -> None:
    try:
        size = len(url) if url.isascii() else sum(1 if char < "\x80" else 3 * len(char.encode()) for char in url)
    except UnicodeEncodeError as error:
        raise RefuseAddress("half of a character in the address") from error
    if size > MAX_ADDRESS_BYTES:
        raise RefuseAddress(f"address of {size} bytes is longer than {MAX_ADDRESS_BYTES}")


def host_of(parts: SplitResult) -> str:
    return normal_host(parts.hostname or "")


def port_of(parts: SplitResult) -> str:
    """The port with its colon, or nothing where it is a default one of either scheme: they are folded into one."""
    try:
        port = parts.port
    except ValueError as error:
        raise RefuseAddress(f"bad port: {error}") from error
    if port == 0:
        raise RefuseAddress("bad port: 0")
    return "" if port in {None, 80, 443} else f":{port}"


@functools.lru_cache(maxsize=4096)
def normal_host(host: str) -> str:
    """A host in lower case and punycode, without its trailing dot."""
    if ":" in host:
        return _normal_ipv6(host)
    host = unquote(host).lower().removesuffix(".")
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except UnicodeError as error:
            raise RefuseAddress(f"bad host: {error}") from error
    if not host:
        raise RefuseAddress("no host")
    if len(host) > 253 or _HOST.fullmatch(host) is None:
        raise RefuseAddress(f"bad host: {host[:80]!r}")
    return host


def _normal_ipv6(host: str) -> str:
    if "%" in host:
        raise RefuseAddress("bad host: an IPv6 zone means something on one machine only")
    try:
        return f"[{ipaddress.IPv6Address(host.strip('[]'))}]"
    except ipaddress.AddressValueError as error:
        raise RefuseAddress(f"bad host: {error}") from error


def registered_domain(url_or_host: str) -> str:
    """The domain that somebody registered (`bbc.co.uk` of `news.bbc.co.uk`); IP addresses, `localhost` as they are.

    Raises:
        RefuseAddress: there is no usable host in it.
    """
    host = host_in(url_or_host)
    return registered(host) or host


@functools.lru_cache(maxsize=4096)
def host_in(url_or_host: str) -> str:
    """The host of an address, or of a bare host with or without a port."""
    if "://" in url_or_host:
        return host_of(split_address(url_or_host))
    if url_or_host.count(":") > 1 and not url_or_host.startswith("["):
        return normal_host(url_or_host)
    return host_of(split_address(f"https://{url_or_host}"))


def source_id_for_host(host: str, taken: Mapping[str, str]) -> str:
    """The source id of a host that no source claims; `taken` maps ids in use to their registered domains."""
    domain = registered_domain(host)
    readable = re.sub(r"[^a-z0-9]", "_", domain)
    if not readable[0].isalpha():
        readable = f"x{readable}"
    if len(readable) <= 40 and taken.get(readable, domain) == domain:
        return readable
    return f"{readable[:31]}_{hashlib.sha256(domain.encode()).hexdigest()[:8]}"
