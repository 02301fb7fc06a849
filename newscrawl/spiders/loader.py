"""Spiders by source file: `newscrawl list` shows every source, and only the one asked for is read."""

from typing import Self

from scrapy import Request, Spider
from scrapy.settings import BaseSettings

from newscrawl.sources import claiming_source, load_source, source_ids


class SourceSpiderLoader:
    """One broken source file must not stop the crawl of another: nothing is parsed before it is asked for."""

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:  # noqa: ARG003 (Scrapy's protocol)
        return cls()

    def load(self, spider_name: str) -> type[Spider]:
        """The spider class of a source; raises UnknownSource (a KeyError, as Scrapy asks) or BrokenSource."""
        from newscrawl.spiders.news import NewsSpider

        source = load_source(spider_name)
        name = "".join(part.title() for part in source.id.split("_")) + "Spider"
        return type(name, (NewsSpider,), {"name": source.id, "source": source, "__doc__": source.name})

    def find_by_request(self, request: Request) -> list[str]:
        found = claiming_source(request.url)
        return [] if found is None else [found]

    def list(self) -> list[str]:
        return source_ids()
