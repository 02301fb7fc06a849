"""What was made of the knowledge files, kept for the next process: to make it anew takes ten seconds.

It lies where Python keeps its compiled modules, under a name made of all that it depends on: our code, the data
files and Python. Who can write there can change our code as well: pickle opens no further door.
"""

import contextlib
import hashlib
import importlib.util
import io
import pickle
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

from pipelines.knowledge.folders import DATA, KnowledgeFolder
from pipelines.knowledge.version import data_files, digest_of

_CODE = Path(__file__).parents[1]
_READ = {".py", *DATA}
_MOST_KEPT = 4  # of some ten megabytes each: one for each folder of the user's own, and of a former release
_SUM = hashlib.sha256().digest_size

Made = TypeVar("Made")


def kept(folders: Iterable[KnowledgeFolder], make: Callable[[], Made]) -> Made:
    """What `make` makes of these folders, from the file if there is one; that it cannot be kept is no error."""
    file = _place() / f"knowledge-{_digest(folders)}.pickle"
    found: Made | None = _read(file)
    if found is not None:
        with contextlib.suppress(OSError):  # not ours to write in, or just gone
            file.touch()  # what is read stays longest
        return found
    made = make()
    if not sys.dont_write_bytecode:
        with contextlib.suppress(OSError):  # a folder that is not ours to write in, or a full disk
            _write(file, made)
    return made


def _place() -> Path:
    return Path(importlib.util.cache_from_source(__file__)).parent


def _digest(folders: Iterable[KnowledgeFolder]) -> str:
    code = ((file.relative_to(_CODE).as_posix(), file) for file in sorted(_CODE.rglob("*")) if file.suffix in _READ)
    users = data_files(folder for folder in folders if folder.prefix)  # ours lie among the code
    return digest_of(chain(code, users), sys.version)[:32]


def _read(file: Path) -> Made | None:  # the name says what was pickled
    with contextlib.suppress(OSError), file.open("rb") as opened:
        checksum = opened.read(_SUM)
        if hashlib.file_digest(opened, "sha256").digest() == checksum:
            opened.seek(_SUM)
            made: Made = pickle.load(opened)  # noqa: S301 (ours, see above)
            return made
    return None  # there is none, or a disk has damaged it: it is made and kept anew


def _write(file: Path, made: object) -> None:
    content = _pickled(made)
    file.parent.mkdir(exist_ok=True)
    out = tempfile.NamedTemporaryFile(dir=file.parent, prefix=".knowledge-", delete=False)  # noqa: SIM115 (below)
    try:
        with out:
            out.write(hashlib.sha256(content).digest() + content)
        Path(out.name).replace(file)  # several processes may be at it: each writes the same
    except BaseException:  # each process would leave some megabytes on a disk that is full
        Path(out.name).unlink(missing_ok=True)
        raise
    for old in sorted(file.parent.glob("knowledge-*.pickle"), key=_last_read)[:-_MOST_KEPT]:
        old.unlink(missing_ok=True)


class _QuickToRead(pickle.Pickler):
    """Records are kept as calls of their class: Python's own way through slots takes a quarter of the reading."""

    def reducer_override(self, obj: object) -> Any:  # noqa: ANN401 (pickle's own)
        if not is_dataclass(obj) or isinstance(obj, type):
            return NotImplemented
        return type(obj), tuple(getattr(obj, field.name) for field in fields(obj))


def _pickled(made: object) -> bytes:
    content = io.BytesIO()
    _QuickToRead(content, pickle.HIGHEST_PROTOCOL).dump(made)
    return content.getvalue()


def _last_read(file: Path) -> float:
    with contextlib.suppress(OSError):  # another process took it away
        return file.stat().st_mtime
    return 0.0
