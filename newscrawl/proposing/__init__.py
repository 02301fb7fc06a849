"""A new source from a home page: what the page states, and of what it names that which answers.

home.py        a home page and a robots.txt -> what they state; pure
proposal.py    what is proposed, as a source file in TOML
trying.py      a proposal tried out, as a source file of its own
listings.py    which of the listings that were tried are worth it; pure
proposing.py   from an address to the proposal
told.py         what the user tells where no page states it
"""
