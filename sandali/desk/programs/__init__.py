"""Pages about programs: one's own API tokens, everybody's, what the API can do, and webhooks."""
