"""Segments: the list with its counts, the builder, who is in one, and the way out as a file."""
