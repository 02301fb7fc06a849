"""All tags of one text together: what `newscrawl tag`, `retag` and the bench ask for."""

from dataclasses import dataclass
from datetime import date

from pipelines.knowledge.folders import knowledge_folders
from pipelines.leaders.finding import leaders_in
from pipelines.records import Leader, Place, Story, Topic
from pipelines.tagging.scanning import knowledge, scan
from pipelines.topics.finding import told_in


@dataclass(frozen=True, slots=True)
class Tags:
    """What a title and a text name and are about; the fields are columns of an article."""

    leaders: list[Leader]
    topics: list[Topic]
    stories: list[Story]
    places: list[Place]


def check_users_knowledge() -> None:
    """Reads what `$NEWSCRAWL_KNOWLEDGE` names, if anything: KnowledgeError before a run trusts a broken file."""
    if len(knowledge_folders()) > 1:
        knowledge()


def find_tags(title: str | None, text: str, published: date | None, outlet_country: str | None = None) -> Tags:
    """The tags of a text of that day and of the press of that country (ISO code), as far as they are known.

    Without a day a title alone means nobody, and only named stories are told. Without a country «رئيس الوزراء» is
    somebody only where the article itself says whose.
    """
    known = knowledge()
    fields = scan(title or "", known), scan(text, known)
    leaders = leaders_in(*fields, published, known, outlet_country)
    return Tags(leaders, *told_in(fields, leaders, published, known, outlet_country))
