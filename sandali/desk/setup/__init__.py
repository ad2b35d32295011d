"""The desk's pages: setup."""
