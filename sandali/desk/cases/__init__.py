"""The desk's pages: cases."""
