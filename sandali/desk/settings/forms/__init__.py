"""The forms of the settings pages, one file a subject."""
