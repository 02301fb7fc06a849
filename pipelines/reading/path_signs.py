"""What tells the path that leads to a page from a menu: its name, its marks, links that grow one from the other."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice, pairwise
from pathlib import Path
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from pipelines.reading.tree import is_element

_LARGE = 40  # elements; what holds more holds more than a path
_AROUND = 4  # elements around a step: its link, its list, what frames that
_NAMING = ("class", "id", "aria-label", "itemprop", "itemtype", "typeof")
_ARROW = re.compile(r"[/\\»«>‹›←→]+|::")  # bars and dashes part the entries of menus too


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    table = tomllib.loads(Path(__file__).with_name("sections.toml").read_text(encoding="utf-8"))
    return {name: re.compile(table[name], re.IGNORECASE) for name in ("path", "arrow")}


def is_path(elements: Sequence[HtmlElement], line: str, count: int) -> bool:
    """Whether so many steps behind the home page are a path: each stands below the one before, not beside it."""
    inside = [node for element in elements for node in _inside(element)]
    around = list(_around(elements[-1]))
    if any(_patterns()["path"].search(node.get(key) or "") for node in [*inside, *around] for key in _NAMING):
        return True
    icons = sum(1 for node in inside if _patterns()["arrow"].search(f"{node.get('class')} {node.get('src')}"))
    is_numbered = any(node.tag == "ol" for node in around)
    return is_numbered or len(_ARROW.findall(line)) + icons >= count or _grow(inside)


def is_arrow(piece: str) -> bool:
    """Whether a text is nothing but the arrow that points from one step to the next."""
    return _ARROW.fullmatch(piece) is not None


def _inside(element: HtmlElement) -> list[HtmlElement]:
    return [node for node in islice(element.iter(), _LARGE) if is_element(node)]


def _around(element: HtmlElement) -> Iterator[HtmlElement]:
    """What holds a step and little else."""
    for node in islice(element.iterancestors(), _AROUND):
        if sum(1 for _ in islice(node.iter(), _LARGE)) == _LARGE or node.tag == "body":
            return
        yield node


def _grow(nodes: Sequence[HtmlElement]) -> bool:
    """Whether links lead ever deeper: to `/`, `/sport`, `/sport/football`."""
    paths = [_path_of(node.get("href") or "") for node in nodes if node.tag == "a"]
    return len(paths) > 2 and all(
        after != before and after.startswith(f"{before.rstrip('/')}/") for before, after in pairwise(paths)
    )


def _path_of(address: str) -> str:
    try:
        return urlsplit(address.strip()).path
    except ValueError:
        return ""
