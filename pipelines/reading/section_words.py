"""Which words may be the name of a section, and which never are: `sections.toml`."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from pipelines.reading.boilerplate import normalised
from pipelines.reading.contacts import without_contacts
from pipelines.reading.crumbs import is_home
from pipelines.reading.labels import key_of

LONGEST = 40
_MOST_WORDS = 4
_MOST_IN_ONE = 2  # «آراء وأفكار, الاعمدة» may be one section's name
_COMMA = re.compile(r"\s*[,،]\s*")


@cache
def table() -> dict[str, Any]:
    table = tomllib.loads(Path(__file__).with_name("sections.toml").read_text(encoding="utf-8"))
    return {
        "never": frozenset(normalised(word).lower() for word in table["never"]),
        "vague": frozenset(map(normalised, table["vague"])),
        "card": frozenset(normalised(word).lower() for word in table["card"]),
        "label": re.compile(table["label"]),
        "named": re.compile(table["named"]),
        "address": re.compile(table["address"], re.IGNORECASE),
    }


def without_home(stated: str | None) -> str | None:
    """What a list of sections names besides the home page: «الرئيسية, حوادث»; of many the first that tells."""
    parts = _COMMA.split(stated or "")
    kept = [part for part in parts if part and not is_home(part)]
    if (
        len(kept) > _MOST_IN_ONE
    ):  # a system's categories, which say where the article is shown too: «تقارير, أخبار, سلايدر»
        return vague_last(kept)[0]
    return stated if len(kept) in {0, len(parts)} else ", ".join(kept)


def vague_last(steps: Iterable[str]) -> list[str]:
    """The steps of a path with those behind the others that fit every article: «الأخبار»."""
    return sorted(steps, key=lambda step: normalised(step) in table()["vague"] or is_never(step))


def is_never(words: str) -> bool:
    """Whether words beside the headline are a button, a label or an address; in the path they are a section."""
    return normalised(words).lower() in table()["never"] or without_contacts(words) != words


def is_none(words: str, names: set[str]) -> bool:
    """Whether words are no name of a section: the home page, a date, the outlet, the headline, a sentence."""
    plain = normalised(words).lower()
    letters = sum(1 for sign in plain if sign.isalpha())  # «A+» makes the letters larger
    if letters < 2 or len(words) > LONGEST or len(words.split()) > _MOST_WORDS:
        return True
    if is_home(plain):
        return True
    return plain in names or key_of(words) in names or "http" in plain or "@" in plain
