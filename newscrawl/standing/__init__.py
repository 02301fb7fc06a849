"""How each source stands: what `newscrawl status` shows, alerts tell of, and the Prometheus file holds.

pulse.py      from the lines of its runs: does it run, does it fail, is it quiet or silent?
growth.py     bytes of rows and archive, and how long the disk lasts
source.py     one source, from its state, files and lines
overview.py   all sources of an OUTPUT_DIR
table.py      the same for people
"""

from newscrawl.standing.overview import Overview, Read, overview_of, read_overview
from newscrawl.standing.source import Standing

__all__ = ["Overview", "Read", "Standing", "overview_of", "read_overview"]
