"""Merged cases: what this room knows of the one that goes lives on in the one that stays, and comes back when the merge is undone."""
