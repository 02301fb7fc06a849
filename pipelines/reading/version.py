"""Which reader made a row: its own module, for those who only write it down."""

from importlib.metadata import version

READER_VERSION = f"2+trafilatura-{version('trafilatura')}"
