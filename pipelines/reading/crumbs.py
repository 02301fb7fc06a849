"""The path that leads from the home page to an article, as readers see it."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from pathlib import Path

from lxml.html import HtmlElement

from pipelines.reading.boilerplate import normalised
from pipelines.reading.inline import fold
from pipelines.reading.labels import key_of
from pipelines.reading.path_signs import is_arrow, is_path
from pipelines.reading.vicinity import Near

_MOST_WORDS = 4  # of a section's name
_MOST_STEPS = 3  # behind the home page, the headline among them
_MOSTLY_LINKS = 0.8
_CRUMBS = re.compile(r"\s*(?:[/\\»«>‹›|←→]|::|\s-\s|\s–\s)\s*")


@cache
def _home() -> frozenset[str]:
    table = tomllib.loads(Path(__file__).with_name("sections.toml").read_text(encoding="utf-8"))
    return frozenset(table["home"])


def steps_of_path(near: Sequence[Near], titles: Sequence[str]) -> Iterator[str]:
    """The last steps of a path that starts at the home page, in one line or over several; a menu is none."""
    lines = [item for item in near if item.place == "above"]
    headlines = {key_of(title) for title in titles}
    for item in reversed(lines):
        text = fold(item.block.text)
        for pieces in ([text], item.pieces):
            steps = [step for piece in pieces for step in _split(piece)]
            home = next((number for number, step in enumerate(steps[:2]) if is_home(step)), None)
            if home is not None:  # «أنت هنا» may open the path
                yield from _steps(steps[home + 1 :], [item.block.element], headlines, text)
    homes = [number for number, item in enumerate(lines) if is_home(fold(item.block.text))]
    if homes:
        listed = lines[homes[-1] :]
        steps = [fold(item.block.text) for item in listed[1:]]
        yield from _steps(steps, [item.block.element for item in listed], headlines)


def steps_by_arrows(near: Sequence[Near]) -> Iterator[str]:
    """The last of two or three steps that only arrows part, just above the headline: «الأخبار » أخبار السودان»."""
    for item in [item for item in near if item.place == "above"][:-3:-1]:
        steps = [piece for piece in item.pieces if not is_arrow(piece)]
        is_parted = len(item.pieces) == 2 * len(steps) - 1
        if 1 < len(steps) <= _MOST_STEPS and is_parted and item.block.link_share > _MOSTLY_LINKS:
            yield steps[-1]


def _split(piece: str) -> list[str]:
    return [step for step in _CRUMBS.split(piece) if step.strip()]


def _steps(
    behind_home: Sequence[str], elements: Sequence[HtmlElement], headlines: AbstractSet[str], line: str = ""
) -> Iterator[str]:
    """The steps of a path, the last first; of several that nothing tells from a menu's entries, none."""
    is_closed = bool(behind_home) and _is_headline(behind_home[-1], headlines)
    steps = behind_home[:-1] if is_closed else behind_home
    if len(behind_home) <= _MOST_STEPS and (
        len(steps) < 2 or is_closed or is_path(elements, line, len(behind_home))
    ):
        yield from reversed(steps)


def _is_headline(step: str, headlines: AbstractSet[str]) -> bool:
    """Whether a step is the article's title, whole or cut off."""
    key = key_of(step.rstrip(" .…"))
    is_cut = len(key.split()) > 2 and any(headline.startswith(key) for headline in headlines)
    return key in headlines or is_cut or len(step.split()) > _MOST_WORDS


def starts_at_home(line: str) -> bool:
    """Whether a line opens with the home page's link, as menus and paths do."""
    plain = normalised(line).lower()
    return any(plain == home or plain.startswith(f"{home} ") for home in _home())


def is_home(words: str) -> bool:
    """Whether words name the home page."""
    return normalised(words).lower() in _home()
