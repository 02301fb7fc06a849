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
    return manifest
