"""Which stored article a page is: by the addresses that led to it, else by the one that it states as its own."""

from pipelines.addresses.canonical import article_id
from pipelines.records import Article
from pipelines.state.known import Known
from pipelines.storing.holdings import Holdings


def stored_article(page: Article, holdings: Holdings) -> Known | None:
    """The article that the page is; None if it is new.

    A new page that states the address of another article is identified by its own address from here on.
    """
    own = holdings.key(page.url)
    for key in (holdings.key(page.requested_url), own):
        known = holdings.known_at(key)
        if known is not None:
            return known
    stated = holdings.known_at(page.canonical_url)
    if stated is not None and not _is_view_of(stated, page):
        _identify_by(page, own)  # many pages share the address that it states: it identifies none of them
        return None
    return stated


def leads_elsewhere(page: Article, known: Known, holdings: Holdings) -> bool:
    """Whether the known address that was asked for led to another article: neither address nor words are its own.

    An outlet that redirects what it took down would else give the id of one article to the next.
    """
    own = (holdings.article_at(holdings.key(page.url)), holdings.article_at(page.canonical_url))
    return known.article_id not in own and not _is_view_of(known, page)


def doubt_new_address(page: Article, known: Known, holdings: Holdings) -> None:
    """Do not believe an unknown stated address while all words are new: it may be another article's, shown here.

    A listing then has until the next look to bring that article by itself.
    """
    if holdings.article_at(page.canonical_url) is None and not _is_view_of(known, page):
        page.canonical_url = holdings.key(page.url)


def _is_view_of(known: Known, page: Article) -> bool:
    """Whether a page that states the address of a known article is another view of it."""
    pairs = ((page.title, known.title), (page.text_hash, known.text_hash))
    return any(now is not None and now == before for now, before in pairs)


def _identify_by(page: Article, own: str) -> None:
    if page.article_id == article_id(page.canonical_url):  # else it has its id from an older row
        page.article_id = page.cluster_id = article_id(own)
    page.canonical_url = own
