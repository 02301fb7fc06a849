"""How a run went: failure must never look like success.

verdict.py     as an exit code
run_facts.py   what its line says beyond counts
run_lines.py   the line that it leaves in `runs/`
history.py     the lines of all runs, read in a stream
baselines.py   what is usual of a source
fruitless.py   pages were asked for and none became an article
quality.py     articles suddenly lack what this source's have: dates, authors, length
listing_facts.py  what the facts of one listing mean
reach.py       whether the listings of a backfill reach back to its span
"""
