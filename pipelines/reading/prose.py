"""What reads like a sentence."""

from pipelines.reading.blocks import Block
from pipelines.reading.inline import ends_sentence


def is_prose(block: Block) -> bool:
    """Whether a line reads like a sentence and not like a link or a label."""
    words = len(block.text.split())
    return block.link_share < 0.5 and (words > 11 or (words > 5 and ends_sentence(block.text)))
