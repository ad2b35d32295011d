"""instagram: messages to a professional account of Instagram's, by Meta's API."""
