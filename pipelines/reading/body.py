"""The article's own lines: chosen, completed, and freed of furniture."""

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from lxml.html import HtmlElement

from pipelines.reading.asides import without_asides
from pipelines.reading.blocks import Block
from pipelines.reading.boilerplate import is_furniture, normalised
from pipelines.reading.choice import chosen_by_trafilatura
from pipelines.reading.completion import completed
from pipelines.reading.inline import ends_sentence
from pipelines.reading.persons import begins_like_person, is_person, parts_of
from pipelines.reading.prose import is_prose
from pipelines.reading.tags import HEADING

_BYLINE = re.compile(r"(?:كتب|كتبت|بقلم|حاوره|حاورها|حاورته|اعداد|ترجمه|تقرير) ?[:/–-] ?[^.،:]{3,40}")
_HEADING_WORDS = 16
_QUESTIONS = 3  # in bold: an interviewer asks so often, and what parts a report so often is set as headings
_DATE_WORDS = 4
_WORDS_OF_A_PLACE = 2
_WORDS_OF_A_BYLINE = 8  # «المصدر أونلاين – خليل المقطري»


@dataclass(frozen=True, slots=True)
class Body:
    """The paragraphs of an article and which of them are subheadings."""

    paragraphs: tuple[str, ...]
    headings: tuple[int, ...]

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs)


def find_body(blocks: Sequence[Block], root: HtmlElement, titles: Iterable[str] = ()) -> tuple[Body, list[Block]]:
    """The body in a run of blocks, with the blocks that were taken."""
    chosen = set(chosen_by_trafilatura(blocks, root))
    if not chosen:
        chosen = {number for number, block in enumerate(blocks) if is_prose(block)}
    chosen = completed(blocks, chosen)
    taken = _freed([blocks[number] for number in sorted(chosen)], {normalised(title) for title in titles if title})
    return _body_of(taken), taken


def everything(blocks: Sequence[Block], titles: Iterable[str] = ()) -> tuple[Body, list[Block]]:
    """All lines, for an element that is the body and nothing else: an urgent item may just repeat its headline."""
    taken = _freed(list(blocks), {normalised(title) for title in titles if title}) or _only_line(blocks)
    return _body_of(taken), taken


def sentences(blocks: Sequence[Block], titles: Iterable[str] = ()) -> tuple[Body, list[Block]]:
    """All lines that say more than the headline, for lines that may belong to the article or not."""
    taken = _freed(list(blocks), {normalised(title) for title in titles if title})
    return _body_of(taken), taken


def unsigned(body: Body, shown: AbstractSet[str]) -> Body:
    """The body without last lines that sign it: no sentences, and the page shows them beside the headline too."""
    count = len(body.paragraphs)
    while (
        count > 1
        and not ends_sentence(body.paragraphs[count - 1])
        and normalised(body.paragraphs[count - 1]) in shown
    ):
        count -= 1
    return Body(body.paragraphs[:count], tuple(number for number in body.headings if number < count))


def _freed(taken: list[Block], titles: set[str]) -> list[Block]:
    """The lines without furniture, without the headline over them and what stands between the two."""
    count = len(taken)
    kept = [
        block
        for number, block in enumerate(taken)
        if not is_furniture(block.text, block.link_share, at_tail=0 < count - 2 <= number)
        and not _is_headline_link(block)
        and not (len(block.text) < 300 and _is_headline(normalised(block.text), titles))
    ]
    kept = without_asides(_from_first_prose(kept))
    while len(kept) > 1 and _looks_like_heading(kept[-1]):
        kept.pop()
    return kept


def _is_headline(line: str, titles: set[str]) -> bool:
    """Whether a line is the headline, alone or at the end of the path that leads to the page."""
    return line in titles or any("/" in line and line.endswith(f"/{title}") for title in titles)


def _only_line(taken: Sequence[Block]) -> list[Block]:
    return [
        block
        for block in taken
        if block.tag not in HEADING and len(block.text.split()) > 3 and block.link_share < 0.5
    ][:1]


def _from_first_prose(kept: list[Block]) -> list[Block]:
    """Drops bylines, dates and counters that stand before the first sentence; a dateline opens it and stays."""
    first = next((number for number, block in enumerate(kept) if is_prose(block)), 0)
    opening = [block for block in kept[:first] if _opens(block) and block.tag != "h1"]
    if opening and opening[0].tag in HEADING and is_dateline(opening[0].text):
        opening = opening[1:]  # «إسطنبول» over the first paragraph: where it was written
    return opening + kept[first:]


def is_dateline(line: str) -> bool:
    """Whether a heading is a place, a place and an outlet («الخرطوم: النورس نيوز»), or an outlet and a writer."""
    words, parts = line.split(), parts_of(line)
    if len(parts) > 1 and len(words) <= _WORDS_OF_A_BYLINE and begins_like_person(parts[-1]):
        return is_person(parts[-1], set())
    return len(words) <= _WORDS_OF_A_PLACE or (len(words) <= 2 * _WORDS_OF_A_PLACE and words[0].endswith(":"))


def _opens(block: Block) -> bool:
    if _BYLINE.fullmatch(normalised(block.text)) or _is_written_by(block.text):
        return False  # «كتب- عمر كامل:», «كتبت زينب البناء:»
    return block.tag in HEADING or block.text.rstrip().endswith((":", "-", "–", "—", "/", "."))


def _is_written_by(line: str) -> bool:
    """Whether a line is «كتب» and a name, with nothing between the two."""
    verb, _, name = line.strip(" :").partition(" ")
    return verb in ("كتب", "كتبت") and begins_like_person(name) and is_person(name, set())


def _is_headline_link(block: Block) -> bool:
    """A line that is one link and nothing else, or only a date beside it, leads away from the article."""
    if block.link_share > 0.4 and len(block.line.pieces) > 1 and is_furniture(block.line.pieces[0]):
        return True  # «اقرأ أيضا» and a headline, which only a style sheet sets apart
    if block.link_share > 0.9:
        return block.line.links == 1 or len(block.text) < 30
    if block.link_share < 0.7 or block.line.links != 1 or ends_sentence(block.text):
        return False
    beside = "".join(text for text, linked in block.line.parts if not linked).split()
    return len(beside) <= _DATE_WORDS and any(word[0].isdigit() for word in beside)


def _looks_like_heading(block: Block) -> bool:
    if block.tag in HEADING:
        return len(block.text.split()) <= 2 * _HEADING_WORDS
    return (
        block.is_bold
        and len(block.text.split()) <= _HEADING_WORDS
        and not block.text.rstrip().endswith((".", "،", "؛", "»."))
        and block.tag != "row"
    )


def _body_of(taken: list[Block]) -> Body:
    heads = [number for number, block in enumerate(taken) if _is_heading(taken, number, block)]
    if len(heads) * 2 > len(taken):  # where most lines are bold, bold says nothing
        heads = [number for number in heads if taken[number].tag in HEADING]
    asked = {number for number, block in enumerate(taken) if _is_bold_question(block)}
    if len(asked) >= _QUESTIONS:
        heads = [number for number in heads if number not in asked]
    return Body(tuple(block.text for block in taken), tuple(heads))


def _is_bold_question(block: Block) -> bool:
    return block.tag not in HEADING and _looks_like_heading(block) and block.text.rstrip().endswith(("؟", "?"))


def _is_heading(taken: list[Block], number: int, block: Block) -> bool:
    if number == len(taken) - 1 or not _looks_like_heading(block):
        return False
    if number == 0:
        return block.tag in HEADING and not (is_prose(block) and ends_sentence(block.text))  # else it is the lead
    return True
