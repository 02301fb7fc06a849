"""A user's own settings: OUTPUT_DIR/newscrawl.toml and `-s NAME=VALUE`, as strict as a source file.

The one place where they and all numbers of settings.py are checked: whoever uses one may take it as it is.
"""

import difflib
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings, default_settings

from newscrawl import settings as our_settings
from newscrawl.exit_codes import EndWith, ExitCode

FILE = "newscrawl.toml"

_Kinds = tuple[type, ...]
_WHOLE: _Kinds = (int,)
_ANY: _Kinds = (int, float)
_FOUR_MONTHS = 10**7  # in seconds: more is no wait that anybody means


class _Number(NamedTuple):
    """Of which type it is, and the least and the most that can be meant."""

    kinds: _Kinds
    least: float
    most: float
    is_a_users: bool = False
    """Whether it may stand in newscrawl.toml."""
    are_many: bool = False


_NUMBERS = {
    "WORKERS": _Number(_WHOLE, 1, 1024, is_a_users=True),
    "READING_DEADLINE": _Number(_ANY, 0.001, _FOUR_MONTHS),
    "BATCH_ROWS": _Number(_WHOLE, 1, 10**6),
    "COMMIT_SECONDS": _Number(_ANY, 0, _FOUR_MONTHS),
    "DISK_FLOOR": _Number(_ANY, 0, 1, is_a_users=True),
    "KEEP_PAGES_DAYS": _Number(_WHOLE, 1, 10**5, is_a_users=True),
    "LOOK_AGAIN_AFTER": _Number(_ANY, 0, 10**9, are_many=True),
    "LOOK_AGAIN_GRACE_DAYS": _Number(_ANY, 0, 10**5),
    "LOOK_AGAIN_SHARE": _Number(_ANY, 0, 1),
    "LIVE_DAYS": _Number(_WHOLE, 0, 10**5, is_a_users=True),
    "MAX_PAGES": _Number(_WHOLE, 0, 10**9, is_a_users=True),
    "MAX_CHILD_SITEMAPS": _Number(_WHOLE, 0, 10**5, is_a_users=True),
    "LISTING_FULL_DAYS": _Number(_ANY, 0, 10**5),
    "RUN_TIME_LIMIT": _Number(_ANY, 0, _FOUR_MONTHS, is_a_users=True),
    "JOBS": _Number(_WHOLE, 1, 1024, is_a_users=True),
    "LOG_DAYS": _Number(_WHOLE, 1, 10**5, is_a_users=True),
    "STOP_GRACE": _Number(_ANY, 0, _FOUR_MONTHS),
    "HANG_GRACE": _Number(_ANY, 0, _FOUR_MONTHS),
}
# What each text has to be: a proxy of a kind that we do not speak would pass for a site that does not answer.
_ADDRESS = re.compile(r"https?://\S+"), "an http:// or https:// address"
_TEXTS: dict[str, tuple[re.Pattern[str], str]] = {
    "CONTACT": (re.compile(r"\S[^\r\n]*"), "one line"),
    # Scrapy asks for no https page through an https:// one.
    "PROXY": (re.compile(r"http://\S+"), "an http:// address"),
    "ARCHIVE_DIR": (re.compile(r"\S.*"), "a folder"),
    "HEARTBEAT_URL": _ADDRESS,
    "ALERT_COMMAND": (re.compile(r".*", re.DOTALL), "a command"),
    "ALERT_WEBHOOK": _ADDRESS,
    "PROMETHEUS_TEXTFILE": (re.compile(r".+\.prom"), "a name that ends in .prom"),
}
# What may stand in newscrawl.toml; all else is ours to answer for.
_USERS = [*_TEXTS, *(name for name, number in _NUMBERS.items() if number.is_a_users)]


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
    for key in (*_TEXTS, *_NUMBERS):
        value = settings[key]
        if value is None or (value == "" and key in _TEXTS):
            continue  # an empty word takes back what the user's file says
        wrong = next(filter(None, (_what_is_wrong(key, each) for each in _meant(settings, key))), None)
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


def _meant(settings: BaseSettings, key: str) -> list[object]:
    """What a word of the command line means, or the several of a list."""
    if key in _TEXTS:
        return [settings[key]]
    number = _NUMBERS[key]
    written = settings.getlist(key) if number.are_many else [settings[key]]
    return [_parsed(each, number.kinds) for each in written]


def _parsed(written: object, kinds: _Kinds) -> object:
    for kind in kinds if isinstance(written, str) else ():
        try:
            return kind(written)
        except ValueError:
            continue
    return written


def _check(path: Path, key: str, value: object) -> None:
    if key not in _USERS:
        close = difflib.get_close_matches(key, _USERS, n=1)
        hint = f"did you mean {close[0]}?" if close else f"known keys: {', '.join(_USERS)}"
        raise EndWith(ExitCode.CONFIGURATION, f"{path}: unknown key {key}; {hint}")
    wrong = _what_is_wrong(key, value)
    if wrong is not None:
        raise EndWith(ExitCode.CONFIGURATION, f"{path}: {wrong}")


def _what_is_wrong(key: str, value: object) -> str | None:
    number = _NUMBERS.get(key)
    kinds = (str,) if number is None else number.kinds
    if not isinstance(value, kinds) or isinstance(value, bool):
        return f"{key} has to be {' or '.join(each.__name__ for each in kinds)}, not {value!r}"
    if number is None or not isinstance(value, int | float):
        return _wrong_text(key, str(value))
    is_right = number.least <= value <= number.most
    return None if is_right else f"{key} has to be between {number.least:g} and {number.most:g}, not {value}"


def _wrong_text(key: str, value: str) -> str | None:
    pattern, meant = _TEXTS[key]
    return None if pattern.fullmatch(value) else f"{key} has to be {meant}, not {value!r}"
