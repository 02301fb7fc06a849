from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scrapy.settings import Settings

from newscrawl import settings as our_settings
from newscrawl.exit_codes import EndWith
from newscrawl.user_settings import FILE, check_settings, read_user_settings

ALL = """
CONTACT = "mailto:desk@example.org"
PROXY = "http://127.0.0.1:3128"
ARCHIVE_DIR = "/big/disk"
WORKERS = 4
MAX_PAGES = 100
LIVE_DAYS = 3
RUN_TIME_LIMIT = 1.5
DISK_FLOOR = 0
JOBS = 2
LOG_DAYS = 90
HEARTBEAT_URL = "https://hc.example/abc"
"""


def test_all_that_a_user_may_set(tmp_path: Path):
    (tmp_path / FILE).write_text(ALL)
    assert read_user_settings(tmp_path) == {
        "CONTACT": "mailto:desk@example.org",
        "PROXY": "http://127.0.0.1:3128",
        "ARCHIVE_DIR": "/big/disk",
        "WORKERS": 4,
        "MAX_PAGES": 100,
        "LIVE_DAYS": 3,
        "RUN_TIME_LIMIT": 1.5,
        "DISK_FLOOR": 0,
        "JOBS": 2,
        "LOG_DAYS": 90,
        "HEARTBEAT_URL": "https://hc.example/abc",
    }


def test_no_file_and_no_folder_mean_no_settings(tmp_path: Path):
    (tmp_path / "file").write_text("")
    for output in (tmp_path, tmp_path / "missing", tmp_path / "file"):
        assert read_user_settings(output) == {}


def test_an_empty_file_says_nothing(tmp_path: Path):
    (tmp_path / FILE).write_text("# nothing yet\n")
    assert read_user_settings(tmp_path) == {}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('CONTAKT = "x"', "did you mean CONTACT"),
        ("ITEM_PIPELINES = {}", "known keys: CONTACT"),
        ("contact = 'x'", "unknown key contact"),
        ("[CONTACT]\nmail = 'x'", "CONTACT has to be str"),
        ("WORKERS = '4'", "WORKERS has to be int"),
        ("WORKERS = true", "WORKERS has to be int"),
        ("MAX_PAGES = 1.5", "MAX_PAGES has to be int"),
        ("RUN_TIME_LIMIT = '3h'", "RUN_TIME_LIMIT has to be int or float"),
        ("WORKERS = 0", "WORKERS"),
        ("MAX_PAGES = -1", "MAX_PAGES"),
        (f"MAX_PAGES = {10**400}", "MAX_PAGES has to be between"),
        ("LIVE_DAYS = -3", "LIVE_DAYS"),
        ("RUN_TIME_LIMIT = -1", "RUN_TIME_LIMIT"),
        ("RUN_TIME_LIMIT = nan", "RUN_TIME_LIMIT"),
        ("DISK_FLOOR = 5", "DISK_FLOOR"),
        ("PROXY = 'socks5://127.0.0.1:1080'", "PROXY has to be an http:// address"),
        ("PROXY = 'https://127.0.0.1:3128'", "PROXY has to be an http:// address"),
        ("PROXY = 'hello'", "PROXY"),
        ("ARCHIVE_DIR = ''", "ARCHIVE_DIR has to be a folder"),
        ('CONTACT = "a\\nb"', "CONTACT has to be one line"),
        ("HEARTBEAT_URL = 'x'", "HEARTBEAT_URL has to be an http:// or https:// address"),
        ("PROMETHEUS_TEXTFILE = 'x.txt'", "ends in .prom"),
        ("READING_DEADLINE = 60", "unknown key READING_DEADLINE"),
        ("CONTACT =", "end of document"),
        ("WORKERS = 1\nWORKERS = 2", "WORKERS|overwrite"),
    ],
)
def test_anything_wrong_ends_with_4_and_names_the_file(tmp_path: Path, text: str, says: str):
    (tmp_path / FILE).write_text(text)
    with pytest.raises(EndWith, match=says) as end:
        read_user_settings(tmp_path)
    assert end.value.code == 4
    assert str(tmp_path / FILE) in str(end.value)


def test_a_file_that_cannot_be_read_ends_with_4(tmp_path: Path):
    (tmp_path / FILE).mkdir()
    with pytest.raises(EndWith) as end:
        read_user_settings(tmp_path)
    assert end.value.code == 4


