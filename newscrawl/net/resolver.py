"""Names resolve to public addresses only, whatever the name server says and whenever it says it.

The check stands on the address that the connection is made to, so a name that changes its address between two
look-ups (rebinding), an address kept in the cache and a number written as a host name all pass through it.
"""

from collections.abc import Mapping, Sequence
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError
from scrapy.resolver import CachingThreadedResolver
from scrapy.statscollectors import StatsCollector
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.reactor import is_reactor_installed
from twisted.internet.base import ReactorBase
from twisted.internet.defer import Deferred, succeed
from twisted.internet.error import DNSLookupError

from newscrawl.net.hosts import AddressPolicy, lenient_host, literal_address
from newscrawl.net.refusals import AddressRefused


class PublicResolver(CachingThreadedResolver):
    """Scrapy's, with a hosts file of its own (NET_HOSTS) and a closed door (NET_ALLOWED_NETWORKS opens it)."""

    hosts: Mapping[str, str]
    policy: AddressPolicy

    def __init__(self, reactor: ReactorBase, cache_size: int, timeout: float) -> None:
        super().__init__(reactor, cache_size, timeout)
        self.hosts = {}
        self.policy = AddressPolicy()
        # Twisted drops what a resolver raises; the middleware below reads here why a name had no address.
        self.refused: dict[str, str] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> Self:
        resolver = super().from_crawler(crawler, reactor)
        hosts = crawler.settings.getdict("NET_HOSTS")
        resolver.hosts = {lenient_host(name): address for name, address in hosts.items()}
        resolver.policy = AddressPolicy.of(crawler.settings.getlist("NET_ALLOWED_NETWORKS"))
        return resolver

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:  # noqa: N802 (Twisted's name)
        known = self.hosts.get(lenient_host(name))
        found = super().getHostByName(name, timeout) if known is None else succeed(known)
        return found.addCallback(self._refuse_private, name)

    def _refuse_private(self, found: str, name: str) -> str:
        address = literal_address(found)
        if address is None or not self.policy.allows(address):
            self.refused[lenient_host(name)] = found
            raise DNSLookupError(f"{name} leads to {found}, which is not public")
        self.refused.pop(lenient_host(name), None)
        return found


def installed_resolver() -> PublicResolver | None:
    """The resolver that this process connects by, if it is ours."""
    if not is_reactor_installed():
        return None
    from twisted.internet import reactor

    resolver = getattr(reactor, "resolver", None)
    return resolver if isinstance(resolver, PublicResolver) else None


class ResolverWatch:
    """Downloader middleware next to the wire: names a refused address, sends nothing past a foreign resolver."""

    def __init__(self, stats: StatsCollector) -> None:
        self.stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.stats)

    def process_request(self, request: Request) -> None:
        """Fail closed: an add-on named in a spider's own settings comes too late to install the resolver."""
        if installed_resolver() is None:
            self._refuse(request, "the resolver is not ours: name HardenedNet in the project's settings")

    def process_exception(self, request: Request, exception: Exception) -> None:
        resolver = installed_resolver()
        if resolver is None or not isinstance(exception, CannotResolveHostError):
            return
        found = resolver.refused.get(lenient_host(urlparse_cached(request).hostname or ""))
        if found is not None:
            self._refuse(request, f"leads to {found}, which is not public")

    def _refuse(self, request: Request, why: str) -> None:
        host = urlparse_cached(request).hostname or ""
        self.stats.inc_value("net/address_refused")
        raise AddressRefused(f"{host}: {why}", host=host)
