"""Where the settings say that results lie, for those who only read: nothing is made and nothing tried."""

from pathlib import Path

from scrapy.settings import BaseSettings

from pipelines.layout import Layout


def layout_in(settings: BaseSettings) -> Layout:
    archive_dir = settings.get("ARCHIVE_DIR")
    return Layout(
        Path(settings["OUTPUT_DIR"]).expanduser().absolute(),
        Path(archive_dir).expanduser().absolute() if archive_dir else None,
    )
