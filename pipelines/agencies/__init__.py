"""Which wire agencies an article credits.

marks.py     the marks that name an agency: `agencies.tsv`, and the words around them in `agency_words.toml`
credits.py   where a credit stands in a text: dateline, brackets, end
wire.py      all credits of an article: byline, text, or its publisher is an agency
"""
