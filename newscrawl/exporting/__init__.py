"""Articles for other programs and other people: chosen, written whole, and described by a data set card.

choice.py        which articles: filters, one of each cluster of copies, a sample that anybody can draw again
stream.py        their rows, a few thousand at a time
jsonl.py         one JSON object a line
spreadsheet.py   flat CSV files, safe to open in a spreadsheet, with their codebook
hugging_face.py  Parquet shards that `datasets.load_dataset` takes as they lie
card.py          the data set card: what is in it, of whom, how made, what it cannot do
folder.py        a folder that is there whole or not at all
"""
