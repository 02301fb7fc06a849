"""Which addresses are one article. Ids are made from this and live for ever (`docs/addresses.md`).

canonical.py            the one address of an article, and its id
path.py                 the path in one spelling, whichever view of the article it asks for
query.py                which parameters may say which article it is
spelling.py             one spelling of the text in paths and queries
stated.py               whether the address that a page states as its own can be its own
keys.py                 the key in state of any address, also of one that cannot be a page's
registered_domains.py   whose site a host is, and the id of an unclaimed source
covering.py             which hosts a domain covers
public_suffixes.py      where a host's own name ends and its registry's begins
traps.py                addresses that a site could go on making for ever

Lists of parameters and words lie beside them.
"""
