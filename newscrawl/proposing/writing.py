"""A proposal as a file among the user's own sources."""

from pathlib import Path

from newscrawl.exit_codes import EndWith, ExitCode
from newscrawl.proposing.proposal import Proposal
from newscrawl.proposing.proposing import Told
from newscrawl.sources import checks, parse_source, source_folders
from newscrawl.sources.reader import COUNTRY


def told_by(country: str | None, timezone: str | None) -> Told:
    """What the options say; EndWith(2) for what cannot be meant."""
    if country is not None and COUNTRY.fullmatch(country) is None:
        raise EndWith(ExitCode.USAGE, f"--country {country}: write two lower-case letters, such as eg")
    try:
        return Told(country, None if timezone is None else checks.timezone(timezone))
    except checks.Refused as error:
        raise EndWith(ExitCode.USAGE, f"--timezone: {error}") from error


def own_folder() -> Path:
    """Where the user's own sources lie; of several folders the last, whose files win. EndWith(2) without one."""
    _, *own = source_folders()
    if not own:
        line = "--write: set $NEWSCRAWL_SOURCES to the folder of your own sources"
        raise EndWith(ExitCode.USAGE, line)
    return own[-1]


def write_own(folder: Path, proposal: Proposal, written: str) -> Path:
    """Where it was written; nothing is overwritten, and nothing written that could not be read."""
    path = folder / proposal.place
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
