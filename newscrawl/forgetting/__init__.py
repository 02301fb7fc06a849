"""Removing an article for good (`newscrawl forget`), and keeping it removed.

looking.py       what is to go, looked up before anything goes; whether all files are whole
removing.py      from rows, revisions, outcomes, state, the index of duplicates and the archive
in_listings.py   whether a listing names what was forgotten: such a listing is not archived
"""
