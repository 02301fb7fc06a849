"""The archive: every response as it came, kept in WARC files for as long as the user wants.

responses.py    kept, and read again by place
continuity.py   whether a file is still the one that was written: its disk may not be mounted
pages.py        an archived answer as the page that it was when it was fetched
traces.py       where an article lies in it: its own answers, and the listings that name it
members.py      the records of a file, as they lie
erasing.py      records overwritten in place
ageing.py       files older than KEEP_PAGES_DAYS go, and the rows that pointed into them say so
"""
