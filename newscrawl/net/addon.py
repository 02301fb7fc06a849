"""The hardened net as one Scrapy add-on: `ADDONS = {"newscrawl.net.addon.HardenedNet": 100}`.

Every value has the priority "addon": the project's settings, a spider's and -s on the command line still win.
"""

from typing import Any, Self

# First, under few other imports: it looks three times at all its callers, and deeper each look takes twice as long,
# an eighth of a crawl's start.
import scrapy.core.downloader.contextfactory  # noqa: F401
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.downloadermiddlewares.offsite import OffsiteMiddleware
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.extensions.memusage import MemoryUsage
from scrapy.extensions.throttle import AutoThrottle
from scrapy.settings import BaseSettings
from scrapy.spidermiddlewares.referer import RefererMiddleware
from scrapy.spidermiddlewares.urllength import UrlLengthMiddleware

from newscrawl.net.breaker import CircuitBreaker
from newscrawl.net.ending import PromptEnd
from newscrawl.net.guard import RequestGuard
from newscrawl.net.limits import BoundedDecompression
from newscrawl.net.memory import MemoryNow
from newscrawl.net.politeness import KeepingThrottle, ShareSlot
from newscrawl.net.redirects import OnwardRedirect
from newscrawl.net.resolver import ResolverWatch
from newscrawl.net.retry import PatientRetry
from newscrawl.net.robots import ClosedRobots

_HANDLER = "newscrawl.net.transport.BoundedHeadersHandler"

SETTINGS: dict[str, Any] = {
    # Our own switches.
    "NET_HOSTS": {},  # host -> address, like a hosts file: for the demo and tests
    "NET_ALLOWED_NETWORKS": [],  # private networks to open, as CIDR: none, or a redirect reads our intranet
    "NET_ALLOWED_PORTS": [],  # beside 80 and 443: a redirect to port 6379 would talk to somebody's database
    "NET_BREAKER_LIMIT": 5,  # failures in a row: fewer would give up a site for one bad minute
    "NET_RETRY_AFTER_MAX": 60.0,  # seconds that a site may make us wait: more would hold up the whole run
    "NET_RETRY_AFTER_DEFAULT": 10.0,  # seconds of rest when it names none: a fast 429 escapes AutoThrottle
    "NET_ROBOTS_LIFETIME": 24 * 60 * 60.0,  # seconds; RFC 9309, 2.4: rules older than a day are not to be used
    # Doors into this process, both open in Scrapy: each runs what is sent to it. See _DOORS.
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    # State on disk that is read with pickle: who can write there runs code here.
    "JOBDIR": None,
    "HTTPCACHE_ENABLED": False,
    # What an answer may take. An article has some 150 kB; sitemaps raise the limit by meta download_maxsize.
    "DOWNLOAD_MAXSIZE": 8 * 2**20,  # Scrapy's 1 GiB lets 300 kB of gzip become 676 MB of memory
    "DOWNLOAD_WARNSIZE": 0,  # what is too large is counted; a warning for each large sitemap hides real ones
    "DOWNLOAD_TIMEOUT": 30,  # for all of it: a body of one byte each half second would hold a slot for ever
    "DOWNLOAD_FAIL_ON_DATALOSS": True,  # half an article must not be stored as a whole one
    "DNS_TIMEOUT": 15,
    "URLLENGTH_LIMIT": 8000,  # an Arabic slug of more than 345 letters dies at Scrapy's 2083
    "SCRAPER_SLOT_MAX_ACTIVE_SIZE": 20_000_000,  # bytes of pages in work: the only real back-pressure there is
    "MEMUSAGE_ENABLED": True,
    "MEMUSAGE_LIMIT_MB": 1024,
    "MEMUSAGE_CHECK_INTERVAL_SECONDS": 10.0,  # at Scrapy's 60 a leak fills the machine between two looks
    # Where an answer may lead us.
    "REDIRECT_MAX_TIMES": 8,  # a redirect with a new query at each hop never ends
    "METAREFRESH_ENABLED": False,  # pages that refresh themselves are consent walls and live shells
    "COOKIES_ENABLED": False,  # also, the middleware would fetch the public suffix list
    "REFERRER_POLICY": "scrapy.spidermiddlewares.referer.NoReferrerPolicy",  # what we read is nobody's business
    "DOWNLOAD_VERIFY_CERTIFICATES": True,  # Scrapy does not: anyone on the way could write our articles
    # How hard we ask.
    "ROBOTSTXT_OBEY": True,
    "RETRY_TIMES": 1,  # the next run comes soon; three tries each triple the load on a site in trouble
    "RETRY_GIVE_UP_LOG_LEVEL": "INFO",  # becomes an outcome, and is counted there
    "CONCURRENT_REQUESTS": 4,  # what waits in a slot has passed every check: a stop or a wall meets few
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "DOWNLOAD_DELAY": 2.0,
    "DOWNLOAD_DELAY_JITTER": 0.0,  # by half, as Scrapy has it, would undercut the delay that a site asks for
    "AUTOTHROTTLE_ENABLED": True,  # a slow site is asked more slowly
    "AUTOTHROTTLE_START_DELAY": 0.0,  # start at the source's own delay
    "DEFAULT_REQUEST_HEADERS": {
        "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "Accept-Language": "ar,en;q=0.5",  # else outlets with two languages answer in English
    },
}

