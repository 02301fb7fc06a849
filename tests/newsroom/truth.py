"""What a right crawl of one edition finds: every article as it was written, and every refusal with its reason."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from types import ModuleType

from pipelines.records import Reason
from tests.newsroom import fajr, marsad, sada
from tests.newsroom.content import NOW, OUTLETS, Edition, Story, stories, table
from tests.newsroom.rendering import Reply, refused_addresses, target_key

_OUTLETS: dict[str, ModuleType] = {"fajr": fajr, "marsad": marsad, "sada": sada}


@dataclass(frozen=True, slots=True)
class Truth:
    """One article as written. `paragraphs` open with the lead; `headings` are numbers into them."""

    id: int
    source_id: str
    address: str  # the canonical one
    addresses: tuple[str, ...]  # all that lead to it, the canonical one first
    title: str
    title_raw: str
    labels: tuple[str, ...]
    lead: str | None
    paragraphs: tuple[str, ...]
    headings: tuple[int, ...]
    authors: tuple[str, ...]
    agencies: tuple[str, ...]  # codes; «وكالات» names none
    section: str
    keywords: tuple[str, ...]
    genre: str
    published_at: datetime
    modified_at: datetime | None  # only where the page says so
    wire: str | None  # articles with the same mark are one wire story
    may_be_rejected: Reason | None  # a gallery with little text may as well be taken for no article

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs)


@dataclass(frozen=True, slots=True)
class Expected:
    """The whole of one edition."""

    articles: tuple[Truth, ...]
    refused: dict[str, Reason]
    gone: tuple[str, ...]  # articles of the first edition that now answer 404, although still listed
    not_to_be_asked: tuple[str, ...]


def expected(number: int, port: int, now: datetime = NOW) -> Expected:
    """The truth of an edition at this port and time."""
    edition = Edition(number, port, now)
    told = [story for outlet in OUTLETS for story in stories(outlet, edition)]
    refused = {
        address: page.reason for outlet in OUTLETS for address, page in refused_addresses(outlet, edition).items()
    }
    refused |= {_address(story, edition): story.refused for story in told if story.refused is not None}
    return Expected(
        articles=tuple(_truth(story, edition) for story in told if story.refused is None and not story.is_gone),
        refused=refused,
        gone=tuple(_address(story, edition) for story in told if story.is_gone),
        not_to_be_asked=(
            edition.base("marsad") + marsad.OLD_SITEMAP,
            *(address for address, reason in refused.items() if reason == "robots_denied"),
        ),
    )


def site(edition: Edition) -> dict[tuple[str, str], Reply]:
    """Every page that the server knows, by host and normalised target."""
    made: dict[tuple[str, str], Reply] = {}
    for outlet, module in _OUTLETS.items():
        pages = module.pages(stories(outlet, edition), edition)
        made |= {(f"{outlet}.example", target_key(target)): reply for target, reply in pages.items()}
    return made


def _address(story: Story, edition: Edition) -> str:
    address: Callable[[Story, Edition], str] = _OUTLETS[story.outlet].address
    return address(story, edition)


def _truth(story: Story, edition: Edition) -> Truth:
    address = _address(story, edition)
    leads = () if story.lead is None else (story.lead,)
    return Truth(
        id=story.id,
        source_id=story.outlet,
        address=address,
        addresses=(address, *_OUTLETS[story.outlet].twins(story, edition)),
        title=story.headline,
        title_raw=story.title_raw,
        labels=() if story.label is None else (story.label,),
        lead=story.lead,
        paragraphs=(*leads, *(block.text for block in story.blocks)),
        headings=tuple(n for n, block in enumerate(story.blocks, len(leads)) if block.is_heading),
        authors=() if story.author is None else (story.author,),
        agencies=tuple(code for credit, code in table("agencies.tsv") if credit == story.credit),
        section=story.section,
        keywords=() if story.outlet == "sada" else story.tags,
        genre=story.genre,
        published_at=story.published_at,
        modified_at=story.changed_at if story.outlet == "fajr" else None,
        wire=story.wire,
        may_be_rejected="media_only" if story.genre == "gallery" else None,
    )
