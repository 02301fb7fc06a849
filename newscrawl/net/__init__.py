"""The hardened net: what stands between the spider and the web, as one Scrapy add-on.

    addon.py       every setting with the failure it prevents, and the order of what follows
    guard.py       may this address be asked for: scheme, port, domain, literal private addresses
    politeness.py  one slot for all hosts of an outlet, and delays that nothing shortens
    robots.py      what robots.txt forbids, closed when in doubt
    retry.py       a second try when the site says that it may come (Retry-After)
    breaker.py     a host that keeps failing, or keeps us out, is left for this run
    blocking.py    is this answer a wall against robots: marks in walls.tsv
    redirects.py   redirects lead on, and not in a circle for a cookie
    limits.py      decompression in bounds, and to the end
    transport.py   header lines in bounds
    memory.py     how much memory the run holds, and the limit that ends it
    ending.py     a run that is to end asks for nothing more
    resolver.py    names lead to public addresses only, checked on the address connected to
    hosts.py       what a host's name alone tells
    refusals.py    the exceptions, each named by its effect
    failures.py    every exception that an errback can get -> the reason of the outcome

A request passes guard, politeness, robots, breaker, then the resolver; its answer passes transport,
redirects, limits, breaker, retry. Whatever is refused reaches the request's errback and counts under `net/`.
"""
