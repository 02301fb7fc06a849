"""A user's own settings: OUTPUT_DIR/newscrawl.toml, as strict as a source file."""

import difflib
import tomllib
from pathlib import Path

from newscrawl.exit_codes import EndWith, ExitCode

FILE = "newscrawl.toml"

# What a user may set, and of which type; all else is ours to answer for.
_KEYS: dict[str, tuple[type, ...]] = {
    "CONTACT": (str,),
    "PROXY": (str,),
    "ARCHIVE_DIR": (str,),
    "WORKERS": (int,),
    "MAX_PAGES": (int,),
    "LIVE_DAYS": (int,),
    "RUN_TIME_LIMIT": (int, float),
    "DISK_FLOOR": (int, float),
    "KEEP_PAGES_DAYS": (int,),
    "JOBS": (int,),
    "LOG_DAYS": (int,),
    "HEARTBEAT_URL": (str,),
    "ALERT_COMMAND": (str,),
    "ALERT_WEBHOOK": (str,),
    "PROMETHEUS_TEXTFILE": (str,),
}
# The least and the most that can be meant of each number.
_RANGES: dict[str, tuple[float, float]] = {
    "WORKERS": (1, 1024),
    "MAX_PAGES": (1, 10**9),
    "LIVE_DAYS": (0, 10**5),
    "RUN_TIME_LIMIT": (0, 10**7),
    "DISK_FLOOR": (0, 1),
    "KEEP_PAGES_DAYS": (1, 10**5),
    "JOBS": (1, 1024),
    "LOG_DAYS": (1, 10**5),
}


def read_user_settings(output: Path) -> dict[str, object]:
    """The settings in the user's file; empty when there is none. Raises EndWith(4) for anything wrong in it."""
    path = output / FILE
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise EndWith(ExitCode.CONFIGURATION, f"{path}: {error}") from error
    for key, value in table.items():
        _check(path, key, value)
    return table


def _check(path: Path, key: str, value: object) -> None:
    if key not in _KEYS:
        close = difflib.get_close_matches(key, _KEYS, n=1)
        hint = f"did you mean {close[0]}?" if close else f"known keys: {', '.join(_KEYS)}"
        raise EndWith(ExitCode.CONFIGURATION, f"{path}: unknown key {key}; {hint}")
    if not isinstance(value, _KEYS[key]) or isinstance(value, bool):
        expected = " or ".join(each.__name__ for each in _KEYS[key])
        raise EndWith(ExitCode.CONFIGURATION, f"{path}: {key} has to be {expected}, not {value!r}")
    least, most = _RANGES.get(key, (0, 0))
    if isinstance(value, int | float) and not least <= value <= most:
        raise EndWith(
            ExitCode.CONFIGURATION, f"{path}: {key} has to be between {least:g} and {most:g}, not {value}"
        )
