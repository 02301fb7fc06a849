"""What the taggers share: the normalised copy of a text, and the search for many names at once."""
