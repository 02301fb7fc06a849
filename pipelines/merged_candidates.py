"""One candidate of what several listings say of an address."""

from dataclasses import replace

from pipelines.records import Candidate

_SAYS_MOST = ("feed", "news_sitemap", "archive", "warc", "sitemap", "section")


def merged(first: Candidate, second: Candidate) -> Candidate:
    """The one that dates the article, else the one whose kind of listing says most; gaps from the other."""
    by_worth = sorted((first, second), key=lambda c: (c.published_raw is None, _SAYS_MOST.index(c.found_in)))
    best, other = by_worth
    gaps = {
        name: getattr(other, name)
        for name in ("title", "authors", "keywords", "section", "image_url", "summary")
        if not getattr(best, name)
    }
    return replace(best, **gaps)
