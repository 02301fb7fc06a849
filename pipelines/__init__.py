"""Refine: from a page's bytes to a stored row.

Nothing here imports `newscrawl`. What is pure (reading, language, fingerprints) runs in worker processes;
what keeps state (storing) runs in the process of the crawl.
"""
