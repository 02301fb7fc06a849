"""What a page shows for or against being an article, in numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from lxml.html import HtmlElement

from pipelines.reading.blocks import Block, segment
from pipelines.reading.body import Body
from pipelines.reading.boilerplate import is_furniture, normalised
from pipelines.reading.headline import Headline
from pipelines.reading.kinship import topic_words
from pipelines.reading.metas import Metas
from pipelines.reading.prose import is_prose
from pipelines.reading.structured import Structured

_HEADLINE_WORDS = 4
_RUN = 3  # paragraphs in a row; the teasers of lists have one or two under each headline


@dataclass(frozen=True)
class Evidence:
    """All that is known of a page when it is judged; `page` is what to look at around the text, if anything."""

    url: str
    source: str
    metas: Metas
    structured: Structured
    headline: Headline | None
    headings: Sequence[str]
    blocks: Sequence[Block]
    taken: Sequence[Block]
    body: Body
    page: HtmlElement | None = None
    mark: HtmlElement | None = None

    @cached_property
    def around(self) -> Sequence[Block]:
        """The lines of the whole page: read only for a page that the article alone does not settle."""
        return self.blocks if self.page is None else segment(self.page)

    @cached_property
    def words(self) -> int:
        return len(self.body.text.split())

    @cached_property
    def sentences(self) -> int:
        """How many of the lines taken are prose."""
        return sum(1 for block in self.taken if is_prose(block))

    @property
    def is_marked(self) -> bool:
        """Whether the page says that it is an article."""
        kind = next(iter(self.metas.get("og:type", [])), "").lower()
        return self.structured.article is not None or kind in ("article", "news", "story")

    @cached_property
    def is_headed(self) -> bool:
        """Whether a headline in full stands on the page, outside any link, and the text is about the same."""
        title = self.headline.title if self.headline is not None else ""
        about = topic_words([title])
        if self.mark is None or len(title.split()) < _HEADLINE_WORDS or not about:
            return False
        shared = about & topic_words([self.body.text])
        return len(shared) >= 2 and len(shared) * 3 >= len(about)

    @cached_property
    def is_coherent(self) -> bool:
        """Whether most of the prose is one run that no headline of something else interrupts, as no list has."""
        longest, run, taken = 0, 0, {id(block) for block in self.taken}
        for block in self.blocks:
            if id(block) in taken and is_prose(block):
                run += 1
                longest = max(longest, run)
            elif is_teaser(block):
                run = 0
        return longest >= _RUN and longest * 2 > self.sentences

    @cached_property
    def teasers(self) -> int:
        """How many headlines that lead elsewhere stand among the lines that were taken."""
        if not self.taken:
            return 0
        order = {id(block): number for number, block in enumerate(self.blocks)}
        places = [order[id(block)] for block in self.taken if id(block) in order]
        if not places:
            return 0
        # A list begins with a headline: the one just above its first line counts too.
        inner = self.blocks[max(0, min(places) - 1) : max(places)]
        return sum(1 for block in inner if is_teaser(block)) - sum(_in_boxes(inner))

    @property
    def is_short_item(self) -> bool:
        """Whether the text is a line or a few of one element, about what the headline over it is: a flash.

        Agencies set flashes into pages of fifty headlines.
        """
        holders = {id(_holder(block)) for block in self.taken if is_prose(block)}
        return len(holders) == 1 and self.is_headed

    @property
    def text(self) -> str:
        """The words of the page's beginning, as the phrases are written."""
        return _phrase(self.around)

    @property
    def core(self) -> str:
        """The words where the article should be."""
        return _phrase(self.blocks)


def _holder(block: Block) -> HtmlElement | None:
    return block.element.getparent() if block.tag in ("p", "li", "div") else block.element


def _in_boxes(blocks: Sequence[Block]) -> Iterator[int]:
    """How many headlines stand in each box that says what it is: «موضوعات مقترحة», and headlines below."""
    count, is_box = 0, False
    for block in blocks:
        if is_teaser(block):
            count += is_box
            continue
        yield count
        count, is_box = 0, is_furniture(block.text, block.link_share)
    yield count


def _phrase(blocks: Sequence[Block]) -> str:
    return normalised(" ".join(block.text for block in blocks[:60])[:6000]).lower()


def is_teaser(block: Block) -> bool:
    """Whether a line is a headline that leads elsewhere."""
    return block.link_share > 0.7 and len(block.text.split()) >= _HEADLINE_WORDS and block.line.links <= 2
