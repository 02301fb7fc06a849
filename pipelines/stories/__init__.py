"""Which stories an article belongs to: the war in Syria, the Iranian nuclear file.

finding.py     by a story's own name, or theme and place together, inside its dates
scoring.py     when these make one: the numbers of `scoring.toml`
knowledge.py   the stories as their files say them
"""
