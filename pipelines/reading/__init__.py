"""Reading: the pure step from a page's bytes to an article.

`read` raises `RejectPage` for what is not one; it uses no clock, no network and no state, so that it runs in any
process, today and when a page is read again years later.
"""

from pipelines.reading.article import READER_VERSION
from pipelines.reading.page import read

__all__ = ["READER_VERSION", "read"]
