"""The settings pages, one file a subject."""
