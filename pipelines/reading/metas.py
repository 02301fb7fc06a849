"""The page's <meta> and <link> elements, by name."""

from collections.abc import Iterable, Mapping

from lxml.html import HtmlElement

from pipelines.reading.inline import fold

Metas = Mapping[str, list[str]]


def read_metas(tree: HtmlElement) -> Metas:
    """Every value under its name in lower case, in the order of the page."""
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        value = fold(element.get("content") or "")
        if not value:
            continue
        for key in ("property", "name", "itemprop", "http-equiv"):
            if name := element.get(key):
                found.setdefault(name.strip().lower(), []).append(value)
                break
    return found


def first(metas: Metas, names: Iterable[str]) -> str | None:
    """The first value of the first name that has one."""
    return next((metas[name][0] for name in names if metas.get(name)), None)


def stated_addresses(tree: HtmlElement) -> list[str]:
    """The addresses that the page gives itself: its canonical link, then og:url."""
    links = [
        element.get("href") or ""
        for element in tree.iter("link")
        if "canonical" in (element.get("rel") or "").lower().split()
    ]
    graph = [
        element.get("content") or ""
        for element in tree.iter("meta")
        if (element.get("property") or element.get("name") or "").strip().lower() == "og:url"
    ]
    return list(dict.fromkeys(address.strip() for address in links + graph if address.strip()))