@given(content=st.binary(max_size=60))
@settings(deadline=None, max_examples=60)
def test_whatever_stands_in_it_is_settings_or_a_4(tmp_path_factory: pytest.TempPathFactory, content: bytes):
    output = tmp_path_factory.mktemp("user")
    (output / FILE).write_bytes(content)
    try:
        read_user_settings(output)
    except EndWith as end:
        assert end.code == 4  # noqa: PT017 (the other way to end is to return)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("WORKERS", "0", "between 1 and 1024"),
        ("WORKERS", "", "has to be int"),
        ("MAX_PAGES", "abc", "has to be int, not 'abc'"),
        ("LIVE_DAYS", "-4", "between 0"),
        ("PROXY", "hello", "an http:// address"),
        ("PROXY", "https://proxy.example:3128", "an http:// address"),
        ("HEARTBEAT_URL", "file:///etc/passwd", "http:// or https://"),
        ("ALERT_WEBHOOK", "chat.example", "http:// or https://"),
        ("KEEP_PAGES_DAYS", "0", "between 1"),
        ("KEEP_PAGES_DAYS", "1.5", "has to be int"),
        ("PROMETHEUS_TEXTFILE", "x.txt", "ends in .prom"),
        ("LISTING_FULL_DAYS", "x", "has to be int or float, not 'x'"),
        ("COMMIT_SECONDS", "x", "has to be int or float"),
        ("COMMIT_SECONDS", "-1", "between 0"),
        ("BATCH_ROWS", "0", "between 1"),
        ("LOOK_AGAIN_SHARE", "1.5", "between 0 and 1"),
        ("LOOK_AGAIN_AFTER", "3600,x", "has to be int or float, not 'x'"),
        ("LOOK_AGAIN_AFTER", "3600,-1", "between 0"),
        ("STOP_GRACE", "nan", "between 0"),
    ],
)
def test_a_value_of_the_command_line_that_cannot_be_meant_is_2(name: str, value: str, says: str):
    given = Settings()
    given.set(name, value, "cmdline")
    with pytest.raises(EndWith, match=says) as end:
        check_settings(given)
    assert end.value.code == 2
    assert str(end.value).startswith(f"-s {name}={value}: ")


@pytest.mark.parametrize(("name", "value"), [("KEEP_PAGES_DAYS", 0), ("DISK_FLOOR", 5), ("JOBS", 1.5)])
def test_a_value_of_settings_py_that_cannot_be_meant_is_4(name: str, value: object):
    with pytest.raises(EndWith, match=f"settings.py: {name}") as end:
        check_settings(Settings({name: value}))
    assert end.value.code == 4


def test_what_stands_in_settings_py_can_be_meant():
    given = Settings()
    given.setmodule("newscrawl.settings")
    check_settings(given)


def _is_a_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


NUMBERS = [name for name, value in vars(our_settings).items() if name.isupper() and _is_a_number(value)]


@pytest.mark.parametrize("name", NUMBERS)
def test_every_number_of_settings_py_is_checked(name: str):
    given = Settings()
    given.set(name, "many", "cmdline")
    with pytest.raises(EndWith, match=f"{name} has to be int"):
        check_settings(given)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("OUTPT_DIR", "no setting of this name: OUTPT_DIR; did you mean OUTPUT_DIR?"),
        ("NET_HOST", "no setting of this name: NET_HOST; did you mean NET_HOSTS?"),
        ("DOWNLOAD_DELEY", "no setting of this name: DOWNLOAD_DELEY; did you mean DOWNLOAD_DELAY?"),
        ("max_pages", "no setting of this name: max_pages"),
    ],
)
def test_a_name_that_is_no_setting_is_4(name: str, says: str):
    given = Settings()
    given.set(name, "1", "cmdline")
    with pytest.raises(EndWith) as end:
        check_settings(given)
    assert (end.value.code, str(end.value)) == (4, says)


@pytest.mark.parametrize("name", ["NOW", "NET_HOSTS", "DOWNLOAD_DELAY", "JOBDIR"])
def test_scrapys_settings_and_those_of_the_net_are_settings(name: str):
    given = Settings()
    given.set(name, "", "cmdline")
    check_settings(given)


@pytest.mark.parametrize("value", ["", " "])
def test_an_empty_output_is_4(value: str):
    given = Settings()
    given.set("OUTPUT_DIR", value, "cmdline")
    with pytest.raises(EndWith, match="OUTPUT_DIR=: it is empty") as end:
        check_settings(given)
    assert end.value.code == 4


def test_numbers_of_the_command_line_are_written_as_text():
    given = Settings()
    for name, value in {"WORKERS": "2", "RUN_TIME_LIMIT": "1.5", "CONTACT": "mailto:desk@example.org"}.items():
        given.set(name, value, "cmdline")
    check_settings(given)
    assert given.getint("WORKERS") == 2
