"""What the user tells of an outlet, where no page states it."""

from newscrawl.exit_codes import EndWith, ExitCode
from newscrawl.proposing.proposing import Told
from newscrawl.sources import checks
from newscrawl.sources.reader import COUNTRY


def told_by(country: str | None, timezone: str | None) -> Told:
    """What the options say; EndWith(2) for what cannot be meant."""
    if country is not None and COUNTRY.fullmatch(country) is None:
        raise EndWith(ExitCode.USAGE, f"--country {country}: write two lower-case letters, such as eg")
    try:
        return Told(country, None if timezone is None else checks.timezone(timezone))
    except checks.Refused as error:
        raise EndWith(ExitCode.USAGE, f"--timezone: {error}") from error
