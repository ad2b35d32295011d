"""The pieces pages are made of, as functions that return safe HTML. `templatetags/kit.py` gives each a tag."""
