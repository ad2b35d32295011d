"""Answering where a conversation is over: the composer's word about it, and the texts that the provider has approved."""
