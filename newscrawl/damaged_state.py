"""What to do about a state that is damaged, in the one line that a user reads."""

from newscrawl.exit_codes import EndWith, ExitCode
from pipelines.state.file import StateDamaged


def damaged(error: StateDamaged, source_id: str | None = None) -> EndWith:
    """`source_id` is by default what the state's file is called."""
    source_id = source_id or error.path.stem
    line = f"state is damaged: {error}; `newscrawl status --rebuild {source_id}` makes it anew from the rows"
    return EndWith(ExitCode.OUTPUT, line)
