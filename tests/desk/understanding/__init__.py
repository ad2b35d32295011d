"""Pages of what is to be known before a reply."""
