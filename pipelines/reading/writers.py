"""What the markup around a name says of it: that it is the writer's, or whoever took the picture's."""

import re
import tomllib
from functools import cache
from itertools import islice
from pathlib import Path

from lxml.html import HtmlElement

from pipelines.reading.inline import fold
from pipelines.reading.tags import PICTURE
from pipelines.reading.tree import is_element
from pipelines.reading.vicinity import Near

_MOST_INSIDE = 40  # elements; a larger part holds more than a line of credits
_NAMING = ("class", "id", "rel", "itemprop", "href")


@cache
def _named() -> re.Pattern[str]:
    table = tomllib.loads(Path(__file__).with_name("byline_labels.toml").read_text(encoding="utf-8"))
    return re.compile(table["named"])


def names_writer(element: HtmlElement, part: str) -> bool:
    """Whether the element of a line, what holds it or what in it holds the name says that it is the writer's."""
    inside = list(islice((node for node in element.iterdescendants() if is_element(node)), _MOST_INSIDE))
    holders = [node for node in inside if part in fold("".join(node.itertext()))]
    around = [element, *list(element.iterancestors())[:2]] if len(inside) < _MOST_INSIDE else []
    values = (node.get(key) or "" for node in [*around, *holders] for key in _NAMING)
    return any(len(value) < 200 and _named().search(value) for value in values)


def is_of_picture(item: Near) -> bool:
    """Whether a line stands just behind a picture: an agency there took it, and did not write the article."""
    element = item.block.element
    if _named().search(element.get("class") or ""):
        return False
    parent = element.getparent()
    opens = element.getprevious() is None  # then what stands before its parent stands before it, too
    before = [node.getprevious() for node in (element, parent if opens else None) if node is not None]
    return item.block.picture is not None or any(node is not None and node.tag in PICTURE for node in before)
