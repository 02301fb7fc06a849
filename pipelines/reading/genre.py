"""Of which genre an article is, and what says so; unknown rather than a guess."""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pipelines.reading.boilerplate import normalised
from pipelines.reading.metas import Metas, first

_WORDS_OF_A_CAPTION = 80  # below a video or under pictures; more is an article that has them
_MEDIA = ("gallery", "video")
_QUESTIONS = 4  # lines that ask; fewer are rhetoric
_GENERIC_TYPES = frozenset({"article", "news", "story"})


@dataclass(frozen=True, slots=True)
class GenreSigns:
    """What may say of which genre an article is."""

    types: frozenset[str]
    labels: Sequence[str]
    section: str | None
    url: str
    metas: Metas
    paragraphs: Sequence[str]
    page_types: frozenset[str] = frozenset()


@cache
def _table() -> dict[str, dict[str, frozenset[str]]]:
    table = tomllib.loads(Path(__file__).with_name("genres.toml").read_text(encoding="utf-8"))
    return {
        genre: {kind: frozenset(_key(word) for word in words) for kind, words in kinds.items()}
        for genre, kinds in table.items()
    }


def genre_of(signs: GenreSigns) -> tuple[str, str | None]:
    """The genre, and what says so: json_ld, label, section, url, og or text."""
    places: tuple[tuple[str, str, Iterable[str]], ...] = (
        ("types", "json_ld", signs.types),
        ("labels", "label", signs.labels),
        ("sections", "section", [signs.section] if signs.section else []),
        ("paths", "url", _path_of(signs.url)),
    )
    for kind, origin, found in places:
        keys = {_key(word) for word in found}
        for genre, signals in _table().items():
            said = sum(1 for other, _, words in places if {_key(word) for word in words} & signals[other])
            is_said = keys & signals[kind] or (kind == "sections" and _opens(keys, signals))
            if genre != "news" and is_said and _fits(genre, signs, said):
                return genre, origin
    return _media(signs) or _interview(signs) or _news(signs, places)


def _opens(sections: Iterable[str], signals: dict[str, frozenset[str]]) -> bool:
    words = (section.split(maxsplit=1) for section in sections)
    return any(word[0] in signals.get("openings", ()) for word in words if word)


def is_section_of_genre(text: str) -> bool:
    """Whether the text names a section of some genre, or of news."""
    return any(_key(text) in signals["sections"] for signals in _table().values())


def _fits(genre: str, signs: GenreSigns, said: int) -> bool:
    """Whether the text is short enough for the genre; a page that says it twice may say more than a caption."""
    said += genre == "video" and not signs.types and "videoobject" in signs.page_types
    return genre not in _MEDIA or _is_caption(signs) or (said > 1 and "newsarticle" not in signs.types)


def _media(signs: GenreSigns) -> tuple[str, str] | None:
    """A page whose own node is a video or a gallery, with no more text than a caption."""
    if not _is_caption(signs) or signs.types:
        return None
    if "videoobject" in signs.page_types or (first(signs.metas, ("og:type",)) or "").startswith("video"):
        return "video", "json_ld" if "videoobject" in signs.page_types else "og"
    return ("gallery", "json_ld") if signs.page_types & _table()["gallery"]["types"] else None


def _interview(signs: GenreSigns) -> tuple[str, str] | None:
    """Questions on lines of their own, each answered."""
    asked = [text for text in signs.paragraphs if text.rstrip(' »"”').endswith(("؟", "?")) and len(text) < 300]
    is_one = len(asked) >= _QUESTIONS and len(asked) * 4 >= len(signs.paragraphs)
    return ("interview", "text") if is_one else None


def _news(signs: GenreSigns, places: Iterable[tuple[str, str, Iterable[str]]]) -> tuple[str, str | None]:
    for kind, origin, found in places:
        if {_key(word) for word in found} & _table()["news"][kind]:
            return "news", origin
    if (first(signs.metas, ("og:type",)) or "").lower() in _GENERIC_TYPES:
        return "news", "og"
    return "unknown", None


def _is_caption(signs: GenreSigns) -> bool:
    return sum(len(text.split()) for text in signs.paragraphs) < _WORDS_OF_A_CAPTION


def _path_of(url: str) -> list[str]:
    try:
        return [unquote(part) for part in urlsplit(url).path.split("/") if part][:-1]
    except ValueError:
        return []


def _key(word: str) -> str:
    return normalised(word).lower()
