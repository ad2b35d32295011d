"""The desk's pages: organisations, the companies that customers belong to."""
