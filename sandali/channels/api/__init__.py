"""A channel for one's own program: messages come in by requests of its own, answers are fetched or told to it."""
