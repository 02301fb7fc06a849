"""A table that is made when somebody asks for it: a view that nobody names costs no question anything."""

from collections.abc import Callable
from typing import Any, NoReturn

import pyarrow as pa
import pyarrow.dataset as ds
from pyarrow.fs import FileInfo, FileSystemHandler, FileType, PyFileSystem

_NAME = "table.arrow"


def lazy_table(schema: pa.Schema, make: Callable[[], pa.Table]) -> ds.Dataset:
    """A dataset of one file that lies nowhere: `make` is called when it is first read, and once."""
    return ds.dataset(_NAME, schema=schema, format="ipc", filesystem=PyFileSystem(_MadeFile(make)))


class _MadeFile(FileSystemHandler):  # type: ignore[misc]  # pyarrow has no types
    def __init__(self, make: Callable[[], pa.Table]) -> None:
        self._make = make
        self._content: pa.Buffer | None = None

    def open_input_file(self, _path: str) -> pa.NativeFile:
        if self._content is None:
            sink = pa.BufferOutputStream()
            table = self._make()
            with pa.ipc.new_file(sink, table.schema) as writer:
                writer.write_table(table)
            self._content = sink.getvalue()
        return pa.BufferReader(self._content)

    def open_input_stream(self, path: str) -> pa.NativeFile:
        return self.open_input_file(path)

    def get_file_info(self, paths: list[str]) -> list[FileInfo]:
        return [FileInfo(path, FileType.File) for path in paths]

    def get_type_name(self) -> str:
        return "newscrawl-lazy"

    def normalize_path(self, path: str) -> str:
        return path

    def _refuse(self, *_: Any) -> NoReturn:  # noqa: ANN401 (whatever it is, it writes)
        raise OSError("a table that is made can only be read")

    get_file_info_selector = _refuse
    create_dir = delete_dir = delete_dir_contents = delete_root_dir_contents = delete_file = _refuse
    move = copy_file = open_output_stream = open_append_stream = _refuse
