"""Which reader made a row: its own module, for those who only write it down."""

from importlib.metadata import version

from pipelines.records import Outlet

READER_VERSION = f"5+trafilatura-{version('trafilatura')}"


def rules_of_reading(outlet: Outlet) -> str:
    """Names all that decides how the outlet's pages are read: the reader, and the rules of the source."""
    return repr((READER_VERSION, outlet.reading))
