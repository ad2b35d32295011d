"""The HTTP face of the channel `api`: messages in, what became of them, answers out. docs/channels.md has every request."""