_MIDDLEWARES: dict[type, int | None] = {
    OffsiteMiddleware: None,  # RequestGuard looks at every request, this one skips dont_filter
    RequestGuard: 50,
    ShareSlot: 60,
    RobotsTxtMiddleware: None,
    ClosedRobots: 100,
    RetryMiddleware: None,
    PatientRetry: 550,
    CircuitBreaker: 560,  # sees what is decompressed, and each try
    HttpCompressionMiddleware: None,
    BoundedDecompression: 590,
    RedirectMiddleware: None,
    OnwardRedirect: 600,
    ResolverWatch: 990,  # before PatientRetry, which would try a refused address again
}
_EXTENSIONS: dict[type, int | None] = {
    AutoThrottle: None,
    KeepingThrottle: 0,
    MemoryUsage: None,  # it counts the memory of whoever started the run
    MemoryNow: 0,
    PromptEnd: 0,
}
# Scrapy imports a door before it asks whether it is shut: a web server and a terminal, a tenth of a crawl's start.
_DOORS = {
    "TELNETCONSOLE_ENABLED": "scrapy.extensions.telnet.TelnetConsole",
    "REMOTE_CONTROL_ENABLED": "scrapy.extensions.remote_control.RemoteControl",
}


class HardenedNet:
    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    @classmethod
    def update_pre_crawler_settings(cls, settings: BaseSettings) -> None:
        """The resolver belongs to the process, which reads its own settings, never a crawler's."""
        settings.set("TWISTED_DNS_RESOLVER", "newscrawl.net.resolver.PublicResolver", "addon")

    def update_settings(self, settings: BaseSettings) -> None:
        settings.update(SETTINGS, "addon")
        self._use_source_delay(settings)
        _close_schemes(settings)
        _silence_referrer(settings)
        for middleware, order in _MIDDLEWARES.items():
            settings.set_in_component_priority_dict("DOWNLOADER_MIDDLEWARES", middleware, order)
        for extension, order in _EXTENSIONS.items():
            settings.set_in_component_priority_dict("EXTENSIONS", extension, order)
        _leave_out_shut_doors(settings)
        # RequestGuard refuses long addresses with an errback; this one drops them where nobody counts.
        settings.set_in_component_priority_dict("SPIDER_MIDDLEWARES", UrlLengthMiddleware, None)

    def _use_source_delay(self, settings: BaseSettings) -> None:
        spider = self.crawler.spider or self.crawler.spidercls
        delay = getattr(getattr(spider, "source", None), "delay", None)
        if delay is not None:
            settings.set("DOWNLOAD_DELAY", float(delay), "spider")


def _close_schemes(settings: BaseSettings) -> None:
    """No file, data, ftp or s3: <loc>file:///etc/passwd</loc> in a sitemap was read. A project's handlers stay."""
    ours = {"http": _HANDLER, "https": _HANDLER, "file": None, "data": None, "ftp": None, "s3": None}
    handlers = {**ours, **settings.getdict("DOWNLOAD_HANDLERS")}
    settings.set("DOWNLOAD_HANDLERS", handlers, max(settings.getpriority("DOWNLOAD_HANDLERS") or 0, 15))


def _leave_out_shut_doors(settings: BaseSettings) -> None:
    """Not even as a door with the order None: Scrapy imports whatever a project lists."""
    shut = {path for switch, path in _DOORS.items() if not settings.getbool(switch)}
    usual = settings.getdict("EXTENSIONS_BASE")
    settings.set("EXTENSIONS_BASE", {path: order for path, order in usual.items() if path not in shut}, "addon")


def _silence_referrer(settings: BaseSettings) -> None:
    """Whatever policy an answer names (Referrer-Policy), the one we follow is: none."""
    policies = dict.fromkeys(RefererMiddleware(settings).policies, settings["REFERRER_POLICY"])
    settings.set("REFERRER_POLICIES", policies, "addon")
