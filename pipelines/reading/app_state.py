"""The text in the state that a page carries for its own program: what a shell would show once it runs.

Next.js, Nuxt, BBC's Simorgh and their like print the article as JSON into a script. It is read only where the
page's markup holds no text: markup says better what belongs to the article.
"""

import json
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from lxml.html import HtmlElement

from pipelines.reading.body import Body
from pipelines.reading.inline import fold

_DEEPEST = 12  # levels of a tree of text; deeper ones are an attack on the stack
_ASSIGNED = re.compile(
    r"^\s*(?:/\*.*?\*/|//.*?\n|<!\[CDATA\[)?\s*(?:(?:window|self|var|let|const)[^={}()]{1,80}"
    r"|window\.Fusion\b.{1,2000}?Fusion\.globalContent)=\s*(?=\{)"
)
_TAG = re.compile(r"<[^<>]{1,300}>")
_BREAK = re.compile(r"(?:</p>|</h[2-4]>|</div>|<br\s*/?>|\r?\n)\s*", re.IGNORECASE)
_HEADS = frozenset(("h2", "h3", "h4"))
_LARGEST = 4_000_000  # characters of one script; the largest that were seen have some 600,000
_MOST_NODES = 100_000  # of the state; a page that carries more carries a whole catalogue
_FEWEST_WORDS = 40  # a shorter text in a state is a teaser or a notice


@cache
def names_in_state(kind: str) -> tuple[str, ...]:
    """The keys of one kind that states use, in lower case."""
    table = tomllib.loads(Path(__file__).with_name("app_state.toml").read_text(encoding="utf-8"))
    return tuple(table[kind])


def body_in_state(tree: HtmlElement) -> Body | None:
    """The longest text that a state of the page holds; None if there is none worth an article."""
    bodies = [body for state in states_of(tree) for body in _bodies(state)]
    best = max(bodies, key=lambda body: len(body.text.split()), default=None)
    return best if best is not None and len(best.text.split()) >= _FEWEST_WORDS else None


def states_of(tree: HtmlElement) -> Iterator[Any]:
    for script in tree.iter("script"):
        text = script.text or ""
        if len(text) < 200 or len(text) > _LARGEST:
            continue
        kind = (script.get("type") or "").lower()
        begin = _ASSIGNED.match(text)
        if kind == "application/json" or begin is not None:
            try:
                yield json.JSONDecoder().raw_decode(text.strip() if begin is None else text[begin.end() :])[0]
            except (ValueError, RecursionError):
                continue  # a program, or a state in a shape of its own


def _bodies(state: Any) -> Iterator[Body]:  # noqa: ANN401 (JSON)
    waiting, seen = [state], 0
    while waiting and seen < _MOST_NODES:
        node, seen = waiting.pop(), seen + 1
        if isinstance(node, list):
            waiting.extend(node)
        elif isinstance(node, dict):
            for key, value in node.items():
                name = str(key).lower()
                if isinstance(value, str) and name in names_in_state("texts") and len(value) > 200:
                    yield _of_markup(value)
                elif isinstance(value, list) and name in names_in_state("lists"):
                    yield _of_parts(value)
                waiting.append(value)


def _of_markup(raw: str) -> Body:
    paragraphs = [fold(_TAG.sub(" ", part)) for part in _BREAK.split(raw)]
    return Body(tuple(text for text in paragraphs if text), ())


def _of_parts(parts: list[Any]) -> Body:
    lines = [line for part in parts for line in _lines(part, depth=0)]
    headings = tuple(number for number, (_, is_heading) in enumerate(lines) if is_heading)
    return Body(tuple(text for text, _ in lines), headings)


def _lines(part: Any, depth: int) -> Iterator[tuple[str, bool]]:  # noqa: ANN401 (JSON)
    """A part's lines, each with whether it is a subheading; a part that has a text has no others."""
    if not isinstance(part, dict) or depth > _DEEPEST:
        return
    kind = _kind_of(part)
    if kind in names_in_state("not_text"):
        return
    is_heading = kind in names_in_state("headings") or str(part.get("style") or "").lower() in _HEADS
    if kind in names_in_state("lines") and (line := fold("".join(_words(part)))):
        yield line, is_heading
        return
    inside = part.get("model")
    model = inside if isinstance(inside, dict) else part
    text = model.get("text") or model.get("html")
    if isinstance(text, str):
        line = fold(_TAG.sub(" ", text))
        if line:
            yield line, kind in names_in_state("headings")
        return
    for name in names_in_state("lists"):
        inner = model.get(name)
        for each in inner if isinstance(inner, list) else []:
            for line, is_inner_heading in _lines(each, depth + 1):
                yield line, is_inner_heading or is_heading


def _kind_of(part: dict[str, Any]) -> str:
    named = part.get("type") or part.get("_type") or part.get("nodeType") or part.get("__typename")
    return str(named or "").lower()


def _words(part: Any, depth: int = 0) -> Iterator[str]:  # noqa: ANN401 (JSON)
    """The words of one paragraph of a tree of rich text: Contentful's, Sanity's, ProseMirror's and their like."""
    if depth > _DEEPEST:
        return
    if isinstance(part, list):
        for each in part:
            yield from _words(each, depth + 1)
    elif isinstance(part, dict) and _kind_of(part) not in names_in_state("not_text"):
        word = part.get("text") or part.get("value")
        if isinstance(word, str):
            yield _TAG.sub(" ", word)
        for name in ("content", "children"):
            yield from _words(part.get(name), depth + 1)
