"""Which wire agencies an article credits: in its byline, in its text, or by being an agency's own.

The byline is read into `agencies`. A source whose id is an agency's code is that agency's own site.
"""

from pipelines.agencies.credits import credited_in
from pipelines.agencies.marks import agency_codes
from pipelines.records import Article


def credits_of(article: Article) -> tuple[str, ...]:
    """The codes of the agencies credited, each once; `agencies` is «وكالات», which names none."""
    publisher = [article.source_id] if article.source_id in agency_codes() else []
    return tuple(dict.fromkeys([*(article.agencies or ()), *publisher, *credited_in(article.text)]))
