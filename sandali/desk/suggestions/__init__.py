"""Suggestions of our own people: what would help customers, who answers, and what came of it."""
