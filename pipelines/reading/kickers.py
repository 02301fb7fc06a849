"""Labels that stand over the headline on a line of their own: «خاص», «حصري»."""

from pipelines.reading.genre import is_section_of_genre
from pipelines.reading.labels import is_label
from pipelines.reading.text import Reading


def kicker_of(reading: Reading) -> tuple[str, ...]:
    """The label in the element just before the headline's, if there is one.

    A link there leads to a section or belongs to a ticker, and so may what stands further up. What names a section
    of some genre as well («رأي», «صور») is left to the section.
    """
    before = None if reading.mark is None else reading.mark.getprevious()
    if before is None or len(before) or before.tag == "a":
        return ()
    text = (before.text or "").strip()
    return (text,) if is_label(text) and not is_section_of_genre(text) else ()
