"""Which countries an article names.

finding.py     by name, people, adjective, capital, city or region
doubtful.py    which country a name of several, or of something else, stands for
knowledge.py   the countries as their files say them
"""
