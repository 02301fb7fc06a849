"""Redirects lead on, and not round and round for the sake of a cookie.

A site that lets in only who keeps a cookie answers with the cookie and the very same address, or leads to a page
that looks for it and leads back. Scrapy asked nine times for each article and named no wall: the run looked like
one of bad addresses.
"""

from scrapy import Request, Spider
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.http import Response

from newscrawl.net.breaker import CircuitBreaker, host_of
from newscrawl.net.refusals import Blocked
from newscrawl.net.robots import ROBOTS_REQUEST


class OnwardRedirect(RedirectMiddleware):
    """Scrapy's, before decompression and the breaker, which therefore see no redirect."""

    def process_response(
        self,
        request: Request,
        response: Response,
        spider: Spider | None = None,  # noqa: ARG002 (Scrapy's signature)
    ) -> Request | Response:
        after = super().process_response(request, response)
        if (
            isinstance(after, Request)
            and ROBOTS_REQUEST not in request.meta
            and _is_round(request, response, after)
        ):
            self._meet_wall(host_of(request))
            raise Blocked(f"cookie, status {response.status}", host=host_of(request))
        return after

    def _meet_wall(self, host: str) -> None:
        breaker = self.crawler.get_downloader_middleware(CircuitBreaker)
        if breaker is not None:
            breaker.met_wall(host, "cookie")


def _is_round(request: Request, response: Response, after: Request) -> bool:
    """Led for the second time, and with a cookie, where it was before: once is how a site looks who keeps one."""
    before = set(request.meta.get("redirect_urls", ()))
    return "Set-Cookie" in response.headers and {request.url, after.url} <= before
