"""Where the settings say that results lie, for those who only read: nothing is made and nothing tried."""

from pathlib import Path

from scrapy.settings import BaseSettings

from newscrawl.exit_codes import EndWith, ExitCode
from pipelines.layout import Layout


def layout_in(settings: BaseSettings) -> Layout:
    archive_dir = settings.get("ARCHIVE_DIR")
    return Layout(
        Path(settings["OUTPUT_DIR"]).expanduser().absolute(),
        Path(archive_dir).expanduser().absolute() if archive_dir else None,
    )


def check_is_there(output: Path) -> None:
    """EndWith(3) for a folder that is not there: commands that only look would find an empty corpus in it."""
    if not output.is_dir():
        raise EndWith(ExitCode.OUTPUT, f"{output}: no such folder; -s OUTPUT_DIR=DIR says where results lie")
