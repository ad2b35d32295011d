"""Pages of what we know, and the picker of the composer."""
