"""The desk's pages: settings."""
