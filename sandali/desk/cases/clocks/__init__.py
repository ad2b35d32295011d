"""The service standards of one case: which hold, by when, why then, and why one was not kept."""
