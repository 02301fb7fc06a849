"""What to do about a state that is damaged, in the one line that a user reads."""

from newscrawl.exit_codes import EndWith, ExitCode
from pipelines.state.file import StateDamaged


def damaged(error: StateDamaged) -> EndWith:
    source_id = error.path.stem
    line = f"state is damaged: {error}; `newscrawl status --rebuild {source_id}` makes it anew from the rows"
    return EndWith(ExitCode.OUTPUT, line)
