from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from newscrawl.exit_codes import ExitCode
from newscrawl.prometheus import outcomes_in, textfile_of, write_textfile
from newscrawl.standing import read_overview
from pipelines.layout import Layout
from tests.builders import outcome
from tests.test_standing import NOW, output
from tests.test_views import _store as store

__all__ = ["output"]  # the fixture


def samples(path: Path) -> dict[tuple[str, ...], float]:
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(path.read_text("utf-8"))
        for sample in family.samples
    }


def test_how_all_sources_stand(output: Path):
    store(
        output, "anba", *(outcome(f"https://anba.example/x{n}", reason="no_text") for n in range(3)),
        outcome("https://anba.example/y", outcome="gone", reason=None),
    )  # fmt: skip
    path = output / "metrics" / "newscrawl.prom"
    found = read_overview(Layout(output), [], NOW, 0.05)
    write_textfile(path, found, outcomes_in(output), ExitCode.BLOCKED, NOW)
    said = samples(path)
    assert said["newscrawl_run_exit_code",] == 12
    assert said["newscrawl_source_exit_code", "anba"] == 0
    assert said["newscrawl_source_exit_code", "bayan"] == 12
    assert said["newscrawl_stored", "anba"] == 4
    assert said["newscrawl_outcomes", "no_text", "anba"] == 3
    assert said["newscrawl_outcomes", "gone", "anba"] == 1
    assert said["newscrawl_source_days_not_complete", "anba"] == 2
    assert said["newscrawl_source_days_not_complete", "bayan"] == 14
    assert 0 < said["newscrawl_source_seconds_since_new_article", "anba"] < 86400
    assert said["newscrawl_source_rows_bytes", "anba"] > 1000
    kinds = {family.name: family.type for family in text_string_to_metric_families(path.read_text("utf-8"))}
    assert set(kinds.values()) == {"gauge"}  # rows may become fewer: `forget`, `reprocess`
    assert any(name == "newscrawl_disk_free_bytes" for name, *_ in said)
    assert [each.name for each in path.parent.iterdir()] == ["newscrawl.prom"]  # nothing half-written beside it


def test_it_is_replaced_as_a_whole(output: Path):
    path = output / "newscrawl.prom"
    path.write_text("newscrawl_old 1\n")
    write_textfile(path, read_overview(Layout(output), [], NOW, 0.05), {}, ExitCode.DONE, NOW)
    assert ("newscrawl_old",) not in samples(path)


def test_where_it_lies(tmp_path: Path):
    assert textfile_of(None, tmp_path) is None
    assert textfile_of("newscrawl.prom", tmp_path) == tmp_path / "newscrawl.prom"
    assert textfile_of("/var/lib/x.prom", tmp_path) == Path("/var/lib/x.prom")
