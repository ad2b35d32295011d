"""The desk's pages: customers."""
