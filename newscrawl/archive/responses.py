"""The archive: every response as it came, in WARC files, each beside a record of what its listing said.

A file holds one source's responses of one day. Every record is a gzip member of its own: a row's offset and length
are enough to read it, and a file that a crash has torn is cut back to its last whole member.
"""

import io
import os
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

from newscrawl.archive.continuity import check_goes_on, check_still_there, goes_on_at
from newscrawl.archive.erasing import erase_answer
from newscrawl.archive.members import kind_of, unpacked_at
from newscrawl.warc.answers import read_answers
from newscrawl.warc.records import NotWhole, NoWarc
from newscrawl.warc.writing import Answer, ArchivedAnswer, PackedAnswer, metadata_of, records_of, warcinfo_of
from pipelines.layout import Layout, sync_folder
from pipelines.records import Candidate, WarcPlace
from pipelines.storing.batches import StopStoring

# Level 9, warcio's own, costs more time than the fetch, and 6 a fifth of an ingest; 3 makes files a tenth larger.
_LEVEL = 3
_GZIP = zlib.MAX_WBITS | 16


class Archive:
    """Appends one source's answers; the file changes with the day.

    `known_lengths` are those of its files when last synced: nothing is appended to a file that is another.
    """

    def __init__(self, layout: Layout, source_id: str, known_lengths: Mapping[str, int] | None = None) -> None:
        self._layout = layout
        self._source_id = source_id
        self._known = dict(known_lengths or {})
        self._name = ""
        self._file: BinaryIO | None = None
        self._lengths: dict[str, int] = {}
        self._held: dict[str, _Held] = {}

    def write(self, answer: Answer, candidate: Candidate | None, day: date | None = None) -> WarcPlace:
        """Append the answer and what its listing said, to the file of `day` (else of the answer's own).

        Raises StopStoring when the disk refuses.
        """
        return self._write(answer, day, [_packed(record) for record in records_of(answer, candidate)])

    def hold(
        self, answer: Answer, candidate: Candidate, day: date | None = None, packed: PackedAnswer | None = None
    ) -> None:
        """Hold an answer back until `keep` or `let_go`: of a look that finds nothing new nothing is archived.

        An answer that comes `packed`, from another archive, is copied as it lies there.
        """
        self._held[candidate.url] = _Held(answer, candidate, day, packed)

    def keep(self, requested_url: str) -> WarcPlace | None:
        """Write the answer that was held; None if none was."""
        held = self._held.pop(requested_url, None)
        if held is None:
            return None
        if held.packed is None:
            return self.write(held.answer, held.candidate, held.day)
        said = metadata_of(held.answer, held.candidate, held.packed.record_id)
        return self._write(held.answer, held.day, [held.packed.member, _packed(said)])

    def let_go(self, requested_url: str) -> None:
        """The held answer's fate needs no bytes."""
        self._held.pop(requested_url, None)

    def erase(self, file: str, offset: int) -> None:
        """Overwrite an answer that was written, and what its listing said. Raises StopStoring."""
        try:
            self.sync()
            erase_answer(self._layout.archive_file(file), offset)
        except OSError as error:
            raise StopStoring(f"{self._layout.archive_file(file)}: {error}") from error

    def sync(self) -> dict[str, int]:
        """Make all that was written durable; returns the length of each file touched.

        Raises StopStoring where the file is not there any more.
        """
        if self._file is not None:
            self._file.flush()
            os.fsync(self._file.fileno())
            check_still_there(self._layout, self._name, self._file, self._lengths.get(self._name, 0))
        return dict(self._lengths)

    def close(self) -> None:
        """Raises StopStoring when the disk refuses what still waits."""
        file, self._file = self._file, None
        if file is not None:
            try:
                file.close()
            except OSError as error:
                raise StopStoring(f"{self._layout.archive_file(self._name)}: {error}") from error

    def _write(self, answer: Answer, day: date | None, members: Sequence[bytes]) -> WarcPlace:
        try:
            file = self._open(day or answer.at.date(), answer.at)
            place, *_ = [self._append(file, member) for member in members]
        except OSError as error:
            raise StopStoring(f"{self._layout.archive_file(self._name)}: {error}") from error
        return place

    def _open(self, day: date, at: datetime) -> BinaryIO:
        name = self._layout.archive_name(self._source_id, day)
        if self._file is not None and name == self._name:
            return self._file
        self.sync()
        self.close()
        path = self._layout.archive_file(name)
        check_goes_on(self._layout, name, self._known | self._lengths)
        path.parent.mkdir(parents=True, exist_ok=True)
        self._name, self._file = name, path.open("ab")
        sync_folder(path.parent)
        if self._file.tell() == 0:
            self._append(self._file, _packed(warcinfo_of(path.name, at)))
        return self._file

    def _append(self, file: BinaryIO, member: bytes) -> WarcPlace:
        place = WarcPlace(self._name, file.tell(), len(member))
        file.write(member)
        self._lengths[self._name] = place.offset + place.length
        return place


@dataclass(frozen=True, slots=True)
class _Held:
    answer: Answer
    candidate: Candidate
    day: date | None
    packed: PackedAnswer | None


def _packed(record: bytes) -> bytes:
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
    return packer.compress(record) + packer.flush()


def read_answer(path: Path, offset: int) -> ArchivedAnswer | None:
    """The answer whose record begins at `offset`, with what its listing said; None if no whole one does.

    Its metadata record follows it; the record that says whose file it is stands first.
    """
    try:
        with path.open("rb") as file:
            head, answer = unpacked_at(file, 0), unpacked_at(file, offset)
            if answer is None or kind_of(answer.record) != "response":
                return None
            said = unpacked_at(file, answer.offset + answer.length)
        records = b"".join(each.record for each in (head, answer, said) if each is not None)
        return next(read_answers(io.BytesIO(records)), None)
    except (NotWhole, NoWarc, zlib.error):
        return None


def cut_torn_tails(layout: Layout, source_id: str, known_lengths: Mapping[str, int]) -> list[str]:
    """Cut each archive file back to its last whole record; returns what was cut, in words.

    A file that is not the one whose length is known is left alone.
    """
    done = []
    folder = layout.archive_file(f"archive/source={source_id}")
    for path in sorted(folder.glob("*.warc.gz")):
        name = f"archive/source={source_id}/{path.name}"
        known = known_lengths.get(name, 0)
        if not goes_on_at(path, known):
            continue  # nothing was torn: it is another file, and all that is left of its pages
        whole = _whole_length(path, known)
        torn = path.stat().st_size - whole
        if torn > 0:
            os.truncate(path, whole)
            done.append(f"cut {torn} torn bytes off {name}")
    return done


def _whole_length(path: Path, known: int) -> int:
    """How many bytes from the beginning are whole gzip members, when the first `known` bytes are."""
    with path.open("rb") as file:
        file.seek(known)
        whole, member, inside = file.tell(), zlib.decompressobj(_GZIP), 0
        while chunk := file.read(1 << 20):
            while chunk:
                try:
                    member.decompress(chunk)
                except zlib.error:
                    return whole
                inside += len(chunk) - len(member.unused_data)
                chunk = member.unused_data
                if member.eof:
                    whole, inside, member = whole + inside, 0, zlib.decompressobj(_GZIP)
    return whole
