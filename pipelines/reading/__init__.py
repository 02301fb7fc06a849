"""Reading: the pure step from a page's bytes to an article.

`read` raises `RejectPage` for what is not one; it uses no clock, no network and no state, so that it runs in any
process, today and when a page is read again years later.
"""

from pipelines.reading.version import READER_VERSION
from pipelines.records import Article, Page

__all__ = ["READER_VERSION", "read"]


def read(page: Page) -> Article:
    """The article on a page.

    Raises:
        RejectPage: the page is not one article, with the reason.
    """
    from pipelines.reading.page import read as read_page  # the process that only sends pages to it needs none of it

    return read_page(page)
