"""The files of a manifest, wherever a replacement has moved them since; a read-only file system for pyarrow."""

from pathlib import Path
from typing import Any, NoReturn

import pyarrow as pa
from pyarrow.fs import FileInfo, FileSystemHandler, FileType, LocalFileSystem


class CommittedFiles(FileSystemHandler):  # type: ignore[misc]  # pyarrow has no types
    """Opens names relative to OUTPUT_DIR: in their place, else where the replacement that took it keeps them.

    Names are unique: a file that is found in either place is the one that the manifest meant.
    """

    def __init__(self, output: Path) -> None:
        self._output = output
        self._local = LocalFileSystem()

    def open_input_file(self, path: str) -> pa.NativeFile:
        # It may be moved between the look and the opening, and the new place be swept a day later.
        for _ in range(10):  # it may be moved between the look and the opening
            for place in self._places(path):
                try:
                    return self._local.open_input_file(str(place))
                except FileNotFoundError:
                    continue
        raise FileNotFoundError(f"{self._output / path}: gone; it was replaced more than a day ago, open anew")

    def open_input_stream(self, path: str) -> pa.NativeFile:
        return self.open_input_file(path)

    def get_file_info(self, paths: list[str]) -> list[FileInfo]:
        return [FileInfo(path, FileType.File) for path in paths]

    def get_type_name(self) -> str:
        return "newscrawl"

    def normalize_path(self, path: str) -> str:
        return path

    def _places(self, path: str) -> list[Path]:
        try:
            return [self._output / path, *self._replaced(path)]
        except FileNotFoundError:  # a folder of the staging went while it was looked through
            return [self._output / path]

    def _replaced(self, path: str) -> list[Path]:
        table, source, *rest = path.split("/")
        folder = self._output / "_staging" / source.removeprefix("source=")
        # `<table>.old` is its place for a moment where folders are exchanged by three renames.
        return sorted(folder.glob("/".join(["*", f"{table}*", *rest])))

    def _refuse(self, *_: Any) -> NoReturn:  # noqa: ANN401 (whatever it is, it writes)
        raise OSError("a snapshot of the corpus is read-only")

    get_file_info_selector = _refuse
    create_dir = delete_dir = delete_dir_contents = delete_root_dir_contents = delete_file = _refuse
    move = copy_file = open_output_stream = open_append_stream = _refuse
