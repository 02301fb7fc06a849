"""The demo newsroom: three invented Arabic outlets on 127.0.0.1, and the truth about them.

content/     the articles as data; `content/refused.toml`: what listings offer and what is no article
templates/   what each outlet's pages look like
content.py -> fajr.py, marsad.py, sada.py -> truth.py (all pages; what a right crawl finds) -> newsroom.py
"""

from tests.newsroom.content import NOW
from tests.newsroom.newsroom import Newsroom
from tests.newsroom.server import Request
from tests.newsroom.sources import NET_HOSTS, write_sources
from tests.newsroom.truth import Expected, Truth, expected

__all__ = ["NET_HOSTS", "NOW", "Expected", "Newsroom", "Request", "Truth", "expected", "write_sources"]
