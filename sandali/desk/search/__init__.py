"""The desk's pages: search."""
