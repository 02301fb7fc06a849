"""Parts of a page that are no article, told by what they hold: class names are other on every site, and lie."""

import re
from functools import cache
from pathlib import Path

from lxml.html import HtmlElement

from pipelines.reading.boilerplate import normalised
from pipelines.reading.inline import fold

_FEWEST_LINKS = 3
_LITTLE = 1500  # characters of prose; more than a notice or a form ever says
_FIELDS = frozenset({"text", "email", "search", "password", "tel"})


@cache
def _phrases() -> re.Pattern[str]:
    lines = Path(__file__).with_name("foreign_phrases.txt").read_text(encoding="utf-8").splitlines()
    return re.compile("|".join(f"(?:{line})" for line in lines if line and not line.startswith("#")))


def is_form_or_notice(element: HtmlElement, prose: int) -> bool:
    """Whether a part asks for words or consent, and says little else."""
    if prose > _LITTLE:
        return False
    if any(True for _ in element.iter("textarea")):
        return True
    if any((field.get("type") or "text").lower() in _FIELDS for field in element.iter("input")):
        return True
    return bool(_phrases().search(normalised("".join(element.itertext())[: 2 * _LITTLE]).lower()))


def is_mostly_links(element: HtmlElement, prose: int) -> bool:
    """Whether a part says more in links than in sentences, as boxes of related articles do."""
    links = [fold("".join(link.itertext())) for link in element.iter("a") if link.get("href")]
    return sum(1 for link in links if link) >= _FEWEST_LINKS and sum(map(len, links)) > prose
