"""Questions to the stored corpus. Its public doors are `newscrawl.dataset` and `newscrawl.views`.

manifest.py          which files hold the corpus: those of committed batches
snapshot.py          these files, wherever a replacement has moved them since
verifying.py         whether they are there and whole
part_columns.py      a few columns of many part files
article_finding.py   which sources hold an article, and which articles are copies of it
known_sources.py     what is told of every source file
source_table.py      the sources as a table
lazy_table.py        a table that is made when somebody asks for it
session.py           a DuckDB session as all questions are asked in
asking.py            one question in SQL, of one snapshot
interrupting.py      ended by ctrl-C, whatever DuckDB is doing
answers.py           its answer: a table to look at, or CSV, JSON lines, Parquet
written_values.py    values as text that every program reads
unanswered.py        why it has no answer
"""
