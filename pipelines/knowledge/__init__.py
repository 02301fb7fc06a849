"""What the taggers know of the world: versioned data that people edit, and its strict readers."""
