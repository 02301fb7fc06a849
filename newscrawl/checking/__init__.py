"""What would be stored of a source right now, and why not: a crawl of a few pages into a folder of its own.

checking.py        many sources, from their files to rows
trial.py           the crawls, by the very same processes as `newscrawl run`, into a folder that is gone afterwards
stored_before.py   which of the articles OUTPUT_DIR has already
rows.py            what came of them: a row per listing, per page and per source
judging.py         how a source stands, as an exit code and in words; pure
screen.py          the rows as lines for people
"""
