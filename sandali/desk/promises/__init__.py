"""Promises on the screen: in the composer, beside a case, in the ledger, in lists, and as figures."""
