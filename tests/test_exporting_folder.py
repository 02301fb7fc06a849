import stat
from pathlib import Path

import pytest

from newscrawl.exit_codes import EndWith
from newscrawl.exporting.folder import whole_folder


def test_it_takes_its_name_when_it_is_whole(tmp_path: Path):
    target = tmp_path / "new" / "export"
    with whole_folder(target) as folder:
        (folder / "data").mkdir()
        (folder / "data" / "x").write_text("x")
        assert not target.exists()
    assert (target / "data" / "x").read_text() == "x"
    assert [path.name for path in target.parent.iterdir()] == ["export"]
    assert stat.S_IMODE(target.stat().st_mode) & 0o500 == 0o500


def test_others_may_read_it_as_any_new_folder(tmp_path: Path):
    (tmp_path / "plain").mkdir()
    with whole_folder(tmp_path / "export"):
        pass
    assert (tmp_path / "export").stat().st_mode == (tmp_path / "plain").stat().st_mode


@pytest.mark.parametrize("error", [ValueError("x"), KeyboardInterrupt()])
def test_after_an_error_nothing_is_left(tmp_path: Path, error: BaseException):
    def write() -> None:
        with whole_folder(tmp_path / "export") as folder:
            (folder / "x").write_text("x")
            raise error

    with pytest.raises(type(error)):
        write()
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_refuses_is_3(tmp_path: Path):
    with pytest.raises(EndWith, match="No space") as end, whole_folder(tmp_path / "export"):
        raise OSError(28, "No space left on device")
    assert end.value.code == 3
    assert list(tmp_path.iterdir()) == []


def test_an_empty_folder_is_taken_and_no_other(tmp_path: Path):
    target = tmp_path / "export"
    target.mkdir()
    with whole_folder(target) as folder:
        (folder / "x").write_text("x")
    with pytest.raises(EndWith, match="not empty") as end, whole_folder(target):
        pass
    assert end.value.code == 2
    with pytest.raises(EndWith, match="is a file"), whole_folder(target / "x"):
        pass


def test_whoever_comes_second_does_not_overwrite_the_first(tmp_path: Path):
    target = tmp_path / "export"

    def write() -> None:
        with whole_folder(target) as slow:
            (slow / "x").write_text("slow")
            with whole_folder(target) as quick:
                (quick / "x").write_text("quick")

    with pytest.raises(EndWith) as end:
        write()
    assert end.value.code == 3
    assert (target / "x").read_text() == "quick"
