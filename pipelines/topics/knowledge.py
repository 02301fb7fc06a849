"""The topics as their files say them: names, what implies what, the phrases that find them, and how these count."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.knowledge.folders import KnowledgeFolder
from pipelines.knowledge.tables import KnowledgeError
from pipelines.knowledge.toml_files import check_keys, read_lines, read_rows, read_toml
from pipelines.tagging.clitics import ARTICLE
from pipelines.tagging.normalised import fold
from pipelines.tagging.phrase_patterns import Phrase, parse_in_two, parse_phrase
from pipelines.topics.scoring import Scoring, read_scoring
from pipelines.topics.words import TopicWords, read_topic_words

OUR_CODE = re.compile(r"medtop:\d{8}")
_OWN_CODE = re.compile(r"(?!\d+$)[a-z0-9]+(-[a-z0-9]+)*")  # eight digits in a file mean IPTC's
_KEYS = {
    "code": str, "name_ar": str, "name_en": str, "definition": str,
    "implies": list, "surroundings": bool, "beside": list, "between_states": bool,
}  # fmt: skip
_COLUMNS = ("code", "weight", "phrases")
_LIGHT_COLUMNS = ("weight", "words")
MOST_WEIGHT = 6
_MOST_AGAINST = 12  # as much as two phrases that decide
_WEIGHTS = frozenset(str(weight) for weight in range(-_MOST_AGAINST, MOST_WEIGHT + 1) if weight)


@dataclass(frozen=True, slots=True)
class TopicEntry:
    """One topic: `implies` are the codes of broader topics that it brings along.

    `surroundings`: its words stand in much news as the place where something else happens (a hospital, a ministry).
    `beside`: codes of topics whose articles use its words for something of theirs (elections of football clubs).
    `between_states`: it takes two of them (diplomacy).
    """

    code: str
    name_ar: str
    name_en: str
    definition: str
    implies: tuple[str, ...] = ()
    surroundings: bool = False
    beside: tuple[str, ...] = ()
    between_states: bool = False


@dataclass(frozen=True, slots=True)
class WeightedPhrase:
    code: str
    weight: int
    phrase: Phrase


@dataclass(frozen=True, slots=True)
class TopicKnowledge:
    """Inside `silent` neither phrases nor words count, inside `masks` no phrases.

    `light` are words that count less than their phrase says where they stand alone; `words` is the model.
    """

    entries: dict[str, TopicEntry]
    phrases: tuple[WeightedPhrase, ...]
    masks: tuple[Phrase, ...]
    silent: tuple[Phrase, ...]
    light: dict[str, int]
    scoring: Scoring
    words: TopicWords


def load_topics(folders: Iterable[KnowledgeFolder]) -> TopicKnowledge:
    """The topics of all folders; the first one is ours and says how phrases count. Refuses what is broken."""
    entries: dict[str, TopicEntry] = {}
    phrases: list[WeightedPhrase] = []
    masks: list[Phrase] = []
    silent: list[Phrase] = []
    light: dict[str, int] = {}
    scoring: Scoring | None = None
    words: TopicWords | None = None
    for folder in folders:
        path = folder.path / "topics"
        if not path.is_dir() and folder.prefix:
            continue
        scoring = scoring or read_scoring(path / "scoring.toml")
        _take_entries(path, folder.prefix, entries)
        phrases += _read_phrases(path, folder.prefix, entries)
        masks += _read_masks(path / "masks.txt")
        silent += _read_masks(path / "silent.txt")
        words = words or read_topic_words(path / "words.tsv", entries)
        light.update(_read_light_words(path / "light_words.tsv"))
    if scoring is None or words is None:
        raise KnowledgeError(Path("topics"), "folders", "there is none")
    return TopicKnowledge(entries, tuple(phrases), tuple(masks), tuple(silent), light, scoring, words)


def _take_entries(path: Path, prefix: str, entries: dict[str, TopicEntry]) -> None:
    file = path / "topics.toml"
    if not file.exists() and prefix:  # a user may add phrases to our topics only
        return
    tables = read_toml(file)
    check_keys(file, "file", tables, {"topic": list})
    new = [_entry(file, prefix, table) for table in tables.get("topic", [])]
    for entry in new:
        if entry.code in entries:
            raise KnowledgeError(file, entry.code, "stands twice")
        entries[entry.code] = entry
    for entry in new:
        for key, codes in (("implies", entry.implies), ("beside", entry.beside)):
            for code in codes:
                if code not in entries or code == entry.code:
                    raise KnowledgeError(file, entry.code, f"{key} {code!r}, which is no other topic")


def _entry(file: Path, prefix: str, table: dict[str, Any]) -> TopicEntry:
    code = str(table.get("code", "entry without code"))
    check_keys(file, code, table, _KEYS)
    for key in ("code", "name_ar", "name_en", "definition"):
        if not table.get(key, "").strip():
            raise KnowledgeError(file, code, f"{key} is missing")
    if not prefix and OUR_CODE.fullmatch(code) is None:
        raise KnowledgeError(file, code, "is no code of IPTC Media Topics")
    if prefix and _OWN_CODE.fullmatch(code) is None:
        raise KnowledgeError(
            file, code, "a code of your own is small letters, digits and single hyphens, no number"
        )
    implied, beside = (
        tuple(full_code(str(other), prefix) for other in table.get(key, ())) for key in ("implies", "beside")
    )
    return TopicEntry(
        prefix + code, table["name_ar"], table["name_en"], table["definition"], implied,
        table.get("surroundings", False), beside, table.get("between_states", False),
    )  # fmt: skip


def full_code(code: str, prefix: str) -> str:
    """A code as it stands in a file -> the topic's code: eight digits are IPTC's, all else the folder's own."""
    if OUR_CODE.fullmatch(code):
        return code
    return f"medtop:{code}" if re.fullmatch(r"\d{8}", code) else prefix + code


def _read_phrases(path: Path, prefix: str, entries: dict[str, TopicEntry]) -> Iterator[WeightedPhrase]:
    for file in sorted((path / "phrases").glob("*.tsv")):
        for entry, (code, weight, written) in read_rows(file, _COLUMNS):
            full = full_code(code, prefix)
            if full not in entries:
                raise KnowledgeError(file, entry, f"{code!r} is no topic")
            if weight not in _WEIGHTS:
                why = f"the weight must be 1 to {MOST_WEIGHT}, or -1 to -{_MOST_AGAINST} against it, not {weight!r}"
                raise KnowledgeError(file, entry, why)
            for one in written.split(";"):
                yield WeightedPhrase(full, int(weight), checked_phrase(file, entry, one, parse_in_two))


def _read_masks(file: Path) -> list[Phrase]:
    if not file.exists():
        return []
    return [checked_phrase(file, where, line) for where, line in read_lines(file)]


def _read_light_words(file: Path) -> Iterator[tuple[str, int]]:
    if not file.exists():
        return
    for where, (weight, words) in read_rows(file, _LIGHT_COLUMNS):
        if weight not in map(str, range(MOST_WEIGHT)):
            raise KnowledgeError(file, where, f"the weight must be 0 to {MOST_WEIGHT - 1}")
        for word in fold(words).split():
            yield word, int(weight)
            yield ARTICLE + word, int(weight)


def checked_phrase(file: Path, entry: str, written: str, parse: Callable[[str], Phrase] = parse_phrase) -> Phrase:
    """The phrase, or a refusal that says where it stands."""
    try:
        return parse(written)
    except ValueError as error:
        raise KnowledgeError(file, entry, f"the phrase {written.strip()!r} {error}") from error
