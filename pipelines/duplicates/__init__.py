"""Which articles are copies, of what and how sure: `docs/duplicates.md`.

rules.py          whether an article is a copy, apart from how earlier ones are kept and found
numbers.py        the numbers of `duplicates.toml`
normalising.py    the form of a body in which two copies are equal
shingles.py       a body as the set of its runs of words
fingerprints.py   what the index must know of an article; pure, made in the worker
marking.py        a source's duplicates, marked when their batch is committed
settling.py       one batch under the index's write lock
entries.py        entries of the index: written, found, taken out
file.py           the file of the index: made whole, refused, made anew
index.py          the memory of copies that all sources share
replay.py         brings the index up to what is committed
shared_index.py   the index as a run opens it
"""
