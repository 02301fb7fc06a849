"""Looks at an address before it is asked for: first asked, redirected to, asked again, or a robots.txt.

Scrapy's own offsite check skips requests with dont_filter, which every retry and every redirect of one has, and
what it drops reaches no errback. This one skips nothing, and each refusal reaches the errback under its name.
"""

from collections.abc import Collection
from collections.abc import Set as AbstractSet
from typing import Self
from urllib.parse import SplitResult, urlsplit

from scrapy import Request
from scrapy.crawler import Crawler

from newscrawl.net.hosts import AddressPolicy, literal_address
from newscrawl.net.refusals import AddressRefused, OffsiteRefused, Refused
from newscrawl.net.robots import ROBOTS_REQUEST
from pipelines.addresses.canonical import looks_like_trap, on_site

_DEFAULT_PORTS = {"http": 80, "https": 443}


class RequestGuard:
    """Downloader middleware nearest to the engine."""

    def __init__(self, crawler: Crawler, policy: AddressPolicy, ports: AbstractSet[int], longest: int) -> None:
        self.crawler = crawler
        self.policy = policy
        self.ports = ports
        self.longest = longest

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        settings = crawler.settings
        ports = {80, 443, *map(int, settings.getlist("NET_ALLOWED_PORTS"))}
        policy = AddressPolicy.of(settings.getlist("NET_ALLOWED_NETWORKS"))
        return cls(crawler, policy, ports, settings.getint("URLLENGTH_LIMIT"))

    def process_request(self, request: Request) -> None:
        refusal = self.refusal_of(request)
        if refusal is not None:
            self.crawler.stats.inc_value(f"net/{refusal.reason}")
            raise refusal

    def refusal_of(self, request: Request) -> Refused | None:
        host = _host(request.url)
        fault = address_fault(request.url, self.ports, self.policy, self.longest) or _trap_behind(request)
        if fault is not None:
            return AddressRefused(fault, host=host)
        domains: Collection[str] = getattr(self.crawler.spider, "allowed_domains", None) or ()
        # A robots.txt may lie on another host (RFC 9309, 2.3.1.2): no content is taken from there.
        if domains and ROBOTS_REQUEST not in request.meta and not on_site(request.url, domains):
            return OffsiteRefused(f"{host} is of no domain of this source", host=host)
        return None


def _trap_behind(request: Request) -> str | None:
    """Why a redirect should not be followed; addresses of listings were looked at when they were wished for."""
    return looks_like_trap(request.url) if request.meta.get("redirect_times") else None


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def address_fault(url: str, ports: AbstractSet[int], policy: AddressPolicy, longest: int) -> str | None:
    """What forbids this address to be asked for, if anything. Pure."""
    if len(url) > longest:
        return f"longer than {longest} characters"
    try:
        parts = urlsplit(url)
        port = parts.port or _DEFAULT_PORTS.get(parts.scheme)
    except ValueError as exc:
        return f"malformed: {exc}"
    if parts.scheme not in _DEFAULT_PORTS:
        return f"scheme {parts.scheme or 'missing'}"
    if port not in ports:
        return f"port {port}"
    return _host_fault(parts, policy)


def _host_fault(parts: SplitResult, policy: AddressPolicy) -> str | None:
    if "@" in parts.netloc:
        return "user name or password in the address"
    if not parts.hostname:
        return "no host"
    literal = literal_address(parts.hostname)
    if literal is not None and not policy.allows(literal):
        return f"{literal} is not public"
    return None
