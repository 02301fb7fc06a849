import os
import signal
import subprocess
import sys
from pathlib import Path

from newscrawl.running.job_slots import JobSlots

HOLDER = """
import sys, time
from pathlib import Path
from newscrawl.running.job_slots import JobSlots
slot = JobSlots(Path(sys.argv[1]), 2).take()
print(slot is not None, flush=True)
time.sleep(60)
"""


def test_so_many_and_no_more(tmp_path: Path):
    slots, others = JobSlots(tmp_path, 2), JobSlots(tmp_path, 2)
    first, second = slots.take(), others.take()
    assert first is not None
    assert second is not None
    assert slots.take() is None
    assert others.take() is None
    second.release()
    assert slots.take() is not None
    first.release()


def test_who_is_killed_holds_no_slot(tmp_path: Path):
    command = [sys.executable, "-c", HOLDER, str(tmp_path)]
    holders = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    for each in holders:
        assert each.stdout is not None
        assert each.stdout.readline() == "True\n"
    slots = JobSlots(tmp_path, 2)
    assert slots.take() is None
    os.kill(holders[0].pid, signal.SIGKILL)
    holders[0].communicate()
    assert slots.take() is not None
    holders[1].kill()
    holders[1].communicate()
