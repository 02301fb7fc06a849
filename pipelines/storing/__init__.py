"""What becomes of a page that was read: a row, another look at a row, or a reason.

storage.py         new is stored, known is looked at again, refused is remembered
identity.py        which stored article a page is
looking_again.py   as before, changed, gone or back
looks.py           when an article is looked at again
asking_again.py    when an address that was refused is asked for again
holdings.py        what is committed and what waits, asked as one
derived_rows.py    rows made of other rows: an outcome, a revision, a tombstone
batches.py         the commit protocol
kept_answers.py    the archive, as far as storing needs it
forgotten.py       what was removed for good and is never fetched again
"""
