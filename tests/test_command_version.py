import newscrawl
from tests.test_command_line import Said, said

__all__ = ["said"]  # the fixture


def test_ours_comes_first_then_what_the_rows_depend_on(said: Said):
    for words in (["version"], ["--version"]):
        done = said(*words)
        assert done.returncode == 0
        lines = dict(line.split() for line in done.stdout.splitlines())
        assert next(iter(lines.items())) == ("newscrawl", newscrawl.__version__)
        assert {"scrapy", "trafilatura", "reader", "schema"} <= lines.keys()
