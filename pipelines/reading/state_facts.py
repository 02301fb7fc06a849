"""What a page's program state says of its article: dates, writer and section of the object with its headline."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from lxml.html import HtmlElement

from pipelines.reading.app_state import names_in_state, states_of
from pipelines.reading.labels import key_of
from pipelines.reading.structured import Node, text_of

_MOST_NODES = 20_000
_FEWEST_LETTERS = 12  # of a headline; a shorter one is a section's name
_FIELDS = {
    "datePublished": "published",
    "dateModified": "modified",
    "author": "writers",
    "articleSection": "sections",
}


def facts_in_state(tree: HtmlElement, titles: Sequence[str]) -> Node | None:
    """The article's dates, writer and section by their schema.org names; None where no state tells them."""
    wanted = {key for title in titles if len(key := key_of(title)) >= _FEWEST_LETTERS}
    if not wanted:
        return None
    found = [facts for state in states_of(tree) for node in _nodes(state) if (facts := _facts(node, wanted))]
    return max(found, key=len, default=None)


def _nodes(state: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 (JSON)
    waiting, seen = [state], 0
    while waiting and seen < _MOST_NODES:
        node, seen = waiting.pop(), seen + 1
        if isinstance(node, dict):
            yield node
            waiting.extend(value for value in node.values() if isinstance(value, dict | list))
        elif isinstance(node, list):
            waiting.extend(node)


def _facts(node: dict[str, Any], wanted: set[str]) -> Node:
    """What an object says, if it bears the headline; a date is needed, for teasers of it elsewhere have none."""
    said = {str(key).lower(): value for key, value in node.items()}
    if not any(key_of(title) in wanted for name in names_in_state("titles") if (title := _title(said.get(name)))):
        return {}
    facts = {
        field: value for field, kind in _FIELDS.items() if (value := _first(said, names_in_state(kind))) is not None
    }
    for field in ("datePublished", "dateModified"):
        facts |= {field: _written(facts[field])} if field in facts else {}
    return facts if facts.get("datePublished") else {}


def _written(value: Any) -> str | None:  # noqa: ANN401 (JSON)
    """A date as text; programs keep seconds or milliseconds since 1970 too."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float) or not 1e8 < value < 1e13:
        return None
    return datetime.fromtimestamp(value / 1000 if value > 1e11 else value, UTC).isoformat()


def _title(value: Any) -> str | None:  # noqa: ANN401 (JSON)
    return value.get("basic") if isinstance(value, dict) and isinstance(value.get("basic"), str) else text_of(value)


def _first(said: dict[str, Any], names: Sequence[str]) -> Any:  # noqa: ANN401 (JSON)
    value = next((said[name] for name in names if said.get(name)), None)
    return value.get("by") if isinstance(value, dict) and "by" in value else value
