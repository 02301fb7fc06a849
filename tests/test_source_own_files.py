"""Files among the user's own sources."""

from datetime import date
from pathlib import Path

import pytest

from newscrawl.exit_codes import EndWith
from newscrawl.sources import BrokenSource, load_source, parse_source, source_ids
from newscrawl.sources.own_files import as_enabled, own_folder, write_own

DAY = date(2026, 3, 14)
PLACE = "eg/anba.toml"
FILE = """name = "أنباء"
domains = ["anba.eg"]
timezone = "Africa/Cairo"
feeds = ["https://anba.eg/feed"]
"""


def test_it_is_written_once_and_never_over_another(tmp_path: Path):
    assert write_own(tmp_path, PLACE, FILE) == tmp_path / "eg" / "anba.toml"
    assert (tmp_path / "eg" / "anba.toml").read_text("utf-8") == FILE
    with pytest.raises(EndWith, match="there already") as end:
        write_own(tmp_path, PLACE, FILE)
    assert end.value.code == 2


def test_what_could_not_be_read_is_not_written(tmp_path: Path):
    with pytest.raises(BrokenSource):
        write_own(tmp_path, PLACE, "name =")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_takes_no_file_is_3(tmp_path: Path):
    (tmp_path / "eg").write_text("")
    with pytest.raises(EndWith) as end:
        write_own(tmp_path, PLACE, FILE)
    assert end.value.code == 3


def test_of_several_own_folders_the_last_is_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("NEWSCRAWL_SOURCES", raising=False)
    with pytest.raises(EndWith, match="NEWSCRAWL_SOURCES"):
        own_folder()
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("NEWSCRAWL_SOURCES", f"{tmp_path}/a:{tmp_path}/b")
    assert own_folder() == tmp_path / "b"


def test_every_shipped_source_that_reserves_nothing_can_be_enabled_and_is_else_the_same(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.delenv("NEWSCRAWL_SOURCES", raising=False)
    disabled = [source for source_id in source_ids() if not (source := load_source(source_id)).enabled]
    for source in disabled:
        if source.terms.tdm == "reserved":
            with pytest.raises(EndWith, match="reserves text mining") as end:
                as_enabled(source, DAY)
            assert end.value.code == 4
            continue
        written = as_enabled(source, DAY)
        enabled = parse_source(written.encode(), source.path)
        assert written.startswith(f"# Enabled on 2026-03-14; it was disabled: {source.why}\n")
        assert (enabled.enabled, enabled.why) == (True, None)
        assert (enabled.outlet(), enabled.feeds, enabled.evidence) == (
            source.outlet(),
            source.feeds,
            source.evidence,
        )
    assert len(disabled) > 100


def test_a_switch_that_is_no_line_of_its_own_is_left_to_its_owner(tmp_path: Path):
    path = tmp_path / "xx" / "anba.toml"
    path.parent.mkdir()
    path.write_text(FILE + '"enabled" = false\nwhy = "it moves"\n', "utf-8")
    with pytest.raises(BrokenSource):
        as_enabled(parse_source(path.read_bytes(), path), DAY)
