"""Policies by name, exceptions to them in one click, and situations that relax them for everybody affected."""
