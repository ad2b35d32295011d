"""The desk's pages: me."""
