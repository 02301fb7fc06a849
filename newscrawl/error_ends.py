"""Which exit code an error of ours ends with: of a command, or of one source among those of a command."""

import errno

from newscrawl.exit_codes import EndWith, ExitCode

# A folder that may not be read or written, a disk that is full, read-only or broken: whatever work met it.
_OF_A_DISK = frozenset((errno.EACCES, errno.EPERM, errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO))


def end_of(error: Exception) -> EndWith | None:
    """The end that the error means; None for one that nobody expected."""
    if isinstance(error, EndWith):
        return error
    if isinstance(error, OSError) and error.errno in _OF_A_DISK:
        return EndWith(ExitCode.OUTPUT, str(error))
    code = next((code for kind, code in _codes().items() if isinstance(error, kind)), None)
    return None if code is None else EndWith(code, str(error))


def _codes() -> dict[type[Exception], ExitCode]:
    # Asked for only when something went wrong: merely naming the commands must load nothing heavy.
    from newscrawl.sources import BrokenSource
    from pipelines.knowledge.tables import KnowledgeError
    from pipelines.parts.errors import PartDamaged, PartIsNewer
    from pipelines.storing.batches import StopStoring
    from pipelines.storing.forgotten import ListDamaged

    return {
        StopStoring: ExitCode.OUTPUT,
        PartDamaged: ExitCode.OUTPUT,
        BrokenSource: ExitCode.CONFIGURATION,
        KnowledgeError: ExitCode.CONFIGURATION,
        ListDamaged: ExitCode.CONFIGURATION,
        PartIsNewer: ExitCode.CONFIGURATION,
    }
