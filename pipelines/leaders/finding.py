"""Which leaders an article names: by name, by family name with evidence, or by title with the day.

The rules, as the spans give them: `full` a full name; `short` a family name that means one leader only; `title` a
name that others carry too, after a title that this leader held; `surname` such a name in an article that names the
leader clearly; `context` such a name of a holder of the day whose country the article names; `role` a title without
a name.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from pipelines.knowledge.folders import knowledge_folders
from pipelines.knowledge.version import knowledge_version
from pipelines.leaders.evidence import Evidence
from pipelines.leaders.family_names import add_family_names
from pipelines.leaders.finding_hits import add_near_names, find_hits
from pipelines.leaders.guards import Beside, guard
from pipelines.leaders.hits import Hits
from pipelines.leaders.holder_names import add_holder_names
from pipelines.leaders.lexicon import Lexicon
from pipelines.leaders.longer_chains import add_longer_chains
from pipelines.leaders.mentions import CONFIDENCE, end_of_name
from pipelines.leaders.ministers import settle_countries
from pipelines.leaders.relative_titles import settle_relative
from pipelines.leaders.role_mentions import role_mentions
from pipelines.leaders.titled_names import join_titles
from pipelines.records import Article, Leader, Span, published_on
from pipelines.tagging.copies import Copy
from pipelines.tagging.scanning import FieldHits, Knowledge, knowledge, scan


def tag_leaders(article: Article) -> Article:
    """The article with the leaders that it names, and the version of what was known; an empty list: none."""
    day = published_on(article.published_day, article.published_at)
    found = find_leaders(article.title, article.text, day, article.outlet_country)
    return replace(article, leaders=found, knowledge_version=knowledge_version(knowledge_folders()))


def find_leaders(
    title: str | None, text: str, published: date | None, outlet_country: str | None = None
) -> list[Leader]:
    """The leaders named in title and text of that day's press of a country, in the order of their first mention."""
    known = knowledge()
    return leaders_in(scan(title or "", known), scan(text, known), published, known, outlet_country)


def leaders_in(
    title: FieldHits, text: FieldHits, published: date | None, known: Knowledge, outlet_country: str | None = None
) -> list[Leader]:
    """The leaders that the names and titles found mean, in the order of their first mention."""
    hits = find_hits((title.read, title.names), (text.read, text.names))
    return LeaderFinder(known.lexicon).find(hits, published, outlet_country)


class LeaderFinder:
    """Finds leaders by one state of the knowledge."""

    def __init__(self, known: Lexicon) -> None:
        self._lexicon = known

    def find(self, hits: Hits, published: date | None, outlet_country: str | None = None) -> list[Leader]:
        """The leaders whom these names and titles mean, in the order of their first mention."""
        spans: dict[int, list[Span]] = {}
        for number, span in sorted(
            self._spans(hits, published, outlet_country), key=lambda found: _place(found[1])
        ):
            spans.setdefault(number, []).append(span)
        return [self._leader(number, named) for number, named in spans.items()]

    def _spans(self, hits: Hits, day: date | None, press: str | None) -> Iterator[tuple[int, Span]]:
        add_near_names(self._lexicon.near, hits)
        add_longer_chains(self._lexicon, hits)
        add_family_names(self._lexicon, hits)
        join_titles(self._lexicon, hits, day)
        settle_countries(self._lexicon, hits)
        settle_relative(hits, [], self._lexicon)
        if day is not None:
            add_holder_names(self._lexicon, hits, day, press)
        beside = Beside.of(hits, day)
        for name in hits.names:
            guard(self._lexicon, name, beside)
        mentions = Evidence(self._lexicon, hits, day, press).mentions(hits)
        for mention in mentions:
            end = end_of_name(self._lexicon, mention)
            yield mention.leader, _span(mention.hit.copy, mention.hit.start, end, mention.rule)
        if day is not None:
            settle_relative(hits, mentions, self._lexicon, day, press)
            for role in role_mentions(self._lexicon, hits, mentions, day):
                yield role.leader, _span(role.hit.copy, role.hit.start, role.hit.end, "role")

    def _leader(self, number: int, spans: list[Span]) -> Leader:
        entry = self._lexicon.leaders[number]
        return Leader(
            id=entry.id, qid=entry.qid, name_ar=entry.name_ar, name_en=entry.name_en, mentions=len(spans),
            in_title=any(span["field"] == "title" for span in spans),
            confidence=max(CONFIDENCE[span["rule"]] for span in spans), spans=spans,
        )  # fmt: skip


def _span(copy: Copy, start: int, end: int, rule: str) -> Span:
    first, last = copy.normalised.span(start, end)
    surface = copy.normalised.original[first:last]
    return Span(field=copy.field, start=first, end=last, surface=surface, rule=rule)


def _place(span: Span) -> tuple[bool, int]:
    return span["field"] != "title", span["start"]
