"""exchange: the door for other programs.

Hooks: one address for all providers (hooks.py), how often somebody may knock (limits.py). What is told is kept as an arrival,
and the worker reads it. Main view: hooks.hook. Why so: docs/decisions/0027-hooks-and-event-ids.md.
"""
