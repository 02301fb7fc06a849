"""The source files of the three outlets, written for the port that the newsroom got."""

from pathlib import Path

from tests.newsroom.content import OUTLETS
from tests.newsroom.rendering import fill

NET_HOSTS = {f"{outlet}.example": "127.0.0.1" for outlet in OUTLETS}


def write_sources(folder: Path, port: int) -> None:
    """Writes `folder/xx/<outlet>.toml` for each of the three."""
    (folder / "xx").mkdir(parents=True, exist_ok=True)
    for outlet in OUTLETS:
        (folder / "xx" / f"{outlet}.toml").write_text(fill(f"sources/{outlet}.toml", port=port), "utf-8")
