"""Citable releases: `OUTPUT_DIR/releases/NAME/`, made once and never changed.

release.py      which there are; the manifest of one
freezing.py     one snapshot, linked into a folder of its own, hashed and described
verifying.py    whether a release is still what its manifest says
"""
