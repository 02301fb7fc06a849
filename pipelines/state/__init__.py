"""What is known of one source, in one SQLite file (`state.sql`), derived from its Parquet files.

source_state.py     the state itself: addresses, texts, refusals
known.py            what it holds, as records
file.py             the file: made, opened, put in place, read; and what its errors mean
batches.py          which batches are whole, and which files hold them
listings.py         what makes the next look at each listing cheap
runs.py             which runs began, and the line of each
visits.py           when each stored article is due for another look
rebuilding.py       made anew from the Parquet files
rebuilt_visits.py   the looks that are due, from the rows alone
"""
