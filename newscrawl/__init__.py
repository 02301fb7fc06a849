"""Acquire: find and fetch the pages of the Arabic press, and hand them to `pipelines`."""

__version__ = "0.1.0"
