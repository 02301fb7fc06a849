"""One archive as it is read: a thread reads it ahead, the run's own thread settles what it gave."""

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from newscrawl.hosts import SourceFinder
from newscrawl.ingesting.page_filter import PageFilter
from newscrawl.ingesting.remembered import FinishedWarcs, Position, Positions
from newscrawl.ingesting.selection import Selection
from newscrawl.warc.answers import Beginning, read_answers
from newscrawl.warc.input import WarcInput
from newscrawl.warc.records import NotWhole, NoWarc
from newscrawl.warc.writing import ArchivedAnswer

log = logging.getLogger(__name__)


class Reading:
    """`answers` is for the thread that reads; all else may be looked at from the other."""

    def __init__(self, warc: WarcInput, page_filter: PageFilter, position: Position | None = None) -> None:
        self.warc = warc
        self.filter = page_filter
        self.broken: Counter[str] = Counter()
        self.met_before = 0
        """Other answers of addresses of which an answer before had brought an article."""
        self.problem: str | None = None
        """What was wrong with the archive, when it has ended."""
        self.settled = position
        self.is_over = False
        self._begins = Beginning() if position is None else position.beginning
        self._damage = [] if position is None else list(position.damage)

    @property
    def name(self) -> str:
        return self.warc.name

    @property
    def bytes_read(self) -> int:
        return self.warc.taken - self._begins.at

    @property
    def bytes_to_come(self) -> int | None:
        if self.is_over:
            return 0
        return None if self.warc.size is None else self.warc.size - self.warc.taken

    @property
    def passed_over(self) -> Counter[str]:
        """Answers that were not taken, by why not; those that are broken too."""
        return self.filter.passed_over + self.broken + Counter({"met before": self.met_before})

    @property
    def answers_read(self) -> int:
        return self.filter.taken + self.filter.passed_over.total()

    def answers(self) -> Iterator[ArchivedAnswer]:
        """The pages to read; afterwards the input is closed, and `problem` says what was wrong with it."""
        try:
            wanted = read_answers(self.warc.stream, self.broken, self.filter, self._begins, self._damage)
            yield from filter(self.filter.wants_page, wanted)
        except NotWhole as error:
            self.problem = f"{self.name}: not all of it could be read ({error}); what was whole has been read"
        except NoWarc as error:
            self.problem = f"{self.name}: it is no WARC file ({error})"
        finally:
            self.is_over = True
            self.warc.close()
        if self.problem is None and self.warc.broke_off is not None:
            self.problem = (
                f"{self.name}: not all of it could be read ({self.warc.broke_off}); what was whole has been read"
            )

    def settle(self, archived: ArchivedAnswer) -> None:
        """This answer and all before it are stored, or known, or refused; not yet committed."""
        if archived.at is not None:
            self.settled = Position(archived.at, archived.is_ours, tuple(self._damage))


@dataclass(frozen=True, slots=True)
class Opener:
    """Opens archives where an earlier ingest left them."""

    selection: Selection
    finder: SourceFinder
    finished: FinishedWarcs
    positions: Positions

    def open(self, name: str) -> Reading | None:
        """None where nothing is left to read; raises EndWith for an input that is not there."""
        warc = WarcInput(name)
        before = self.finished.when(warc, self.selection)
        if before is not None:
            log.info("%s: read to its end on %s; nothing to do", name, before)
            warc.close()
            return None
        position = self.positions.of(warc, self.selection)
        if position is not None and not warc.skip_to(position.at):
            position = None
        if position is not None:
            log.info("%s: read up to byte %s of %s before; goes on there", name, position.at, warc.size)
        return Reading(warc, PageFilter(self.selection, self.finder), position)


Open = Callable[[str], Reading | None]
