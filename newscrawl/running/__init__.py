"""Runs of many sources (`newscrawl run`): each in a process of its own, under its own lock.

source_run.py   what is known of one source's run, while it lasts and afterwards
choice.py       which sources are taken, and what is wrong with those that cannot be
rules.py        how the crawls are held: how many, how long, with which options
child.py        one `newscrawl crawl SOURCE` in a process group of its own
listening.py    what a process says, line by line, and when it has ended
ending.py       how a crawl's process ended, as an exit code and in words
pool.py         so many at a time, and how all of them end
job_slots.py    so many at a time over all scheduled runs of one OUTPUT_DIR
display.py      the live table, and the one at the end
day_log.py      the log of a day
heartbeat.py    HEARTBEAT_URL
telling.py      what others are told at the end: alerts, and the file for Prometheus
"""
