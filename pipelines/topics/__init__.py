"""What an article is about: `docs/topics.md`.

finding.py      topics with a score, and the phrases that speak for them
candidates.py   the topics for which phrases speak, and how much
states.py       topics that take two states
words.py        what the words of an article say, beside the phrases: a linear model
scoring.py      how found phrases become scores: the numbers of `scoring.toml`
knowledge.py    the topics as their files say them
"""
