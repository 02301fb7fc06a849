"""Which releases there are, and what their manifests say."""

import json
import re
from pathlib import Path
from typing import Any

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
MANIFEST = "manifest.json"
MANIFEST_HASH = "manifest.json.sha256"  # as `sha256sum -c` reads it
FORMAT = "newscrawl-release-1"


def releases(output: Path) -> list[Path]:
    """The folders of all releases, by name; one that is being made begins with a dot and is none yet."""
    return sorted(path for path in (output / "releases").glob("*") if NAME.fullmatch(path.name) and path.is_dir())


def read_manifest(release: Path) -> dict[str, Any]:
    """What the release says of itself; ValueError where it says nothing that can be read."""
    try:
        manifest = json.loads((release / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ValueError(f"{MANIFEST}: {error}") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise ValueError(f"{MANIFEST}: is not of the format {FORMAT}")
    if not _holds_what_is_read(manifest):
        raise ValueError(f"{MANIFEST}: lacks what {FORMAT} has to hold")
    return manifest


def _holds_what_is_read(manifest: dict[str, Any]) -> bool:
    if not _has(manifest, files=list, tables=dict, sources=list, made_at=str, title=str):
        return False
    tables = manifest["tables"]
    return (
        all(_has(file, path=str, bytes=int, sha256=str) for file in manifest["files"])
        and all(isinstance(file.get("rows", 0), int) for file in manifest["files"])
        and "articles" in tables
        and all(_has(totals, files=int, rows=int) for totals in tables.values())
    )


def _has(value: object, **kinds: type) -> bool:
    return isinstance(value, dict) and all(isinstance(value.get(name), kind) for name, kind in kinds.items())
