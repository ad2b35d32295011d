"""Merging and splitting cases, where a merged one lives on, and spam."""
