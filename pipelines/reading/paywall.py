"""Whether only subscribers see the whole text: what the page states, else what it says to its readers."""

from collections.abc import Iterable

from pipelines.reading.boilerplate import is_hidden, is_wall
from pipelines.reading.metas import Metas, first
from pipelines.reading.structured import Node
from pipelines.reading.vicinity import Near


def is_for_subscribers(article: Node | None, metas: Metas, near: Iterable[Near]) -> bool:
    stated = _stated(article, metas)
    return any(map(_asks_to_subscribe, near)) if stated is None else stated


def _stated(article: Node | None, metas: Metas) -> bool | None:
    """As schema.org's isAccessibleForFree and Facebook's content tier have it; None: neither does."""
    free = (article or {}).get("isAccessibleForFree")
    if isinstance(free, str):
        free = free.rpartition("/")[2].strip().lower() not in ("false", "no", "0")
    tier = (first(metas, ("article:content_tier",)) or "").lower()
    if free is False or tier in ("locked", "metered"):
        return True
    return False if free or tier == "free" else None


def _asks_to_subscribe(line: Near) -> bool:
    """Whether a line behind the text does, and is seen: some pages keep it for who has read too much."""
    if line.place != "after" or not any(map(is_wall, (*line.pieces, line.text))):
        return False
    element = line.block.element
    return not any(map(is_hidden, (element, *element.iterancestors())))
