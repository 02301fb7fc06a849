"""What the commands that rewrite a source share."""

from contextlib import closing
from pathlib import Path

import pytest
from filelock import FileLock

from newscrawl.exit_codes import EndWith, ExitCode
from newscrawl.maintenance import each_by_itself, ids_with_rows, opened_state, outlet_of, outlet_with_rules
from newscrawl.sources import BrokenSource
from pipelines.layout import Layout
from pipelines.state.source_state import State
from pipelines.storing.batches import StopStoring


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    for source_id in ("anba", "bawaba"):
        (tmp_path / "articles" / f"source={source_id}").mkdir(parents=True)
    (tmp_path / "state").mkdir()
    return Layout(tmp_path)


def test_a_source_under_lock_costs_the_others_nothing(layout: Layout, capsys: pytest.CaptureFixture[str]):
    done = []

    def do(source_id: str) -> ExitCode:
        with opened_state(layout, outlet_of(layout, source_id)):
            done.append(source_id)
            return ExitCode.DONE

    with FileLock(layout.lock_file("anba")):
        assert each_by_itself(ids_with_rows(layout, []), do) == ExitCode.LOCKED
    assert done == ["bawaba"]
    assert capsys.readouterr().err.startswith("newscrawl: anba: ")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (StopStoring("part.parquet: damaged"), ExitCode.OUTPUT),
        (BrokenSource(Path("xx/anba.toml"), ("delay: no number",)), ExitCode.CONFIGURATION),
        (EndWith(ExitCode.CONFIGURATION, "no\nrules"), ExitCode.CONFIGURATION),
    ],
)
def test_what_is_wrong_with_one_is_said_with_its_name(
    error: Exception, code: ExitCode, capsys: pytest.CaptureFixture[str]
):
    def do(source_id: str) -> ExitCode:
        if source_id == "anba":
            raise error
        return ExitCode.DONE

    assert each_by_itself(["anba", "bawaba"], do) == code
    said = capsys.readouterr().err
    assert "anba" in said
    assert said.count("\n") == 1


def test_no_rows_at_all_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert ids_with_rows(Layout(tmp_path), []) == []
    assert "holds no rows yet" in capsys.readouterr().err


def test_pages_are_read_anew_by_the_rules_of_their_source_or_not_at_all(layout: Layout):
    with closing(State(layout.state_file("anba"), "anba.example")):
        pass
    assert outlet_of(layout, "anba").domains == ("anba.example",)
    with pytest.raises(EndWith, match="anba: the source file") as refused:
        outlet_with_rules(layout, "anba")
    assert refused.value.code == ExitCode.CONFIGURATION


@pytest.mark.parametrize("source_id", ["anba_example", "anba_example_fb872a8f"])
def test_a_host_that_no_source_claims_needs_no_rules(layout: Layout, source_id: str):
    with closing(State(layout.state_file(source_id), "anba.example")):
        pass
    if source_id != "anba_example":
        from pipelines.addresses.registered_domains import source_id_for_host

        assert source_id_for_host("anba.example", {"anba_example": "other.example"}) == source_id
    assert outlet_with_rules(layout, source_id).name == "anba.example"
