"""The frames of systems that build pages from pieces: Elementor, WPBakery, Divi, Avada.

They call what holds a paragraph a widget, a module or a column. Taken by that name it would be a box beside the
text, and taken by its place each paragraph would be one by itself.
"""

import re
from functools import lru_cache

from lxml.html import HtmlElement

_BUILT = re.compile(r"(?:^|\s)(?:elementor|wpb|vc|et_pb|fusion)[-_]")
_BOXES = re.compile(
    "post(?!-content)|share|sidebar|related|carousel|comments|author|nav|form|toc|table-of-contents"
)


def is_frame_of_builder(element: HtmlElement) -> bool:
    """Whether an element is such a frame, and its class says nothing of what is in it."""
    names = element.get("class")
    return names is not None and _names_frame(names)


@lru_cache(maxsize=4096)  # a page asks of the same few classes, for each line of it
def _names_frame(names: str) -> bool:
    return _BUILT.search(names) is not None and _BOXES.search(names) is None
