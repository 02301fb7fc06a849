"""The news spider, and the loader that makes one of it for every source file."""
