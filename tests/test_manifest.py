import contextlib
import shutil
from pathlib import Path

import pytest

from newscrawl.corpus.manifest import manifest, sources_with_rows
from tests.builders import RUN_ID, SOURCE, article, open_state, open_store, outcome


@pytest.fixture
def output(tmp_path: Path) -> Path:
    with contextlib.closing(open_state(tmp_path)) as state:
        desk = open_store(tmp_path, state)
        desk.take(article())
        desk.take(outcome(reason="no_text"))
        desk.commit()
    return tmp_path


def lying(output: Path) -> list[str]:
    return sorted(path.relative_to(output).as_posix() for path in output.rglob("*.parquet"))


def test_the_files_of_committed_rows_and_no_others(output: Path):
    committed = lying(output)
    shutil.copy(output / committed[0], (output / committed[0]).with_name("not-committed.parquet"))
    assert sorted(manifest(output)) == committed
    assert {name.split("/")[0] for name in committed} == {"articles", "outcomes"}
    assert all(RUN_ID in name for name in committed)


def test_of_a_copy_without_state_all_that_lies_there(output: Path):
    shutil.rmtree(output / "state")
    assert sorted(manifest(output)) == lying(output)


def test_a_source_has_rows_where_it_has_a_folder(output: Path):
    (output / "revisions" / "source=bayan").mkdir(parents=True)
    assert sources_with_rows(output) == [SOURCE, "bayan"]
    assert sources_with_rows(output / "nowhere") == []
