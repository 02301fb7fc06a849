"""Which answers of an archive are pages to read: told as early as it can be, and counted by why not."""

from collections import Counter

from warcio.statusandheaders import StatusAndHeaders

from newscrawl.hosts import SourceFinder
from newscrawl.ingesting.selection import Selection
from newscrawl.warc.answers import moment_in
from newscrawl.warc.writing import ArchivedAnswer
from pipelines.addresses.covering import host_or_none
from pipelines.language.arabic_bytes import has_arabic

# What is labelled so is never a page, and its bytes look like Arabic letters now and then. All else is looked at:
# servers label pages as text, XML and worse.
_NEVER_A_PAGE = ("image/", "video/", "audio/", "font/", "application/pdf", "application/zip")


class PageFilter:
    """Chooses among the answers of one archive; `passed_over` says how many were not taken, and why."""

    def __init__(self, selection: Selection, finder: SourceFinder) -> None:
        self._selection = selection
        self._finder = finder
        self.passed_over: Counter[str] = Counter()
        self.taken = 0

    def wants_record(self, headers: StatusAndHeaders, /) -> bool:
        return self._passes(self._why_no_record(headers))

    def wants_answer(self, http: StatusAndHeaders, /) -> bool:
        return self._passes(_why_no_answer(http))

    def wants_page(self, archived: ArchivedAnswer) -> bool:
        """By its bytes, the last and dearest look."""
        is_page = self._passes(_why_no_page(archived))
        self.taken += is_page
        return is_page

    def _why_no_record(self, headers: StatusAndHeaders) -> str | None:
        url = headers.get_header("WARC-Target-URI")
        if url is None:
            return None  # whoever reads it counts it as broken
        host = host_or_none(url)
        if host is not None and not self._selection.has_host(host):
            return "of other hosts"
        if self._finder.outlet_of(url) is None:
            return "of no source"
        if self._selection.has_days and not self._is_of_the_days(headers):
            return "of other days"
        return _never_a_page(headers.get_header("WARC-Identified-Payload-Type"))

    def _is_of_the_days(self, headers: StatusAndHeaders) -> bool:
        try:
            return self._selection.has_moment(moment_in(headers))
        except (ValueError, OverflowError):
            return True  # whoever reads it counts it as broken

    def _passes(self, why_not: str | None) -> bool:
        if why_not is not None:
            self.passed_over[why_not] += 1
        return why_not is None


def _why_no_answer(http: StatusAndHeaders) -> str | None:
    status = http.get_statuscode()
    return f"HTTP {status}" if status != "200" else _never_a_page(http.get_header("Content-Type"))


def _why_no_page(archived: ArchivedAnswer) -> str | None:
    if archived.is_ours and not archived.said:
        return "listing or robots.txt"
    return None if has_arabic(archived.answer.body) else "no Arabic letters"


def _never_a_page(content_type: str | None) -> str | None:
    kind = (content_type or "").strip().lower()
    return kind.partition(";")[0][:40] if kind.startswith(_NEVER_A_PAGE) else None
