"""`newscrawl report`: the corpus and its runs on one page that opens offline.

making.py     everything that the page tells, gathered
questions/    what the page asks, a file of SQL each
rows.py       what it asks them of: a few columns of the corpus
scope.py      which sources and days it is about, and whether it counts by day or by week
answers.py    the questions, asked
names.py      what leaders, topics and stories are called
shares.py     shares of counted articles: counts alone mislead
strip.py      coverage as colours
troubles.py   what is wrong, where and when
charts.py     the charts, by plotly
page.py       all of it as HTML (page.html.j2, page.css)
"""
