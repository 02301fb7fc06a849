"""A user's own settings: OUTPUT_DIR/newscrawl.toml and `-s NAME=VALUE`, as strict as a source file.

The one place where they are checked: whoever uses one may take it as it is.
"""

import difflib
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings, default_settings

from newscrawl import settings as our_settings
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
    "MAX_CHILD_SITEMAPS": (int,),
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
    "MAX_PAGES": (0, 10**9),
    "LIVE_DAYS": (0, 10**5),
    "MAX_CHILD_SITEMAPS": (0, 10**5),
    "RUN_TIME_LIMIT": (0, 10**7),
    "DISK_FLOOR": (0, 1),
    "KEEP_PAGES_DAYS": (1, 10**5),
    "JOBS": (1, 1024),
    "LOG_DAYS": (1, 10**5),
}
# What each text has to be: a proxy of a kind that we do not speak would pass for a site that does not answer.
_ADDRESS = re.compile(r"https?://\S+"), "an http:// or https:// address"
_TEXTS: dict[str, tuple[re.Pattern[str], str]] = {
    "CONTACT": (re.compile(r"\S[^\r\n]*"), "one line"),
    "PROXY": (
        re.compile(r"http://\S+"),
        "an http:// address",
    ),  # Scrapy asks for no https page through an https:// one
    "ARCHIVE_DIR": (re.compile(r"\S.*"), "a folder"),
    "HEARTBEAT_URL": _ADDRESS,
    "ALERT_WEBHOOK": _ADDRESS,
    "PROMETHEUS_TEXTFILE": (re.compile(r".+\.prom"), "a name that ends in .prom"),
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


def check_settings(settings: BaseSettings) -> None:
    """EndWith(2) for a value given by `-s` that cannot be meant, EndWith(4) for one in settings.py and for no name.

    No worker at all would wait for ever.
    """
    _check_names([name for name in settings if _is_given(settings, name)])
    if _is_given(settings, "OUTPUT_DIR") and not settings["OUTPUT_DIR"].strip():  # it would be where we stand
        raise EndWith(ExitCode.CONFIGURATION, "-s OUTPUT_DIR=: it is empty; name a folder")
    for key, kinds in _KEYS.items():
        value = settings[key]
        if value is None or (value == "" and str in kinds):
            continue  # an empty word takes back what the user's file says
        wrong = _what_is_wrong(key, _parsed(value, kinds))
        if wrong is None:
            continue
        if _is_given(settings, key):
            raise EndWith(ExitCode.USAGE, f"-s {key}={value}: {wrong}")
        raise EndWith(ExitCode.CONFIGURATION, f"newscrawl/settings.py: {wrong}")


def _is_given(settings: BaseSettings, name: str) -> bool:
    """Whether `-s` says it."""
    return settings.getpriority(name) == SETTINGS_PRIORITIES["cmdline"]


def _check_names(given: Sequence[str]) -> None:
    """EndWith(4) for a name that nobody reads: Scrapy takes any, and a misspelt one changes nothing."""
    unknown = [name for name in given if name not in _usual_names()]
    if not unknown:
        return
    from newscrawl.net.addon import SETTINGS  # only now: it loads much of Scrapy

    known = _usual_names() | SETTINGS.keys()
    for name in unknown:
        if name not in known:
            close = difflib.get_close_matches(name, known, n=1)
            hint = f"; did you mean {close[0]}?" if close else ""
            raise EndWith(ExitCode.CONFIGURATION, f"no setting of this name: {name}{hint}")


def _usual_names() -> set[str]:
    return {name for module in (default_settings, our_settings) for name in dir(module) if name.isupper()}


def _parsed(written: object, kinds: tuple[type, ...]) -> object:
    """What a word of the command line means."""
    for kind in kinds if isinstance(written, str) else ():
        try:
            return kind(written)
        except ValueError:
            continue
    return written


def _check(path: Path, key: str, value: object) -> None:
    if key not in _KEYS:
        close = difflib.get_close_matches(key, _KEYS, n=1)
        hint = f"did you mean {close[0]}?" if close else f"known keys: {', '.join(_KEYS)}"
        raise EndWith(ExitCode.CONFIGURATION, f"{path}: unknown key {key}; {hint}")
    wrong = _what_is_wrong(key, value)
    if wrong is not None:
        raise EndWith(ExitCode.CONFIGURATION, f"{path}: {wrong}")


def _what_is_wrong(key: str, value: object) -> str | None:
    if not isinstance(value, _KEYS[key]) or isinstance(value, bool):
        return f"{key} has to be {' or '.join(each.__name__ for each in _KEYS[key])}, not {value!r}"
    if isinstance(value, int | float):
        least, most = _RANGES[key]
        return None if least <= value <= most else f"{key} has to be between {least:g} and {most:g}, not {value}"
    pattern, meant = _TEXTS.get(key, (None, ""))
    is_right = pattern is None or pattern.fullmatch(str(value)) is not None
    return None if is_right else f"{key} has to be {meant}, not {value!r}"
