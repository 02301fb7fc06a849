"""Arrow asks pandas whose a list is, wherever there is one: in our own processes there is none."""

import subprocess
import sys

from pipelines.workers import Workers

SPY = """
import sys
from pipelines.without_pandas import leave_out_pandas
leave_out_pandas()
leave_out_pandas()
import pyarrow
pyarrow.array([1, None])
print(len([finder for finder in sys.meta_path if type(finder).__module__ == "pipelines.without_pandas"]))
print("pandas" in sys.modules)
"""


def test_arrow_does_without_it():
    done = subprocess.run([sys.executable, "-c", SPY], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1", "False"]


def _ask_arrow() -> bool:
    import pyarrow as pa

    pa.array([1, None])
    return "pandas" in sys.modules


def test_a_worker_does_without_it():
    with Workers(1, 30) as workers:
        assert workers.do(_ask_arrow).result(timeout=60) is False
