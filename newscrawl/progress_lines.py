"""Progress as JSON lines on standard output, for a program that started us: `newscrawl run`.

    {"progress": {accounts}}      every second
    {"line": {…}}                 once, at the end: the run's line in `runs/`

With the setting PROGRESS_LINES. Whoever reads them also keeps us at work: when the reader is gone, nobody could
stop us any more, and the crawl ends as after a SIGTERM.
"""

import json
import os
from typing import Any

_STANDARD_OUTPUT = 1


def tell_progress(accounts: dict[str, Any]) -> bool:
    """Tell how far we are; False when nobody reads any more.

    A reader that does not keep up misses lines: a full pipe must not hold up the crawl.
    """
    os.set_blocking(_STANDARD_OUTPUT, False)
    try:
        # A pipe takes up to 4096 bytes whole or not at all; the accounts have a few hundred.
        os.write(_STANDARD_OUTPUT, _line({"progress": accounts}))
    except BlockingIOError:
        return True
    except BrokenPipeError:
        return False
    return True


def tell_line(line: dict[str, Any]) -> None:
    """Tell how the run went, however long the reader takes."""
    os.set_blocking(_STANDARD_OUTPUT, True)
    rest = _line({"line": line})
    try:
        while rest:
            rest = rest[os.write(_STANDARD_OUTPUT, rest) :]
    except BrokenPipeError:
        pass  # it stands in `runs/` too


def _line(message: dict[str, Any]) -> bytes:
    return (json.dumps(message, ensure_ascii=False) + "\n").encode()
