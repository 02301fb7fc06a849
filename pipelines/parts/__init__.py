"""Part files: the Parquet files that hold the rows of a source.

files.py           those that lie there, and whether they are those of the manifest
reading.py         the one way in which they are opened for reading
errors.py          why one is not used
arrow_types.py     how a column's Python type is stored
plain_values.py    values that Arrow is sure to take as they are
rows_in_order.py   all rows of a source in the order in which their pages came
replacing.py       all of a source's rows exchanged for others, as one
rewriting.py       some rows changed or taken out; untouched files stay the same
retagging.py       tags made anew from the stored text: which rows that changes
taking_out.py      articles taken out for good
compacting.py      many small files of a month become one
"""
