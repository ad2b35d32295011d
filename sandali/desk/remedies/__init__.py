"""Putting a matter right: beside the case, what waits for an answer, the ledger, and stories."""
