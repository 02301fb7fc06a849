"""Pages of WARC files through the steps of a crawl (`newscrawl ingest`), one run per source met.

selection.py      what is taken of an archive: whose pages, of which hosts and days
page_filter.py    which answers are pages to read, told as early as it can be
reading.py        one archive as it is read, and how far it was settled
reading_ahead.py  threads that read archives, so many at a time, so far ahead
ingest.py         pages to the workers, articles to the stores, in the archives' order
under_way.py      what was found and is not settled yet, bounded
runs.py           the runs, one a source, each opened when its first page comes
remembered.py     which archives are finished, and where in the others to go on
pace.py           how fast it goes, and how long it will take
progress.py       both for who looks on
"""
