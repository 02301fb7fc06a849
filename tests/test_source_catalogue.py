import logging
import os
import re
import shutil
from pathlib import Path

import pytest

from newscrawl.sources import (
    BrokenSource,
    Source,
    UnknownSource,
    broken_sources,
    catalogue,
    claiming_source,
    load_source,
    parse_source,
    source_ids,
)


def write(folder: Path, place: str, domain: str, extra: str = "") -> Path:
    path = folder / f"{place}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f'name = "جريدة"\ndomains = ["{domain}"]\ntimezone = "Africa/Cairo"\nfeeds = ["https://{domain}/feed"]\n{extra}',
        encoding="utf-8",
    )
    return path


@pytest.fixture
def ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A shipped folder of our own making, and no other."""
    folder = tmp_path / "ours"
    folder.mkdir()
    monkeypatch.setattr(catalogue, "SHIPPED", folder)
    monkeypatch.delenv("NEWSCRAWL_SOURCES", raising=False)
    return folder


def further(monkeypatch: pytest.MonkeyPatch, *folders: Path) -> None:
    monkeypatch.setenv("NEWSCRAWL_SOURCES", os.pathsep.join(str(folder) for folder in folders))


def test_ids_are_sorted_and_come_from_file_names_alone(ours: Path) -> None:
    write(ours, "eg/second", "second.example")
    write(ours, "dz/first", "first.example")
    (ours / "eg" / "third.toml").write_bytes(b"\xff not toml")
    (ours / "eg" / ".hidden.toml").write_text("")
    (ours / "eg" / "notes.txt").write_text("")
    (ours / "loose.toml").write_text("")

    assert source_ids() == ["first", "second", "third"]


def test_broken_file_disturbs_no_other(ours: Path) -> None:
    write(ours, "eg/good", "good.example")
    bad = write(ours, "eg/bad", "bad.example", "feedz = []")

    assert load_source("good").name == "جريدة"
    with pytest.raises(BrokenSource, match=r"^eg/bad\.toml: feedz: unknown key, did you mean 'feeds'") as refusal:
        load_source("bad")
    assert refusal.value.path == bad
    assert [broken.path for broken in broken_sources()] == [bad]


def test_broken_file_is_named_with_its_folder_where_there_are_several(
    ours: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    bad = write(one, "eg/bad", "bad.example", "feedz = []")
    other.mkdir()
    further(monkeypatch, one)
    with pytest.raises(BrokenSource, match=r"^eg/bad\.toml: feedz"):
        load_source("bad")
    further(monkeypatch, one, other)
    with pytest.raises(BrokenSource, match=rf"^{re.escape(str(bad))}: feedz"):
        load_source("bad")
    assert [str(broken).partition(":")[0] for broken in broken_sources()] == [str(bad)]


def test_only_the_file_asked_for_is_parsed(ours: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(ours, "eg/one", "one.example")
    write(ours, "eg/two", "two.example")
    parsed: list[str] = []

    def parse(content: bytes, path: Path) -> Source:
        parsed.append(path.stem)
        return parse_source(content, path)

    monkeypatch.setattr(catalogue, "parse_source", parse)

    source_ids()
    load_source("two")

    assert parsed == ["two"]


def test_unknown_id_names_close_ones(ours: Path) -> None:
    write(ours, "eg/almasry", "almasry.example")

    with pytest.raises(UnknownSource) as refusal:
        load_source("almasri")
    assert str(refusal.value) == "no source 'almasri': did you mean almasry?"
    assert isinstance(refusal.value, KeyError)


def test_a_file_in_no_countrys_folder_is_named(ours: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "mine", "bayan", "bayan.example")
    further(monkeypatch, tmp_path / "mine")
    with pytest.raises(UnknownSource) as refusal:
        load_source("bayan")
    says = f"{path} is not read there: it belongs into a country's folder, as {path.parent}/eg"
    assert str(refusal.value) == f"no source 'bayan': {says}"


@pytest.mark.parametrize("source_id", ["../../etc/passwd", "", "a\nb", "zzz"])
def test_strange_id_is_unknown(ours: Path, source_id: str) -> None:
    with pytest.raises(UnknownSource, match="newscrawl list"):
        load_source(source_id)
    assert "\n" not in str(UnknownSource(f"no source {source_id!r}"))


def test_later_folder_overrides_earlier_id(ours: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(ours, "eg/same", "old.example")
    write(ours, "eg/kept", "kept.example")
    write(tmp_path / "b", "ma/same", "newer.example")
    write(tmp_path / "c", "dz/same", "newest.example")
    write(tmp_path / "c", "dz/more", "more.example")
    further(monkeypatch, tmp_path / "b", tmp_path / "c")

    assert source_ids() == ["kept", "more", "same"]
    assert load_source("same").domains == ("newest.example",)
    assert load_source("same").country == "dz"
    assert claiming_source("https://old.example/1") is None
    assert claiming_source("https://newest.example/1") == "same"


def test_override_mends_a_broken_source(ours: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (ours / "eg").mkdir()
    (ours / "eg" / "same.toml").write_text("= broken")
    write(tmp_path / "mine", "eg/same", "mine.example")
    further(monkeypatch, tmp_path / "mine")

    assert load_source("same").domains == ("mine.example",)
    assert broken_sources() == []


def test_misspelt_folder_is_an_error(ours: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    further(monkeypatch, tmp_path / "misspelt")

    with pytest.raises(BrokenSource, match=r"^\$NEWSCRAWL_SOURCES: .*misspelt: no such folder$"):
        source_ids()


def test_a_file_where_a_folder_is_meant_is_told_by_its_whole_path(monkeypatch, tmp_path):
    (tmp_path / "eg").mkdir()
    file = tmp_path / "eg" / "plain.toml"
    file.touch()
    monkeypatch.setenv("NEWSCRAWL_SOURCES", str(file))
    with pytest.raises(BrokenSource) as broken:
        source_ids()
    assert str(broken.value) == f"$NEWSCRAWL_SOURCES: {file}: a file, and no folder of sources"


def test_empty_parts_of_the_variable_are_no_folders(ours: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSCRAWL_SOURCES", os.pathsep + " ")

    assert source_ids() == []


def test_id_in_two_countries_names_no_source(ours: Path) -> None:
    write(ours, "eg/twin", "eg.example")
    write(ours, "sa/twin", "sa.example")

    assert source_ids() == ["twin"]
    with pytest.raises(BrokenSource, match=r"eg/twin\.toml: its id stands also under sa: an id names one source"):
        load_source("twin")


@pytest.mark.parametrize(
    "place", ["EG/fine", "egypt/fine", "eg/Bad", "eg/9lives", "eg/a-b", "eg/a.b", "eg/" + "a" * 41]
)
def test_wrong_place_is_listed_and_refused(ours: Path, place: str) -> None:
    path = write(ours, place, "some.example")

    assert source_ids() == [path.stem]
    with pytest.raises(BrokenSource, match=r"file name: an id is|folder: a country is"):
        load_source(path.stem)


def test_longest_id_is_allowed(ours: Path) -> None:
    write(ours, "eg/" + "a" * 40, "some.example")

    assert load_source("a" * 40).id == "a" * 40


def test_file_that_cannot_be_read_is_broken(ours: Path) -> None:
    (ours / "eg").mkdir()
    (ours / "eg" / "gone.toml").symlink_to(ours / "nowhere")
    (ours / "eg" / "folder.toml").mkdir()

    for source_id in ("gone", "folder"):
        with pytest.raises(BrokenSource, match="cannot be read"):
            load_source(source_id)
    assert claiming_source("https://some.example/") is None


def test_nearest_domain_claims_an_address(ours: Path) -> None:
    write(ours, "eg/wide", "press.example")
    write(ours, "eg/narrow", "sport.press.example", 'enabled = false\nwhy = "closed"')

    assert claiming_source("https://www.press.example/a") == "wide"
    assert claiming_source("http://LIVE.sport.press.example.:8080/a?b#c") == "narrow"
    assert claiming_source("https://notpress.example/") is None
    assert claiming_source("https://press.example.evil.example/") is None


@pytest.mark.parametrize(
    "url", ["", "nonsense", "https://", "http://[::1", "mailto:a@press.example", "/a/b", "http://\udcff/"]
)
def test_address_without_host_is_claimed_by_nobody(ours: Path, url: str) -> None:
    write(ours, "eg/wide", "press.example")

    assert claiming_source(url) is None


def test_arabic_domain_is_claimed_in_either_spelling(ours: Path) -> None:
    write(ours, "eg/arabic", "أخبار.example")
    ascii_form = "أخبار.example".encode("idna").decode()

    assert load_source("arabic").domains == (ascii_form,)
    assert claiming_source("https://www.أخبار.example/1") == "arabic"
    assert claiming_source(f"https://{ascii_form}/1") == "arabic"


def test_claims_follow_the_files_and_warn_once_of_broken_ones(ours: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    write(ours, "eg/good", "good.example")
    write(ours, "eg/bad", "bad.example", "nmae = 1")

    assert claiming_source("https://good.example/") == "good"
    assert claiming_source("https://bad.example/") is None
    assert [record.getMessage().count("eg/bad.toml: nmae") for record in caplog.records] == [1]

    write(ours, "eg/bad", "bad.example")
    assert claiming_source("https://bad.example/") == "bad"
    shutil.rmtree(ours / "eg")
    assert claiming_source("https://good.example/") is None


def test_domain_claimed_twice_goes_to_the_first_id_with_a_warning(
    ours: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    write(ours, "eg/second", "both.example")
    write(ours, "sa/first", "both.example")

    assert claiming_source("https://both.example/") == "first"
    assert "second: domain both.example is already claimed by first" in caplog.text
