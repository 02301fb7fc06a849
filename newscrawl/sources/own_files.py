"""Files among the user's own sources: where they lie, how one is written, and a disabled source enabled in one."""

import re
from datetime import date
from pathlib import Path

from newscrawl.exit_codes import EndWith, ExitCode
from newscrawl.sources.catalogue import source_folders
from newscrawl.sources.reader import BrokenSource, parse_source
from newscrawl.sources.source import Source

_SWITCH = re.compile(r"(?m)^(?:enabled|why)\s*=.*\n?")


def own_folder() -> Path:
    """Where the user's own sources lie; of several folders the last, whose files win. EndWith(2) without one."""
    _, *own = source_folders()
    if not own:
        line = "set $NEWSCRAWL_SOURCES to the folder of your own sources: it would be written there"
        raise EndWith(ExitCode.USAGE, line)
    return own[-1]


def write_own(folder: Path, place: str, written: str) -> Path:
    """Where it was written; nothing is overwritten, and nothing written that could not be read."""
    path = folder / place
    parse_source(written.encode(), path)
    if path.exists():
        raise EndWith(ExitCode.USAGE, f"{path} is there already, and stays as it is")
    try:
        path.parent.mkdir(exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(written)
    except OSError as error:
        raise EndWith(ExitCode.OUTPUT, f"{path}: {error.strerror}") from error
    return path


def as_enabled(source: Source, day: date) -> str:
    """The file of a disabled source without what disables it; BrokenSource where that is not on its own lines.

    Who reserves text mining is not enabled by a command: EndWith(4).
    """
    if source.terms.tdm == "reserved":
        line = f"{source.id} reserves text mining: {source.why}; with its leave, write a file of your own"
        raise EndWith(ExitCode.CONFIGURATION, line)
    left = _SWITCH.sub("", source.path.read_text("utf-8"))
    written = f"# Enabled on {day}; it was disabled: {source.why}\n{left}"
    if not parse_source(written.encode(), source.path).enabled:
        raise BrokenSource(source.path, ("enabled: is not on a line of its own",))
    return written
