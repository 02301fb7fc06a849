"""Where addresses are found: the bytes of a listing in, candidates out. Pure: no network, no clock, no Scrapy."""
