"""The desk's pages: status."""
