"""How much memory a run holds, for the limit that ends it."""

from pathlib import Path
from resource import getpagesize

from scrapy.extensions.memusage import MemoryUsage

_STATM = Path("/proc/self/statm")


class MemoryNow(MemoryUsage):
    """Scrapy's extension, but with what this process holds now, where the system tells it.

    Scrapy asks for the most that was ever held, and Linux counts from before the program began: the memory of
    whoever started it. A run started by a notebook of two gigabytes would end before its first request.
    """

    def get_virtual_size(self) -> int:
        """Bytes in memory (resident, whatever Scrapy calls it)."""
        try:
            resident = _STATM.read_text("ascii").split()[1]
        except OSError:  # no Linux
            return super().get_virtual_size()
        return int(resident) * getpagesize()
