"""The numbers of `duplicates.toml`, read once."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

_FILE = Path(__file__).with_name("duplicates.toml")


@dataclass(frozen=True, slots=True)
class Shingles:
    words: int
    digest_bytes: int
    most: int


@dataclass(frozen=True, slots=True)
class Bands:
    bands: int
    rows: int
    most_postings: int
    most_compared: int


@dataclass(frozen=True, slots=True)
class Verdict:
    similar: float
    like_first: float
    words_to_compare: int
    window_days: int


_NUMBERS = tomllib.loads(_FILE.read_text(encoding="utf-8"))
SHINGLES = Shingles(**_NUMBERS["shingles"])
BANDS = Bands(**_NUMBERS["bands"])
VERDICT = Verdict(**_NUMBERS["verdict"])
