"""Rules: what sets them off, what they ask, what they do, and what they did."""
