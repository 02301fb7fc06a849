"""PROMETHEUS_TEXTFILE: how all sources stand, for node_exporter's textfile collector."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from prometheus_client import CollectorRegistry, write_to_textfile
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from newscrawl.dataset import open_all
from newscrawl.exit_codes import ExitCode
from newscrawl.judging.history import began_at
from newscrawl.standing import Overview, Standing

Outcomes = Mapping[tuple[str, str], int]
"""By source and reason; what has no reason (unchanged, gone) by its outcome."""


def textfile_of(setting: str | None, output: Path) -> Path | None:
    """Where to write; relative to OUTPUT_DIR."""
    return output / Path(setting).expanduser() if setting else None


def write_textfile(path: Path, found: Overview, outcomes: Outcomes, code: ExitCode, now: datetime) -> None:
    """Replace the file as a whole. Labels are sources and reasons, closed lists; none grows with the news."""
    registry = CollectorRegistry()
    registry.register(_Found(list(_metrics(found, outcomes, code, now))))
    path.parent.mkdir(parents=True, exist_ok=True)
    write_to_textfile(str(path), registry)


def outcomes_in(output: Path) -> Outcomes:
    rows = open_all(output)["outcomes"].to_table(columns=["source", "outcome", "reason"])
    counted: Counter[tuple[str, str]] = Counter()
    for row in rows.group_by(["source", "outcome", "reason"]).aggregate([([], "count_all")]).to_pylist():
        counted[row["source"], row["reason"] or row["outcome"]] += row["count_all"]
    return counted


class _Found(Collector):
    def __init__(self, metrics: list[Metric]) -> None:
        self._metrics = metrics

    def collect(self) -> Iterable[Metric]:
        return self._metrics


def _metrics(found: Overview, outcomes: Outcomes, code: ExitCode, now: datetime) -> Iterator[Metric]:
    yield GaugeMetricFamily("newscrawl_run_timestamp_seconds", "When the last run ended", now.timestamp())
    yield GaugeMetricFamily("newscrawl_run_exit_code", "How it ended", int(code))
    for name, meaning, values in _by_source(found, now):
        gauge = GaugeMetricFamily(f"newscrawl_{name}", meaning, labels=["source"])
        for each, value in zip(found.sources, values, strict=True):
            if value is not None:
                gauge.add_metric([each.source_id], value)
        yield gauge
    # Gauges: `forget` and `reprocess` take rows away, and a counter that falls is a restart to Prometheus.
    stored = GaugeMetricFamily("newscrawl_stored", "Articles stored", labels=["source"])
    for each in found.sources:
        stored.add_metric([each.source_id], each.rows["articles"])
    yield stored
    rejected = GaugeMetricFamily("newscrawl_outcomes", "Pages not stored, by reason", labels=["source", "reason"])
    for (source_id, reason), count in sorted(outcomes.items()):
        rejected.add_metric([source_id, reason], count)
    yield rejected
    free = GaugeMetricFamily("newscrawl_disk_free_bytes", "Free on the disk", labels=["path"])
    for disk in found.disks:
        free.add_metric([disk.path], disk.free)
    yield free


def _by_source(found: Overview, now: datetime) -> Iterator[tuple[str, str, list[float | None]]]:
    every = found.sources
    yield "source_last_run_timestamp_seconds", "When the last run began", [_last_run(each) for each in every]
    yield "source_exit_code", "How the last run ended; -1: it crashed", [_code(each) for each in every]
    yield "source_seconds_since_new_article", "Since a run brought one", [_since_new(each, now) for each in every]
    yield "source_days_not_complete", "Of the last 14 days", [_not_complete(each) for each in every]
    yield "source_rows_bytes", "Bytes of Parquet files", [each.growth.rows for each in every]
    yield "source_archive_bytes", "Bytes of WARC files", [each.growth.archive for each in every]


def _last_run(each: Standing) -> float | None:
    return None if each.last is None else began_at(each.last).timestamp()


def _code(each: Standing) -> float | None:
    if each.last is None:
        return None
    return -1 if each.exit_code is None else each.exit_code


def _since_new(each: Standing, now: datetime) -> float | None:
    return None if each.pulse.last_new is None else (now - each.pulse.last_new).total_seconds()


def _not_complete(each: Standing) -> float:
    return sum(day.status != "complete" for day in each.days)
