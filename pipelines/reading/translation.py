"""A translation beside the text: some outlets print what a machine made of the article below it, in English."""

import re
from collections.abc import Sequence

from lxml.html import HtmlElement

from pipelines.reading.blocks import Block
from pipelines.reading.prose import is_prose

_ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d3]")
_LATIN = re.compile("[A-Za-z]")
_FEWEST = 2  # paragraphs; a single one may be quoted


def without_translation(blocks: Sequence[Block]) -> list[Block]:
    """The lines without the paragraphs of elements that hold nothing but Latin prose, where others hold Arabic."""
    latin = sum(is_prose(block) for block in blocks if _is_latin(block))
    if latin < _FEWEST or sum(map(is_prose, blocks)) - latin < _FEWEST:
        return list(blocks)
    holders: dict[HtmlElement | None, list[Block]] = {}
    for block in blocks:
        holders.setdefault(block.element.getparent(), []).append(block)
    foreign = {
        block
        for held in holders.values()
        if sum(map(is_prose, held)) >= _FEWEST and all(map(_is_latin, held))
        for block in held
    }
    return [block for block in blocks if block not in foreign]


def _is_latin(block: Block) -> bool:
    return _ARABIC.search(block.text) is None and _LATIN.search(block.text) is not None
