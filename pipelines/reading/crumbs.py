"""The path that leads from the home page to an article, as readers see it."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from pipelines.reading.boilerplate import normalised
from pipelines.reading.inline import fold
from pipelines.reading.vicinity import Near

_MOST_WORDS = 4  # of a section's name
_MOST_STEPS = 3  # behind the home page, the headline among them
_CRUMBS = re.compile(r"\s*(?:[/\\»«>‹›|←→]|::|\s-\s|\s–\s)\s*")


@cache
def _home() -> frozenset[str]:
    table = tomllib.loads(Path(__file__).with_name("sections.toml").read_text(encoding="utf-8"))
    return frozenset(table["home"])


def steps_of_path(near: Sequence[Near]) -> Iterator[str]:
    """The last steps of a path that starts at the home page, in one line or over several."""
    lines = [item for item in near if item.place == "above"]
    for item in reversed(lines):
        for steps in (
            _CRUMBS.split(fold(item.block.text)),
            [step for piece in item.pieces for step in _split(piece)],
        ):
            yield from _behind_home([step for step in steps if step])
    above = [fold(item.block.text) for item in lines]
    homes = [number for number, line in enumerate(above) if is_home(line)]
    steps = above[homes[-1] + 1 :] if homes else []
    if steps and len(steps) > 1 and len(steps[-1].split()) > _MOST_WORDS:
        steps.pop()  # the headline ends the path
    if len(steps) == 1:  # after more, it may as well be the menu
        yield from steps


def _split(piece: str) -> list[str]:
    return [step for step in _CRUMBS.split(piece) if step.strip()]


def _behind_home(steps: Sequence[str]) -> Iterator[str]:
    """The steps behind the home page, the last first; «أنت هنا» may open the path, and a menu has more steps."""
    home = next((number for number, step in enumerate(steps[:2]) if is_home(step)), None)
    if home is not None and 0 < len(steps) - home - 1 <= _MOST_STEPS:
        yield from reversed(steps[home + 1 :])


def starts_at_home(line: str) -> bool:
    """Whether a line opens with the home page's link, as menus and paths do."""
    plain = normalised(line).lower()
    return any(plain == home or plain.startswith(f"{home} ") for home in _home())


def is_home(words: str) -> bool:
    """Whether words name the home page."""
    return normalised(words).lower() in _home()
