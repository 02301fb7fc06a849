"""Serves the newsroom for a while: `python -m tests.newsroom --port 8765 --seconds 600 --sources DIR`."""

import argparse
import time
from pathlib import Path

from tests.newsroom.newsroom import Newsroom


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.newsroom", description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--edition", type=int, choices=(1, 2), default=1)
    parser.add_argument("--sources", type=Path, help="write the three source files here")
    options = parser.parse_args()
    with Newsroom(port=options.port, edition=options.edition) as newsroom:
        if options.sources is not None:
            newsroom.write_sources(options.sources)
        hosts = " ".join(f"http://{host}:{newsroom.port}/" for host in newsroom.hosts)
        print(f"{hosts} (all on 127.0.0.1) for {options.seconds:g} s", flush=True)
        time.sleep(options.seconds)


if __name__ == "__main__":
    main()
