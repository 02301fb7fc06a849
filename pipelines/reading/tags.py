"""What an element's name says: a block, a part of a sentence, or nothing to read."""

import tomllib
from pathlib import Path

_TABLE = tomllib.loads(Path(__file__).with_name("tags.toml").read_text(encoding="utf-8"))

BLOCK: frozenset[str] = frozenset(_TABLE["block"])
DROPPED: frozenset[str] = frozenset(_TABLE["dropped"])
WRAPPER: frozenset[str] = frozenset(_TABLE["wrapper"])
HEADING: frozenset[str] = frozenset(_TABLE["heading"])
BOLD: frozenset[str] = frozenset(_TABLE["bold"])
PICTURE: frozenset[str] = frozenset(_TABLE["picture"])
EMBED: frozenset[str] = frozenset(_TABLE["embed_classes"])
