"""The tags of a text, for the knowledge and what else they load on first use: for the fork server, before workers.

Apart from the first page, since a run without tags needs none of it (half of what a worker loads), and tagging what
is stored reads no page.
"""

import gc
from datetime import date
from pathlib import Path

from pipelines.tagging.tags import find_tags

_TITLE, _TEXT = Path(__file__).with_name("first_text.txt").read_text("utf-8").split("\n", 1)

first_tags = find_tags(_TITLE, _TEXT, date(2026, 3, 14), "EG")
gc.freeze()  # as in first_page.py
